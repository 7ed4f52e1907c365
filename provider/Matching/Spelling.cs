namespace ZeroTrust.Provider.Matching;

/// <summary>Finds the known word that a misspelt one means.</summary>
internal static class Spelling
{
    /// <summary>The candidate with the fewest letters to change, if those are few; case does not count.</summary>
    public static T? Nearest<T>(string word, IEnumerable<T> candidates, Func<T, string> name)
        where T : class
    {
        var lower = word.ToLowerInvariant();
        var best = candidates.MinBy(candidate => Distance(lower, name(candidate)));
        return best is not null && Distance(lower, name(best)) <= Math.Max(1, word.Length / 4) ? best : null;
    }

    // Levenshtein's distance, one row at a time.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}

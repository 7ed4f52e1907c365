using System.Text;

namespace ZeroTrust.Cli.Adopt;

/// <summary>Readable names, each used once: of resources within their type, of variables within the program.</summary>
internal sealed class ResourceNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);

    /// <summary>Name in the program: <c>warp-connectors</c> for <c>WARP connectors</c>.</summary>
    public string Name(string type, string label)
    {
        var words = Words(label);
        var name = words.Count == 0 ? "unnamed" : string.Join('-', words);
        return Unused(_names, number => $"{type}/{name}{(number == 1 ? "" : $"-{number}")}")[(type.Length + 1)..];
    }

    /// <summary>Variable in C#: <c>warpConnectorsProfile</c> for a profile called <c>WARP connectors</c>.</summary>
    public string Variable(string name, string noun)
    {
        var words = Words(name);
        var camel = string.Concat(words.Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
        if (camel.Length == 0 || char.IsAsciiDigit(camel[0]))
        {
            camel = noun[..1].ToLowerInvariant() + noun[1..] + camel;
        }
        else if (!camel.EndsWith(noun, StringComparison.OrdinalIgnoreCase))
        {
            camel += noun;
        }

        return Unused(_variables, number => number == 1 ? camel : $"{camel}{number}");
    }

    // Only letters that C# allows in identifiers; names in other scripts stay readable.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Append(new Rune(' ')))
        {
            if (Rune.IsLetterOrDigit(rune) && rune.IsBmp)
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return words;
    }

    private static string Unused(HashSet<string> used, Func<int, string> name) =>
        Enumerable.Range(1, int.MaxValue).Select(name).First(used.Add);
}

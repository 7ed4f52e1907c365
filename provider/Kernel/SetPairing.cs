using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>An entry of an unordered list as it is and as it is wanted; the index is null on the side that lacks it.</summary>
internal readonly record struct EntryPair(int? Live, int? Wanted);

/// <summary>Finds which entries of two unordered lists are the same one.</summary>
internal static class SetPairing
{
    /// <summary>Pairs in the order of the wanted list, then entries that only the live list has.</summary>
    public static IReadOnlyList<EntryPair> Of(ValueSpec list, PropertyArray live, PropertyArray wanted)
    {
        var byKey = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var index = 0; index < live.Count; index++)
        {
            if (SetKey.Of(list, live[index]) is { } key)
            {
                byKey.TryAdd(key.Text, new());
                byKey[key.Text].Enqueue(index);
            }
        }

        var pairs = new EntryPair[wanted.Count];
        var taken = new bool[live.Count];
        for (var index = 0; index < pairs.Length; index++)
        {
            var found =
                SetKey.Of(list, wanted[index]) is { } key && byKey.TryGetValue(key.Text, out var same) && same.TryDequeue(out var at)
                    ? at
                    : (int?)null;
            pairs[index] = new(found, index);
            if (found is { } match)
            {
                taken[match] = true;
            }
        }

        // An entry whose key is not known yet most likely is the one that stood in its place.
        for (var index = 0; index < pairs.Length; index++)
        {
            if (pairs[index].Live is null && index < taken.Length && !taken[index] && SetKey.Of(list, wanted[index]) is null)
            {
                pairs[index] = new(index, index);
                taken[index] = true;
            }
        }

        return [.. pairs, .. Enumerable.Range(0, taken.Length).Where(index => !taken[index]).Select(index => new EntryPair(index, null))];
    }
}

using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>An entry of an unordered list as it is and as it is wanted; the index is null on the side that lacks it.</summary>
internal readonly record struct EntryPair(int? Live, int? Wanted);

/// <summary>Finds which entries of two unordered lists are the same one.</summary>
internal static class SetPairing
{
    private const int None = -1;

    /// <summary>Pairs in the order of the wanted list, then entries that only the live list has.</summary>
    public static List<EntryPair> Of(ValueSpec list, PropertyArray live, PropertyArray wanted)
    {
        // Usually nothing has changed, and no keys have to be computed.
        if (live.Equals(wanted))
        {
            return [.. Enumerable.Range(0, live.Count).Select(index => new EntryPair(index, index))];
        }

        // Entries with one key are a chain, the first of them in front.
        var first = new Dictionary<SetKey, int>(live.Count);
        var next = new int[live.Count];
        for (var index = live.Count - 1; index >= 0; index--)
        {
            if (SetKey.Of(list, live[index]) is { } key)
            {
                next[index] = first.GetValueOrDefault(key, None);
                first[key] = index;
            }
        }

        var pairs = new List<EntryPair>(wanted.Count);
        var taken = new bool[live.Count];
        var open = new List<int>();
        for (var index = 0; index < wanted.Count; index++)
        {
            var key = SetKey.Of(list, wanted[index]);
            if (key is null)
            {
                open.Add(index);
            }

            if (key is { } known && first.GetValueOrDefault(known, None) is not None and var match)
            {
                first[known] = next[match];
                taken[match] = true;
                pairs.Add(new(match, index));
            }
            else
            {
                pairs.Add(new(null, index));
            }
        }

        // An entry with an unknown key is most likely the one at the same index.
        foreach (var index in open)
        {
            if (index < taken.Length && !taken[index])
            {
                pairs[index] = new(index, index);
                taken[index] = true;
            }
        }

        for (var index = 0; index < taken.Length; index++)
        {
            if (!taken[index])
            {
                pairs.Add(new(index, null));
            }
        }

        return pairs;
    }
}

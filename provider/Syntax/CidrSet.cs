using System.Runtime.InteropServices;

namespace ZeroTrust.Syntax;

/// <summary>A set of addresses as the fewest prefixes that cover exactly them; IPv4 first, then IPv6, each ascending.</summary>
internal sealed class CidrSet
{
    private readonly List<IpPrefix> _prefixes;

    private CidrSet(List<IpPrefix> prefixes) => _prefixes = prefixes;

    /// <summary>Every IPv4 and IPv6 address.</summary>
    public static CidrSet All { get; } = Of([IpPrefix.Parse("0.0.0.0/0"), IpPrefix.Parse("::/0")]);

    public static CidrSet Empty { get; } = new([]);

    public IReadOnlyList<IpPrefix> Prefixes => _prefixes;

    public bool IsEmpty => _prefixes.Count == 0;

    public static CidrSet Of(IEnumerable<IpPrefix> prefixes)
    {
        var sorted = prefixes.ToList();
        sorted.Sort();

        // A prefix sorts before everything it contains, and two halves of a prefix sort next to each other.
        var fewest = new List<IpPrefix>(sorted.Count);
        foreach (var prefix in sorted)
        {
            if (fewest.Count > 0 && fewest[^1].Contains(prefix))
            {
                continue;
            }

            var joined = prefix;
            while (fewest.Count > 0 && fewest[^1].Join(joined) is { } parent)
            {
                fewest.RemoveAt(fewest.Count - 1);
                joined = parent;
            }

            fewest.Add(joined);
        }

        return new(fewest);
    }

    /// <summary>The addresses of <paramref name="from"/> that are not in <paramref name="except"/>.</summary>
    public static CidrSet Subtract(IEnumerable<IpPrefix> from, IEnumerable<IpPrefix> except) => Of(from).Except(Of(except));

    /// <summary>The addresses of this set that are not in the other.</summary>
    public CidrSet Except(CidrSet other)
    {
        var holes = CollectionsMarshal.AsSpan(other._prefixes);
        var rest = new List<IpPrefix>();
        foreach (var prefix in _prefixes)
        {
            Cut(prefix, Within(holes, prefix), rest);
        }

        return new(rest);
    }

    /// <summary>The addresses in both sets.</summary>
    public CidrSet Intersect(CidrSet other)
    {
        // One of two prefixes that overlap contains the other.
        var others = CollectionsMarshal.AsSpan(other._prefixes);
        var both = new List<IpPrefix>();
        foreach (var prefix in _prefixes)
        {
            foreach (var inside in Within(others, prefix))
            {
                both.Add(inside.Contains(prefix) ? prefix : inside);
            }
        }

        return new(both);
    }

    public CidrSet Union(CidrSet other) => Of(_prefixes.Concat(other._prefixes));

    public bool Contains(IpAddress address) => Contains(IpPrefix.Of(address));

    public bool Contains(IpPrefix prefix)
    {
        var index = _prefixes.BinarySearch(prefix);
        return index >= 0 || (~index > 0 && _prefixes[~index - 1].Contains(prefix));
    }

    public bool Overlaps(IpPrefix prefix) => !Within(CollectionsMarshal.AsSpan(_prefixes), prefix).IsEmpty;

    /// <summary>Entries that another entry covers, each with the first entry that covers it. Of equal entries, the first is kept.</summary>
    public static IEnumerable<(int Index, int CoveredBy)> Superfluous(IReadOnlyList<IpPrefix> entries)
    {
        // A prefix sorts before everything it contains, so only the last uncovered entry can cover the next one.
        var order = Enumerable.Range(0, entries.Count).OrderBy(index => entries[index]).ThenBy(index => index);
        var covered = new List<int>();
        int? widest = null;
        foreach (var index in order)
        {
            if (widest is { } around && entries[around].Contains(entries[index]))
            {
                covered.Add(index);
            }
            else
            {
                widest = index;
            }
        }

        // Quadratic, but few lists have covered entries at all.
        return covered
            .Order()
            .Select(index =>
                (
                    index,
                    Enumerable
                        .Range(0, entries.Count)
                        .First(other =>
                            other != index && entries[other].Contains(entries[index]) && (entries[other] != entries[index] || other < index)
                        )
                )
            );
    }

    // Halves the prefix until each piece is wholly outside or wholly inside a hole. The rest needs no joining: a prefix with two
    // untouched halves is never split.
    private static void Cut(IpPrefix prefix, ReadOnlySpan<IpPrefix> holes, List<IpPrefix> rest)
    {
        if (holes.IsEmpty)
        {
            rest.Add(prefix);
            return;
        }

        if (holes[0].Contains(prefix))
        {
            return;
        }

        var (lower, upper) = prefix.Split();
        Cut(lower, Within(holes, lower), rest);
        Cut(upper, Within(holes, upper), rest);
    }

    // The holes that overlap the prefix: those inside it, or the single one that contains it.
    private static ReadOnlySpan<IpPrefix> Within(ReadOnlySpan<IpPrefix> holes, IpPrefix prefix)
    {
        var start = holes.BinarySearch(prefix);
        start = start < 0 ? ~start : start;
        if (start > 0 && holes[start - 1].Contains(prefix))
        {
            return holes.Slice(start - 1, 1);
        }

        var end = start;
        while (end < holes.Length && prefix.Contains(holes[end]))
        {
            end++;
        }

        return holes[start..end];
    }
}

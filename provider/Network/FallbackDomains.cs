using ZeroTrust.Syntax;

namespace ZeroTrust.Network;

/// <summary>A profile's fallback domains.</summary>
internal sealed class FallbackDomains
{
    private readonly Dictionary<string, FallbackEntry> _bySuffix;

    public FallbackDomains(Origin origin, string path, IReadOnlyList<FallbackEntry> entries)
    {
        (Origin, Path, Entries) = (origin, path, entries);
        _bySuffix = new(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            _bySuffix.TryAdd(entry.Suffix, entry);
        }
    }

    public Origin Origin { get; }

    /// <summary>The property of <see cref="Origin"/> that declares the domains; empty when they are not declared.</summary>
    public string Path { get; }

    public IReadOnlyList<FallbackEntry> Entries { get; }

    /// <summary>Whether this is the default list of new profiles, because the program does not declare one.</summary>
    public bool IsStock { get; init; }

    /// <summary>Whether <see cref="Entries"/> is the whole list.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>The most specific entry for a name; null if Gateway resolves it.</summary>
    public FallbackEntry? Find(string name)
    {
        for (var start = 0; start >= 0; )
        {
            if (_bySuffix.TryGetValue(name[start..], out var entry))
            {
                return entry;
            }

            var dot = name.IndexOf('.', start);
            start = dot < 0 ? -1 : dot + 1;
        }

        return null;
    }

    /// <summary>An entry of Cloudflare's default list, which has no property.</summary>
    public static FallbackEntry Stock(string suffix) => new(suffix, Array.Empty<IpAddress>(), "");
}

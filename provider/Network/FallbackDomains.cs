using ZeroTrust.Texts;

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

    /// <summary>The property of <see cref="Origin"/> that has the domains; empty when it has none.</summary>
    public string Path { get; }

    public IReadOnlyList<FallbackEntry> Entries { get; }

    /// <summary>Whether it is the list that Cloudflare gives to new profiles: the program does not declare one.</summary>
    public bool IsStock { get; init; }

    /// <summary>Whether <see cref="Entries"/> are all there are.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>The domain that a name is in, the narrowest; null: Gateway resolves it.</summary>
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

    /// <summary>An entry that has no property of its own: Cloudflare's.</summary>
    public static FallbackEntry Stock(string suffix) => new(suffix, Array.Empty<IpAddress>(), "");
}

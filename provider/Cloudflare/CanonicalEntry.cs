using ZeroTrust.Syntax;

namespace ZeroTrust.Cloudflare;

/// <summary>Keys of list entries: equal for all notations of one address, host or suffix.</summary>
internal static class CanonicalEntry
{
    public static string Of(SplitTunnelEntryWire entry) =>
        entry.Address is { Length: > 0 } address ? Network(address) : Name(entry.Host ?? "");

    public static string Of(FallbackDomainWire domain) => Name(domain.Suffix ?? "");

    /// <summary>The canonical form of a CIDR; any other string unchanged.</summary>
    public static string Network(string text) => IpPrefix.TryParse(text, out var prefix) ? prefix.ToString() : text;

    private static string Name(string name) => name.TrimEnd('.').ToLowerInvariant();
}

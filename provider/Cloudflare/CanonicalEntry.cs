using System.Net;

namespace ZeroTrust.Cloudflare;

/// <summary>Keys of list entries: equal for all notations of one address, host or suffix.</summary>
internal static class CanonicalEntry
{
    public static string Of(SplitTunnelEntryWire entry) =>
        entry.Address is { Length: > 0 } address ? Network(address) : Name(entry.Host ?? "");

    public static string Of(FallbackDomainWire domain) => Name(domain.Suffix ?? "");

    /// <summary>The canonical form of a CIDR or of an address, which is the CIDR of that address; any other string unchanged.</summary>
    public static string Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network.ToString()
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8).ToString()
        : text;

    private static string Name(string name) => name.TrimEnd('.').ToLowerInvariant();
}

using System.Globalization;
using System.Net;

namespace ZeroTrust.Cloudflare;

/// <summary>Keys of list entries: equal for all notations of one address, host or suffix.</summary>
internal static class CanonicalEntry
{
    public static string Of(SplitTunnelEntryWire entry) =>
        entry.Address is { Length: > 0 } address ? Network(address) : Name(entry.Host ?? "");

    public static string Of(FallbackDomainWire domain) => Name(domain.Suffix ?? "");

    /// <summary>The canonical form of a CIDR; any other string unchanged.</summary>
    public static string Network(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return text;
        }

        var bytes = address.GetAddressBytes();
        var bits = bytes.Length * 8;
        var length = bits;
        if (slash >= 0 && !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length))
        {
            return text;
        }

        if (length > bits)
        {
            return text;
        }

        for (var bit = length; bit < bits; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/{length}");
    }

    private static string Name(string name) => name.TrimEnd('.').ToLowerInvariant();
}

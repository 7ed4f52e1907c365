using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.SplitTunnels;

/// <summary>A route of a split tunnel: an address or a host.</summary>
internal sealed record SplitTunnelEntry
{
    /// <summary>IPv4 or IPv6 prefix such as <c>10.0.0.0/8</c>. Either this or <c>host</c>.</summary>
    [Format(StringFormat.Cidr)]
    public string? Address { get; init; }

    /// <summary>
    /// Domain such as <c>intranet.example.com</c>, or <c>*.example.com</c> for all below it. Either this or <c>address</c>.
    /// </summary>
    [Format(StringFormat.Host)]
    public string? Host { get; init; }

    /// <summary>What it is for. At most 100 characters; empty and unset mean the same.</summary>
    [Length(100)]
    public string? Description { get; init; }

    public SplitTunnelEntryWire ToWire() =>
        new()
        {
            Address = StringFormats.CanonicalOrNull(StringFormat.Cidr, Address),
            Host = StringFormats.CanonicalOrNull(StringFormat.Host, Host),
            Description = string.IsNullOrEmpty(Description) ? null : Description,
        };

    public static SplitTunnelEntry FromWire(SplitTunnelEntryWire wire) =>
        new()
        {
            Address = wire.Address,
            Host = wire.Host,
            Description = wire.Description,
        };

    public IEnumerable<Problem> Check(string path)
    {
        var (address, host) = (!string.IsNullOrEmpty(Address), !string.IsNullOrEmpty(Host));
        if (address == host)
        {
            yield return new(
                Problems.AddressXorHost,
                path,
                address ? "has both address and host; keep one, or write two entries." : "has neither address nor host; set one of them."
            );
        }
    }
}

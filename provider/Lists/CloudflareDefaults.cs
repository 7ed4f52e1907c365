using ZeroTrust.Cloudflare;
using ZeroTrust.Network;

namespace ZeroTrust.Provider.Lists;

/// <summary>
/// The default lists as Cloudflare documents them. Written only where an API does not know yet how to restore its own: accounts differ, so
/// they are never taken for what the server would use.
/// </summary>
internal static class CloudflareDefaults
{
    public static readonly IReadOnlyList<SplitTunnelEntryWire> Exclude =
    [
        .. StockLists.Exclude.Select(entry => new SplitTunnelEntryWire { Address = entry.Address, Description = entry.Description }),
    ];

    public static readonly IReadOnlyList<FallbackDomainWire> FallbackDomains =
    [
        .. StockLists.FallbackSuffixes.Select(suffix => new FallbackDomainWire { Suffix = suffix }),
    ];
}

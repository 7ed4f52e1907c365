using ZeroTrust.Cloudflare;

namespace ZeroTrust.Provider.Profiles;

/// <summary>
/// The default lists as Cloudflare documents them. Written only where an API does not know yet how to restore its own: accounts differ, so they are never
/// taken for what the server would use.
/// </summary>
internal static class CloudflareDefaults
{
    public static readonly IReadOnlyList<SplitTunnelEntryWire> Exclude =
    [
        new() { Address = "10.0.0.0/8" },
        new() { Address = "100.64.0.0/10" },
        new() { Address = "169.254.0.0/16", Description = "DHCP Unspecified" },
        new() { Address = "172.16.0.0/12" },
        new() { Address = "192.0.0.0/24" },
        new() { Address = "192.168.0.0/16" },
        new() { Address = "224.0.0.0/24" },
        new() { Address = "240.0.0.0/4" },
        new() { Address = "255.255.255.255/32", Description = "DHCP Broadcast" },
        new() { Address = "fe80::/10", Description = "IPv6 Link Local" },
        new() { Address = "fd00::/8" },
        new() { Address = "ff01::/16" },
        new() { Address = "ff02::/16" },
        new() { Address = "ff03::/16" },
        new() { Address = "ff04::/16" },
        new() { Address = "ff05::/16" },
    ];

    public static readonly IReadOnlyList<FallbackDomainWire> FallbackDomains =
    [
        .. new[]
        {
            "corp", "domain", "home", "home.arpa", "host", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost", "private", "test",
        }.Select(suffix => new FallbackDomainWire { Suffix = suffix }),
    ];
}

namespace ZeroTrust.Network;

/// <summary>Cloudflare's documented default lists of new profiles. An account's own defaults may differ.</summary>
internal static class StockLists
{
    public static IReadOnlyList<(string Address, string? Description)> Exclude { get; } =
    [
        ("10.0.0.0/8", null),
        ("100.64.0.0/10", null),
        ("169.254.0.0/16", "DHCP Unspecified"),
        ("172.16.0.0/12", null),
        ("192.0.0.0/24", null),
        ("192.168.0.0/16", null),
        ("224.0.0.0/24", null),
        ("240.0.0.0/4", null),
        ("255.255.255.255/32", "DHCP Broadcast"),
        ("fe80::/10", "IPv6 Link Local"),
        ("fd00::/8", null),
        ("ff01::/16", null),
        ("ff02::/16", null),
        ("ff03::/16", null),
        ("ff04::/16", null),
        ("ff05::/16", null),
    ];

    public static IReadOnlyList<string> FallbackSuffixes { get; } =
    [
        "corp",
        "domain",
        "home",
        "home.arpa",
        "host",
        "internal",
        "intranet",
        "invalid",
        "lan",
        "local",
        "localdomain",
        "localhost",
        "private",
        "test",
    ];
}

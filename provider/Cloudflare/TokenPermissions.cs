namespace ZeroTrust.Cloudflare;

/// <summary>Which token permission group an endpoint asks for, so that a 403 can name the one that is missing.</summary>
internal static class TokenPermissions
{
    private static readonly (string Contains, string Group)[] Groups =
    [
        ("/zones/", "SSL and Certificates"),
        ("/devices/resilience/", "Zero Trust Resilience"),
        ("/warp_connector", "Cloudflare One Connector: WARP"),
        ("/teamnet/", "Cloudflare Tunnel"),
    ];

    public static string For(HttpMethod method, string route)
    {
        var group = Array.Find(Groups, entry => route.Contains(entry.Contains, StringComparison.Ordinal)).Group ?? "Zero Trust";

        // Whoever may read a tunnel's token may run the tunnel.
        var reads = method == HttpMethod.Get && !route.EndsWith("/token", StringComparison.Ordinal);
        return $"{group} {(reads ? "Read" : "Write")}";
    }
}

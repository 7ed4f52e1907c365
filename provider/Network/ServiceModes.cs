namespace ZeroTrust.Network;

/// <summary>
/// Modes of the device client. An unknown mode is assumed to be <see cref="TrafficAndDns"/>, the clients' default.
/// </summary>
internal static class ServiceModes
{
    public const string TrafficAndDns = "warp";
    public const string DnsOnly = "1dot1";
    public const string TrafficOnly = "warp_tunnel_only";
    public const string Proxy = "proxy";
    public const string PostureOnly = "posture_only";

    /// <summary>Whether the client has a tunnel, to which the Split Tunnel list applies.</summary>
    public static bool HasTunnel(string? mode) => mode is not (DnsOnly or PostureOnly);

    /// <summary>Whether the client handles DNS queries, through Gateway or as the fallback domains define.</summary>
    public static bool HasDns(string? mode) => mode is not (TrafficOnly or Proxy or PostureOnly);
}

namespace ZeroTrust.Network;

/// <summary>
/// What the client does with a device's traffic. A mode that is not known is taken for <see cref="TrafficAndDns"/>, which clients have
/// unless told otherwise.
/// </summary>
internal static class ServiceModes
{
    public const string TrafficAndDns = "warp";
    public const string DnsOnly = "1dot1";
    public const string TrafficOnly = "warp_tunnel_only";
    public const string Proxy = "proxy";
    public const string PostureOnly = "posture_only";

    /// <summary>Whether packets go through the tunnel, as the split tunnel decides.</summary>
    public static bool HasTunnel(string? mode) => mode is not (DnsOnly or PostureOnly);

    /// <summary>Whether the client answers DNS queries: with Gateway, or as the fallback domains say.</summary>
    public static bool HasDns(string? mode) => mode is not (TrafficOnly or Proxy or PostureOnly);
}

namespace ZeroTrust.Simulator;

/// <summary>Permission groups of API tokens, by the names that Cloudflare shows.</summary>
public static class Permissions
{
    /// <summary>Reads devices, profiles and settings.</summary>
    public const string ZeroTrustRead = "Zero Trust Read";

    /// <summary>Changes devices, profiles and settings.</summary>
    public const string ZeroTrustWrite = "Zero Trust Write";

    /// <summary>Reads the global WARP override.</summary>
    public const string ResilienceRead = "Zero Trust Resilience Read";

    /// <summary>Changes the global WARP override.</summary>
    public const string ResilienceWrite = "Zero Trust Resilience Write";

    /// <summary>Reads connectors of all kinds, routes and virtual networks.</summary>
    public const string ConnectorsRead = "Cloudflare One Connectors Read";

    /// <summary>Changes connectors of all kinds, routes and virtual networks.</summary>
    public const string ConnectorsWrite = "Cloudflare One Connectors Write";

    /// <summary>Reads WARP connectors.</summary>
    public const string WarpConnectorRead = "Cloudflare One Connector: WARP Read";

    /// <summary>Changes WARP connectors.</summary>
    public const string WarpConnectorWrite = "Cloudflare One Connector: WARP Write";

    /// <summary>Reads tunnels, routes and virtual networks.</summary>
    public const string TunnelRead = "Cloudflare Tunnel Read";

    /// <summary>Changes tunnels, routes and virtual networks.</summary>
    public const string TunnelWrite = "Cloudflare Tunnel Write";

    /// <summary>Reads routes and virtual networks.</summary>
    public const string NetworksRead = "Cloudflare One Networks Read";

    /// <summary>Changes routes and virtual networks.</summary>
    public const string NetworksWrite = "Cloudflare One Networks Write";

    /// <summary>Reads a zone's device certificate setting.</summary>
    public const string CertificatesRead = "SSL and Certificates Read";

    /// <summary>Changes a zone's device certificate setting.</summary>
    public const string CertificatesWrite = "SSL and Certificates Write";

    // A route requires any one of its groups. Write groups include read access.
    internal static readonly string[] ReadsZeroTrust = [ZeroTrustRead, ZeroTrustWrite];
    internal static readonly string[] WritesZeroTrust = [ZeroTrustWrite];
    internal static readonly string[] ReadsResilience = [ResilienceRead, ResilienceWrite, ZeroTrustRead, ZeroTrustWrite];
    internal static readonly string[] WritesResilience = [ResilienceWrite];
    internal static readonly string[] ReadsConnectors = [ConnectorsRead, ConnectorsWrite, WarpConnectorRead, WarpConnectorWrite];
    internal static readonly string[] WritesConnectors = [ConnectorsWrite, WarpConnectorWrite];
    internal static readonly string[] ReadsConnectorToken = [ConnectorsWrite, WarpConnectorWrite, TunnelWrite];
    internal static readonly string[] ReadsTunnels = [.. ReadsConnectors, TunnelRead, TunnelWrite];
    internal static readonly string[] ReadsNetworks =
    [
        NetworksRead,
        NetworksWrite,
        ConnectorsRead,
        ConnectorsWrite,
        TunnelRead,
        TunnelWrite,
    ];
    internal static readonly string[] WritesNetworks = [NetworksWrite, ConnectorsWrite, TunnelWrite];
    internal static readonly string[] ReadsHostnames = [NetworksRead, NetworksWrite, TunnelRead, TunnelWrite];
    internal static readonly string[] WritesHostnames = [NetworksWrite, TunnelWrite];
    internal static readonly string[] ReadsCertificates = [CertificatesRead, CertificatesWrite];
    internal static readonly string[] WritesCertificates = [CertificatesWrite];
}

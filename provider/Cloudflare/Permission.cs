namespace ZeroTrust.Cloudflare;

/// <summary>Token permission groups that endpoints require.</summary>
internal static class Permission
{
    public const string ZeroTrustRead = "Zero Trust Read";
    public const string ZeroTrustWrite = "Zero Trust Write";
    public const string ResilienceRead = "Zero Trust Resilience Read";
    public const string ResilienceWrite = "Zero Trust Resilience Write";
    public const string CertificatesRead = "SSL and Certificates Read";
    public const string CertificatesWrite = "SSL and Certificates Write";
    public const string WarpConnectorRead = "Cloudflare One Connector: WARP Read";
    public const string WarpConnectorWrite = "Cloudflare One Connector: WARP Write";
    public const string TunnelRead = "Cloudflare Tunnel Read";
    public const string TunnelWrite = "Cloudflare Tunnel Write";
}

using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Formats;

/// <summary>The implementation of each <see cref="StringFormat"/>.</summary>
internal static class StringFormats
{
    private static readonly CidrFormat Cidr = new();
    private static readonly IpAddressFormat IpAddress = new();
    private static readonly HostFormat Host = new();
    private static readonly SuffixFormat Suffix = new();
    private static readonly UuidFormat Uuid = new();
    private static readonly CloudflareIdFormat CloudflareId = new();
    private static readonly ProfileIdFormat ProfileId = new();
    private static readonly TunnelIdFormat TunnelId = new();
    private static readonly VirtualNetworkIdFormat VirtualNetworkId = new();
    private static readonly RouteIdFormat RouteId = new();
    private static readonly EndpointFormat Endpoint = new();
    private static readonly HostPortFormat HostPort = new();
    private static readonly HttpsUrlFormat HttpsUrl = new();
    private static readonly Sha256Format Sha256 = new();
    private static readonly DurationFormat Duration = new();
    private static readonly TunnelSecretFormat TunnelSecret = new();
    private static readonly MatchFormat Match = new();
    private static readonly NameFormat Name = new();

    public static IStringFormat Of(StringFormat format) =>
        format switch
        {
            StringFormat.Cidr => Cidr,
            StringFormat.IpAddress => IpAddress,
            StringFormat.Host => Host,
            StringFormat.Suffix => Suffix,
            StringFormat.Uuid => Uuid,
            StringFormat.CloudflareId => CloudflareId,
            StringFormat.ProfileId => ProfileId,
            StringFormat.TunnelId => TunnelId,
            StringFormat.VirtualNetworkId => VirtualNetworkId,
            StringFormat.RouteId => RouteId,
            StringFormat.Endpoint => Endpoint,
            StringFormat.HostPort => HostPort,
            StringFormat.HttpsUrl => HttpsUrl,
            StringFormat.Sha256 => Sha256,
            StringFormat.Duration => Duration,
            StringFormat.TunnelSecret => TunnelSecret,
            StringFormat.Match => Match,
            StringFormat.Name => Name,
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "This format has no implementation; please report this."),
        };

    /// <summary>The canonical spelling of an optional string; null if it is empty or unset.</summary>
    public static string? CanonicalOrNull(StringFormat format, string? text) =>
        string.IsNullOrEmpty(text) ? null : Of(format).Canonical(text);
}

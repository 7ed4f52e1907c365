namespace ZeroTrust.Provider.Model.Formats;

/// <summary>The implementation of each <see cref="TextFormat"/>.</summary>
internal static class TextFormats
{
    private static readonly PlainFormat Plain = new();
    private static readonly CidrFormat Cidr = new();
    private static readonly IpAddressFormat IpAddress = new();
    private static readonly HostFormat Host = new();
    private static readonly SuffixFormat Suffix = new();
    private static readonly UuidFormat Uuid = new();
    private static readonly CloudflareIdFormat CloudflareId = new();
    private static readonly ProfileIdFormat ProfileId = new();
    private static readonly TunnelIdFormat TunnelId = new();
    private static readonly EndpointFormat Endpoint = new();
    private static readonly HostPortFormat HostPort = new();
    private static readonly HttpsUrlFormat HttpsUrl = new();
    private static readonly Sha256Format Sha256 = new();
    private static readonly DurationFormat Duration = new();
    private static readonly TunnelSecretFormat TunnelSecret = new();
    private static readonly MatchFormat Match = new();

    public static ITextFormat Of(TextFormat format) => format switch
    {
        TextFormat.Plain => Plain,
        TextFormat.Cidr => Cidr,
        TextFormat.IpAddress => IpAddress,
        TextFormat.Host => Host,
        TextFormat.Suffix => Suffix,
        TextFormat.Uuid => Uuid,
        TextFormat.CloudflareId => CloudflareId,
        TextFormat.ProfileId => ProfileId,
        TextFormat.TunnelId => TunnelId,
        TextFormat.Endpoint => Endpoint,
        TextFormat.HostPort => HostPort,
        TextFormat.HttpsUrl => HttpsUrl,
        TextFormat.Sha256 => Sha256,
        TextFormat.Duration => Duration,
        TextFormat.TunnelSecret => TunnelSecret,
        TextFormat.Match => Match,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "This format has no implementation; please report this."),
    };
}

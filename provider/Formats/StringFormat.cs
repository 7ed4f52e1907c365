using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Formats;

/// <summary>The syntaxes of strings in the package.</summary>
internal enum StringFormat
{
    /// <summary>
    /// IPv4 or IPv6 prefix; a plain address means the prefix of that one address. Host bits and IPv6 spelling carry no meaning.
    /// </summary>
    Cidr,

    /// <summary>IPv4 or IPv6 address.</summary>
    IpAddress,

    /// <summary>Domain name, or <c>*.</c> and one. Case and a trailing dot carry no meaning.</summary>
    Host,

    /// <summary>Domain suffix. Case and a trailing dot carry no meaning.</summary>
    Suffix,

    /// <summary>UUID; case carries no meaning.</summary>
    Uuid,

    /// <summary>32 hexadecimal digits: account and zone ids.</summary>
    CloudflareId,

    /// <summary>Id of a device profile, as the API has it or as a Pulumi id; <c>default</c> is the default profile.</summary>
    ProfileId,

    /// <summary>Id of a tunnel, as the API has it or as a Pulumi id.</summary>
    TunnelId,

    /// <summary>Id of a virtual network, as the API has it or as a Pulumi id.</summary>
    VirtualNetworkId,

    /// <summary>Id of a hostname route, as the API has it or as a Pulumi id.</summary>
    RouteId,

    /// <summary>IP address and port, <c>192.0.2.1:443</c> or <c>[2001:db8::1]:443</c>.</summary>
    Endpoint,

    /// <summary>Host (or IP address) and port.</summary>
    HostPort,

    /// <summary>Absolute https URL.</summary>
    HttpsUrl,

    /// <summary>64 hexadecimal digits; case carries no meaning.</summary>
    Sha256,

    /// <summary>Go duration such as <c>30s</c> or <c>1m30s</c>; equal spans are equal.</summary>
    Duration,

    /// <summary>Base64 of at least 32 bytes.</summary>
    TunnelSecret,

    /// <summary>Profile match expression.</summary>
    Match,

    /// <summary>Name that people give an object; any text, compared as it stands.</summary>
    Name,
}

/// <summary>The syntax of a string (or of a list's strings), and with it which spellings are equal.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FormatAttribute(StringFormat format) : StringFormatAttribute
{
    public override IStringFormat Format => StringFormats.Of(format);
}

using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>Host (or IP address) and port.</summary>
internal sealed class HostPortFormat : IStringFormat
{
    public string Rule => "a host and a port, such as '10.0.0.1:3333'";

    public IReadOnlyList<string> Examples { get; } = ["host.example.com:443", "192.0.2.1:443"];

    public FormatCheck Check(string text)
    {
        if (!HostAndPort.TryParse(text, out var parsed))
        {
            return FormatCheck.Invalid(HostAndPort.Diagnose(text));
        }

        return IpAddress.TryParse(parsed.Host, out _) || DomainName.Diagnose(parsed.Host, text) is not { } wrong
            ? FormatCheck.Valid
            : FormatCheck.Invalid(wrong);
    }

    public string Canonical(string text)
    {
        if (!HostAndPort.TryParse(text, out var parsed))
        {
            return text;
        }

        var host = IpAddress.TryParse(parsed.Host, out var address) ? address.ToString() : DomainName.Canonical(parsed.Host);
        return host is null ? text : (parsed with { Host = host }).ToString();
    }
}

using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>IP address and port.</summary>
internal sealed class EndpointFormat : IStringFormat
{
    public string Rule => "an IP address and a port, such as '192.0.2.1:443'";

    public IReadOnlyList<string> Examples { get; } = ["192.0.2.1:443", "[2001:db8::1]:443"];

    public FormatCheck Check(string text)
    {
        if (Parse(text) is not null)
        {
            return FormatCheck.Valid;
        }

        return FormatCheck.Invalid(
            !HostAndPort.TryParse(text, out _)
                ? HostAndPort.Diagnose(text)
                : $"{Quoted.Of(text)} does not start with an IP address; write one such as '192.0.2.1:443' or '[2001:db8::1]:443'."
        );
    }

    public string Canonical(string text) => Parse(text) ?? text;

    private static string? Parse(string text) =>
        HostAndPort.TryParse(text, out var parsed) && IpAddress.TryParse(parsed.Host, out var address)
            ? (parsed with { Host = address.ToString() }).ToString()
            : null;
}

using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>
/// Absolute https URL whose host is an IP address: devices fetch it when names may not resolve. Case of scheme and host, the
/// default port and an empty path carry no meaning.
/// </summary>
internal sealed class HttpsUrlFormat : IStringFormat
{
    private const string Scheme = "https://";
    private const string DefaultPort = ":443";

    public string Rule => "an https URL whose host is an IP address";

    public IReadOnlyList<string> Examples { get; } = ["https://192.0.2.1/"];

    public FormatCheck Check(string text)
    {
        // Not shown: what stands before the '@' is a password.
        if (text.Contains('@', StringComparison.Ordinal))
        {
            return FormatCheck.Invalid("The URL has a user name or an '@'; write it without.");
        }

        if (Parse(text) is not null)
        {
            return FormatCheck.Valid;
        }

        var shown = Quoted.Of(text);
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            var scheme = text.IndexOf("://", StringComparison.Ordinal);
            var meant = Scheme + (scheme < 0 ? text : text[(scheme + 3)..]);
            return FormatCheck.Invalid(
                Parse(meant) is not null
                    ? $"{shown} does not use https; write {Quoted.Of(meant)}."
                    : $"{shown} is not an https URL; write one such as 'https://192.0.2.1/disconnect'."
            );
        }

        return FormatCheck.Invalid(
            text.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? $"{shown} has spaces or characters outside of ASCII; percent-encode them."
                : $"{shown} does not name its host by IP address; "
                    + "write one such as 'https://192.0.2.1/disconnect' or 'https://[2001:db8::1]/disconnect'."
        );
    }

    public string Canonical(string text) => Parse(text) ?? text;

    private static string? Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return null;
        }

        var rest = text[Scheme.Length..];
        var end = rest.IndexOfAny(['/', '?', '#']);
        var (authority, path) = end < 0 ? (rest, "/") : (rest[..end], rest[end..]);
        return Authority(authority) is { } canonical ? Scheme + canonical + (path[0] == '/' ? path : "/" + path) : null;
    }

    private static string? Authority(string text)
    {
        if (
            (!HostAndPort.TryParse(text, out var parsed) && !HostAndPort.TryParse(text + DefaultPort, out parsed))
            || !IpAddress.TryParse(parsed.Host, out var address)
        )
        {
            return null;
        }

        var canonical = (parsed with { Host = address.ToString() }).ToString();
        return canonical.EndsWith(DefaultPort, StringComparison.Ordinal) ? canonical[..^DefaultPort.Length] : canonical;
    }
}

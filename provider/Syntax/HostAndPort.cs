using System.Globalization;

namespace ZeroTrust.Syntax;

/// <summary>
/// Host and port, written <c>host:port</c> or <c>[address]:port</c>. The host is not validated; an IPv6 address must be in brackets.
/// </summary>
internal readonly record struct HostAndPort(string Host, int Port)
{
    public static bool TryParse(string text, out HostAndPort parsed)
    {
        parsed = default;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !TryParsePort(text.AsSpan(colon + 1), out var port))
        {
            return false;
        }

        var host = text[..colon];
        var inBrackets = host is ['[', .., ']'];
        if (inBrackets)
        {
            host = host[1..^1];
        }

        // IPv6 must be in brackets, or its last group would be read as the port; nothing else may be.
        if (host.Contains(':', StringComparison.Ordinal) != inBrackets)
        {
            return false;
        }

        parsed = new(host, port);
        return true;
    }

    public override string ToString() =>
        Host.Contains(':', StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
            : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>A sentence that says why a string does not parse and what to write instead.</summary>
    public static string Diagnose(string text)
    {
        var shown = Quoted.Of(text);
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return $"{shown} is a URL; write only the host and the port, such as '192.0.2.1:443'.";
        }

        if (IpAddress.TryParse(text.Trim('[', ']'), out var address))
        {
            return address.IsV6
                ? $"{shown} has no port; write '[{address}]:443' with its port."
                : $"{shown} has no port; write '{address}:443' with its port.";
        }

        var colon = text.LastIndexOf(':');
        return colon < 0
            ? $"{shown} has no port; write the host, a colon and the port."
            : $"{shown} does not end in a port from 1 to 65535; write one such as '192.0.2.1:443' or '[2001:db8::1]:443'.";
    }

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port)
    {
        port = 0;
        return text.Length <= 5
            && Digits.AreDecimal(text)
            && text[0] != '0'
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port <= ushort.MaxValue;
    }
}

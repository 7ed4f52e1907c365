namespace ZeroTrust.Provider.Model.Formats;

/// <summary>Host (or IP address) and port.</summary>
internal sealed class HostPortFormat : ITextFormat
{
    public TextCheck Check(string text)
    {
        if (!HostAndPort.TryParse(text, out var parsed))
        {
            return TextCheck.Wrong(HostAndPort.Mistake(text));
        }

        return IpAddress.TryParse(parsed.Host, out _) || DomainName.Mistake(parsed.Host, text) is not { } wrong
            ? TextCheck.Fine
            : TextCheck.Wrong(wrong);
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

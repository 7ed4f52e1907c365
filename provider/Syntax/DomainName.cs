using System.Globalization;

namespace ZeroTrust.Syntax;

/// <summary>
/// Domain names: labels of letters, digits, hyphens and underscores; a single label is valid. Unicode names equal their punycode.
/// </summary>
internal static class DomainName
{
    private const int MaxLength = 253;
    private const int MaxLabelLength = 63;

    // Unassigned code points are allowed: the user's Unicode may be newer than the runtime's.
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    public static bool IsValid(string name) => TryParse(name, out _, out _);

    /// <summary>Lower case, punycode, no trailing dot; null when the name is not a domain name.</summary>
    public static string? Canonical(string name) => TryParse(name, out var canonical, out _) ? canonical : null;

    /// <summary>A sentence that says why a string is not a domain name; null when it is one.</summary>
    /// <param name="name">The part that should be the domain name.</param>
    /// <param name="text">The user's whole string, which the sentence quotes.</param>
    public static string? Diagnose(string name, string text)
    {
        if (TryParse(name, out _, out var mistake))
        {
            return null;
        }

        if (IpPrefix.TryParse(name.Trim('[', ']'), out _))
        {
            return $"{Quoted.Of(text)} is an IP address or prefix, not a domain name.";
        }

        foreach (var (kind, repaired) in Repairs(name))
        {
            if (Canonical(repaired) is { } meant)
            {
                return $"{Quoted.Of(text)} {kind}; write '{meant}'.";
            }
        }

        return $"{Quoted.Of(text)} is not a domain name: {mistake}; write one such as 'corp.example.com'.";
    }

    private static IEnumerable<(string Kind, string Repaired)> Repairs(string name)
    {
        yield return ("has spaces around it", name.Trim());

        var scheme = name.IndexOf("://", StringComparison.Ordinal);
        var authority = scheme < 0 ? name : name[(scheme + 3)..];
        var end = authority.IndexOfAny(['/', '?', '#']);
        var hostAndPort = end < 0 ? authority : authority[..end];
        var port = hostAndPort.IndexOf(':', StringComparison.Ordinal);
        var host = port < 0 ? hostAndPort : hostAndPort[..port];
        yield return (
            scheme >= 0 ? "is a URL"
            : end >= 0 ? "has a path"
            : "has a port",
            host
        );
    }

    private static bool TryParse(string name, out string canonical, out string mistake)
    {
        canonical = name;
        mistake = "";
        if (!System.Text.Ascii.IsValid(name))
        {
            try
            {
                canonical = Idn.GetAscii(name.ToLowerInvariant());
            }
            catch (ArgumentException)
            {
                mistake = "it has no ASCII form";
                return false;
            }
        }

        canonical = canonical.EndsWith('.') ? canonical[..^1].ToLowerInvariant() : canonical.ToLowerInvariant();
        mistake = Problem(canonical) ?? "";
        return mistake.Length == 0;
    }

    private static string? Problem(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        if (name.Length > MaxLength)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it has {name.Length} characters; at most {MaxLength} are allowed");
        }

        var lastIsNumber = false;
        foreach (var range in name.AsSpan().Split('.'))
        {
            var label = name.AsSpan(range);
            if (LabelProblem(label) is { } problem)
            {
                return problem;
            }

            lastIsNumber = Digits.AreDecimal(label);
        }

        // URL parsers and resolvers read a name that ends in a number as an IPv4 address.
        return lastIsNumber ? "its last label is a number" : null;
    }

    private static string? LabelProblem(ReadOnlySpan<char> label)
    {
        if (label.IsEmpty)
        {
            return "it has an empty label";
        }

        if (label.Length > MaxLabelLength)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the label {Quoted.Of(label)} is longer than {MaxLabelLength} characters");
        }

        if (label[0] == '-' || label[^1] == '-')
        {
            return $"the label {Quoted.Of(label)} starts or ends with a hyphen";
        }

        foreach (var c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return c == '*' ? "'*' is allowed only at the start, as '*.'" : $"{Quoted.Of([c])} is not allowed";
            }
        }

        return null;
    }
}

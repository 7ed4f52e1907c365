using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>Domain name, or <c>*.</c> and one.</summary>
internal sealed class HostFormat : IStringFormat
{
    private const string Wildcard = "*.";

    public string Rule => "a domain name, or '*.' and one";

    public IReadOnlyList<string> Examples { get; } = ["host.example.com", "*.example.com"];

    public FormatCheck Check(string text)
    {
        var name = WithoutWildcard(text);
        if (name.StartsWith('.') && DomainName.Canonical(name.TrimStart('.')) is { } bare)
        {
            return FormatCheck.Invalid($"{Quoted.Of(text)} starts with a dot; write '{bare}', or '*.{bare}' for the names below it.");
        }

        if (name.StartsWith('*') && DomainName.Canonical(name.TrimStart('*', '.')) is { } parent)
        {
            return FormatCheck.Invalid($"{Quoted.Of(text)} is not a wildcard that Cloudflare knows; write '{Wildcard}{parent}'.");
        }

        return DomainName.Diagnose(name, text) is { } mistake ? FormatCheck.Invalid(mistake) : FormatCheck.Valid;
    }

    public string Canonical(string text)
    {
        var name = WithoutWildcard(text);
        return DomainName.Canonical(name) is not { } canonical ? text
            : name.Length == text.Length ? canonical
            : Wildcard + canonical;
    }

    private static string WithoutWildcard(string text) =>
        text.StartsWith(Wildcard, StringComparison.Ordinal) ? text[Wildcard.Length..] : text;
}

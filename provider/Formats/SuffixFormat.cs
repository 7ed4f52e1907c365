using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>Domain suffix: a domain name that stands for all names below it too.</summary>
internal sealed class SuffixFormat : IStringFormat
{
    public string Rule => "a domain name";

    public IReadOnlyList<string> Examples { get; } = ["example.com", "corp.example.com"];

    public FormatCheck Check(string text)
    {
        var bare = text.TrimStart('*', '.');
        if (bare.Length < text.Length && DomainName.Canonical(bare) is { } canonical)
        {
            var start = text.StartsWith('.')
                ? "starts with a dot"
                : "starts with a wildcard, but a suffix covers all names below it anyway";
            return FormatCheck.Invalid($"{Quoted.Of(text)} {start}; write '{canonical}'.");
        }

        return DomainName.Diagnose(text, text) is { } mistake ? FormatCheck.Invalid(mistake) : FormatCheck.Valid;
    }

    public string Canonical(string text) => DomainName.Canonical(text) ?? text;
}

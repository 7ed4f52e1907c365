using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>Name that people give an object. Every text is one, but some look like others.</summary>
internal sealed class NameFormat : IStringFormat
{
    public ProblemKind WarningKind => FormatProblems.UnusualName;

    public string Rule => "a name that people can read";

    public IReadOnlyList<string> Examples { get; } = ["office"];

    public FormatCheck Check(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return FormatCheck.Unusual($"{Quoted.Of(text)} is blank; write a name that people can read.");
        }

        if (Characters.FirstInvisible(text) is >= 0 and var index)
        {
            return FormatCheck.Unusual($"{Quoted.Of(text)} contains the invisible character {Characters.NameAt(text, index)}; remove it.");
        }

        return text.Trim() is var trimmed && trimmed.Length < text.Length
            ? FormatCheck.Unusual($"{Quoted.Of(text)} has blanks around it; write {Quoted.Of(trimmed)}.")
            : FormatCheck.Valid;
    }

    public string Canonical(string text) => text;
}

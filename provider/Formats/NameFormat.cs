using ZeroTrust.Provider.Kernel;
using ZeroTrust.Texts;

namespace ZeroTrust.Provider.Formats;

/// <summary>Name that people give an object. Every text is one, but some look like others.</summary>
internal sealed class NameFormat : IStringFormat
{
    public ProblemKind Doubt => Problems.DoubtfulName;

    public string Rule => "a name that people can read";

    public IReadOnlyList<string> Examples { get; } = ["office"];

    public FormatCheck Check(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return FormatCheck.Odd($"{Quoted.Of(text)} is blank; write a name that people can read.");
        }

        if (Characters.FirstInvisible(text) is >= 0 and var index)
        {
            return FormatCheck.Odd($"{Quoted.Of(text)} contains the invisible character {Characters.Name(text[index])}; remove it.");
        }

        return text.Trim() is var trimmed && trimmed.Length < text.Length
            ? FormatCheck.Odd($"{Quoted.Of(text)} has blanks around it; write {Quoted.Of(trimmed)}.")
            : FormatCheck.Fine;
    }

    public string Canonical(string text) => text;
}

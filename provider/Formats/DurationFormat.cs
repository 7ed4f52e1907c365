using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>Go duration; equal spans are equal.</summary>
internal sealed class DurationFormat : IStringFormat
{
    public string Rule => "a duration such as '30s' or '1m30s'";

    public IReadOnlyList<string> Examples { get; } = ["0s", "1s", "24h"];

    public FormatCheck Check(string text)
    {
        if (GoDuration.TryParse(text, out _))
        {
            return FormatCheck.Valid;
        }

        var shown = Quoted.Of(text);
        if (Digits.AreDecimal(text) && text.Length < 10)
        {
            return FormatCheck.Invalid($"{shown} has no unit; write '{text}s' for seconds.");
        }

        var bare = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        if (GoDuration.TryParse(bare, out _))
        {
            return FormatCheck.Invalid($"{shown} has spaces in it; write '{bare}'.");
        }

        return FormatCheck.Invalid(
            text is [>= '0' and <= '9', ..] && GoDuration.UnknownUnit(bare) is { } unit
                ? $"{shown} has the unit {Quoted.Of(unit)}; the units are h, m, s, ms, us and ns, as in '1m30s'."
                : $"{shown} is not a duration; write one such as '30s' or '1m30s'."
        );
    }

    public string Canonical(string text) => GoDuration.TryParse(text, out var duration) ? duration.ToString() : text;
}

using System.Globalization;
using System.Text;

namespace ZeroTrust.Syntax;

/// <summary>Quotes user input in messages: on one line, control characters escaped, at most 100 characters.</summary>
internal static class Quoted
{
    private const int MaxLength = 100;

    public static string Of(ReadOnlySpan<char> text)
    {
        var shown = new StringBuilder("'");
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            length += rune.Utf16SequenceLength;
            if (length > MaxLength)
            {
                shown.Append('…');
                break;
            }

            if (Rune.IsControl(rune))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                shown.Append(rune);
            }
        }

        return shown.Append('\'').ToString();
    }
}

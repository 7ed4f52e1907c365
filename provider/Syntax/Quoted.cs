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
        foreach (var c in text[..Excerpt.End(text, MaxLength)])
        {
            if (char.IsControl(c))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                shown.Append(c);
            }
        }

        return shown.Append(text.Length > MaxLength ? "…'" : "'").ToString();
    }
}

using System.Globalization;
using System.Text;

namespace ZeroTrust.Texts;

/// <summary>The user's text as messages show it: in quotes, on one line, not endless.</summary>
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

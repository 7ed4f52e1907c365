using System.Globalization;
using System.Text;

namespace ZeroTrust.Syntax;

/// <summary>Counts characters and finds invisible ones.</summary>
internal static class Characters
{
    private const char NonJoiner = '\u200C';
    private const char Joiner = '\u200D';
    private const int HangulFiller = 0x3164;
    private const int HalfwidthHangulFiller = 0xFFA0;
    private const int BlankBraille = 0x2800;
    private const int BlackFlag = 0x1F3F4;

    /// <summary>Number of code points, so that a surrogate pair, such as an emoji, counts as one.</summary>
    public static int Count(string text)
    {
        var count = text.Length;
        for (var index = 1; index < text.Length; index++)
        {
            if (char.IsSurrogatePair(text[index - 1], text[index]))
            {
                count--;
            }
        }

        return count;
    }

    /// <summary>Index of the first invisible character, or -1.</summary>
    public static int FirstInvisible(string text)
    {
        var index = 0;
        var isFlag = false;
        foreach (var rune in text.EnumerateRunes())
        {
            isFlag = rune.Value == BlackFlag || (isFlag && IsTag(rune));
            if (IsInvisible(rune) && !isFlag && !Joins(text, index))
            {
                return index;
            }

            index += rune.Utf16SequenceLength;
        }

        return -1;
    }

    /// <summary>
    /// Whether a character is invisible: a zero-width space, a direction mark, a byte order mark, or a blank that is no space.
    /// </summary>
    public static bool IsInvisible(char c) => Rune.TryCreate(c, out var rune) && IsInvisible(rune);

    /// <summary>A character's code point, such as <c>U+200B</c>.</summary>
    public static string Name(char c) => Name(new Rune(c));

    /// <summary>The code point of the character at an index, such as <c>U+200B</c>.</summary>
    public static string NameAt(string text, int index) => Name(Rune.GetRuneAt(text, index));

    private static string Name(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is HangulFiller or HalfwidthHangulFiller or BlankBraille;

    // Tags spell the region of an emoji flag.
    private static bool IsTag(Rune rune) => rune.Value is > 0xE0000 and <= 0xE007F;

    // Joiners and non-joiners are legitimate in emoji sequences and in some scripts.
    private static bool Joins(string text, int index) =>
        text[index] is Joiner or NonJoiner
        && index > 0
        && index + 1 < text.Length
        && !char.IsAscii(text[index - 1])
        && !char.IsAscii(text[index + 1]);
}

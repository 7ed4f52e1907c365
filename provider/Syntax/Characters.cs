using System.Globalization;

namespace ZeroTrust.Syntax;

/// <summary>Counts characters and finds invisible ones.</summary>
internal static class Characters
{
    private const char NonJoiner = '\u200C';
    private const char Joiner = '\u200D';

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
        for (var index = 0; index < text.Length; index++)
        {
            if (IsInvisible(text[index]) && !Joins(text, index))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Whether a character is invisible: a zero-width space, a direction mark or a byte order mark.</summary>
    public static bool IsInvisible(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    /// <summary>A character's code point, such as <c>U+200B</c>.</summary>
    public static string Name(char c) => string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}");

    // Joiners and non-joiners are legitimate in emoji sequences and in some scripts.
    private static bool Joins(string text, int index) =>
        text[index] is Joiner or NonJoiner
        && index > 0
        && index + 1 < text.Length
        && !char.IsAscii(text[index - 1])
        && !char.IsAscii(text[index + 1]);
}

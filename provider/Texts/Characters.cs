using System.Globalization;

namespace ZeroTrust.Texts;

/// <summary>Characters as people count and see them.</summary>
internal static class Characters
{
    private const char NonJoiner = '\u200C';
    private const char Joiner = '\u200D';

    /// <summary>How many there are. One beyond the basic plane, such as an emoji, counts as one.</summary>
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

    /// <summary>Index of the first one that nobody sees; -1 when there is none.</summary>
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

    /// <summary>Whether it takes no room: a zero-width space, a mark of direction, a byte order mark.</summary>
    public static bool IsInvisible(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    /// <summary>A character by its code: <c>U+200B</c>.</summary>
    public static string Name(char c) => string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}");

    // Emoji are made of several with joiners between them, and some scripts are written with both.
    private static bool Joins(string text, int index) =>
        text[index] is Joiner or NonJoiner
        && index > 0
        && index + 1 < text.Length
        && !char.IsAscii(text[index - 1])
        && !char.IsAscii(text[index + 1]);
}

namespace ZeroTrust.Texts;

/// <summary>The beginning of a text that may be long.</summary>
internal static class Excerpt
{
    /// <summary>The text, or as much of it as fits and an ellipsis. Characters beyond the basic plane, such as emoji, stay whole.</summary>
    public static string Of(string text, int longest) => text.Length <= longest ? text : $"{text[..End(text, longest)]}…";

    /// <summary>Where to cut.</summary>
    public static int End(ReadOnlySpan<char> text, int longest) =>
        text.Length <= longest ? text.Length
        : char.IsHighSurrogate(text[longest - 1]) ? longest - 1
        : longest;
}

namespace ZeroTrust.Syntax;

/// <summary>Shortens strings.</summary>
internal static class Excerpt
{
    /// <summary>The string, cut and ended with an ellipsis when it is longer. Surrogate pairs, such as emoji, are not split.</summary>
    public static string Of(string text, int longest) => text.Length <= longest ? text : $"{text[..End(text, longest)]}…";

    /// <summary>Length of the excerpt without its ellipsis.</summary>
    public static int End(ReadOnlySpan<char> text, int longest) =>
        text.Length <= longest ? text.Length
        : char.IsHighSurrogate(text[longest - 1]) ? longest - 1
        : longest;
}

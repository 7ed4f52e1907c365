namespace ZeroTrust.Provider.Model.Formats;

/// <summary>What a format says about a text.</summary>
/// <param name="Error">Sentence: what is wrong and what to write instead; null when the text is well formed.</param>
/// <param name="Warning">Sentence: what is odd about a text that is accepted.</param>
internal readonly record struct TextCheck(string? Error, string? Warning)
{
    public static TextCheck Fine => default;

    public static TextCheck Wrong(string error) => new(error, null);

    public static TextCheck Odd(string warning) => new(null, warning);
}

namespace ZeroTrust.Provider.Kernel;

/// <summary>What a format says about a string.</summary>
/// <param name="Error">Sentence: what is wrong and what to write instead; null when the string is well formed.</param>
/// <param name="Warning">Sentence: what is unusual about a string that is accepted.</param>
internal readonly record struct FormatCheck(string? Error, string? Warning)
{
    public static FormatCheck Valid => default;

    public static FormatCheck Invalid(string error) => new(error, null);

    public static FormatCheck Unusual(string warning) => new(null, warning);
}

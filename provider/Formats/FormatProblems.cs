using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Formats;

/// <summary>What can be unusual about a well-formed string, where a format has a kind of its own for it.</summary>
internal static class FormatProblems
{
    private static readonly ProblemList Kinds = new();

    public static readonly ProblemKind UnusualMatch = Kinds.New(
        "ZT116",
        "A match expression may not mean what it seems to.",
        "Write it as the message says, unless it is intentional.",
        Severity.Warning
    );
    public static readonly ProblemKind UnusualName = Kinds.New(
        "ZT164",
        "A name is blank, has blanks around it, or contains invisible characters.",
        "Write it as the message says, unless it is intentional.",
        Severity.Warning
    );

    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<ProblemKind> All => Kinds.All;
}

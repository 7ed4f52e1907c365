namespace ZeroTrust.Provider.Kernel;

/// <summary>What can be wrong with inputs of any resource.</summary>
internal static class InputProblems
{
    private static readonly ProblemList Kinds = new();

    public static readonly ProblemKind Missing = Kinds.New("ZT101", "A required property is missing.", "Set it.");
    public static readonly ProblemKind WrongType = Kinds.New(
        "ZT102",
        "A value has the wrong type.",
        "Give a value of the type named in the message."
    );
    public static readonly ProblemKind UnknownProperty = Kinds.New(
        "ZT103",
        "A property does not exist.",
        "Remove it, or use the name that the message suggests."
    );
    public static readonly ProblemKind NotAllowed = Kinds.New(
        "ZT104",
        "A value is not one of those allowed.",
        "Use one of the values that the message lists."
    );
    public static readonly ProblemKind OutOfRange = Kinds.New(
        "ZT105",
        "A number is too small or too large.",
        "Use a number within the bounds."
    );
    public static readonly ProblemKind WrongLength = Kinds.New("ZT106", "A string is too short or too long.", "Shorten or lengthen it.");
    public static readonly ProblemKind WrongCount = Kinds.New("ZT107", "A list has too few or too many entries.", "Add or remove entries.");
    public static readonly ProblemKind BadSyntax = Kinds.New("ZT108", "A string has the wrong syntax.", "Write it as the message says.");
    public static readonly ProblemKind UnusualSpelling = Kinds.New(
        "ZT109",
        "A string will be stored in another notation.",
        "Use the notation in the message; the provider treats both as equal.",
        Severity.Warning
    );
    public static readonly ProblemKind Duplicate = Kinds.New("ZT110", "Two entries of a list name the same thing.", "Keep one of them.");
    public static readonly ProblemKind SecretInId = Kinds.New(
        "ZT117",
        "A secret is part of a resource's id, which is shown and stored in plain text.",
        "Make the value public, or declare it in a resource whose id does not contain it.",
        Severity.Warning
    );

    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<ProblemKind> All => Kinds.All;
}

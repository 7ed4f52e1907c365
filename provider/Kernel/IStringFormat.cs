namespace ZeroTrust.Provider.Kernel;

/// <summary>The syntax of a kind of string, and which notations are equal. Not called for absent and empty strings.</summary>
internal interface IStringFormat
{
    /// <summary>Whether such a string names an object: it is never empty, so an empty one counts as not set.</summary>
    bool IsId => false;

    /// <summary>The kind of problem that <see cref="FormatCheck.Warning"/> is.</summary>
    ProblemKind WarningKind => InputProblems.UnusualSpelling;

    /// <summary>Describes such a string, to complete "is not …".</summary>
    string Rule { get; }

    /// <summary>Whether no message of this format shows any part of the string.</summary>
    bool HidesValue => false;

    /// <summary>Well-formed strings that differ in what rules may ask about. They stand in for unknown values.</summary>
    IReadOnlyList<string> Examples { get; }

    /// <summary>Whether the string is well formed.</summary>
    FormatCheck Check(string text);

    /// <summary>
    /// What is sent and compared: one notation for all equal ones. A malformed string is returned unchanged.
    /// </summary>
    string Canonical(string text);
}

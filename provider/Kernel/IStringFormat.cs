namespace ZeroTrust.Provider.Kernel;

/// <summary>The syntax of one kind of text and the spellings that are equal within it. Absent and empty texts never get here.</summary>
internal interface IStringFormat
{
    /// <summary>Whether such a string names an object: it is never empty, so an empty one counts as not set.</summary>
    bool IsId => false;

    /// <summary>The kind of problem that <see cref="FormatCheck.Warning"/> is.</summary>
    ProblemKind Doubt => InputProblems.UnusualSpelling;

    /// <summary>What such a text is, to complete "is not …".</summary>
    string Rule { get; }

    /// <summary>Whether no message of this format shows anything of the text.</summary>
    bool IsDiscreet => false;

    /// <summary>Well-formed strings that differ in what rules may ask about. They stand in for unknown values.</summary>
    IReadOnlyList<string> Examples { get; }

    /// <summary>Whether the text is well formed.</summary>
    FormatCheck Check(string text);

    /// <summary>
    /// What is sent and compared: one spelling of all that mean the same. A text that is not well formed comes back unchanged.
    /// </summary>
    string Canonical(string text);
}

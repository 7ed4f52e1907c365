namespace ZeroTrust.Provider.Kernel.Formats;

/// <summary>The syntax of one kind of text and the spellings that are equal within it. Absent and empty texts never get here.</summary>
internal interface IStringFormat
{
    /// <summary>Whether the text is well formed.</summary>
    FormatCheck Check(string text);

    /// <summary>What is sent and compared: one spelling of all that mean the same. A text that is not well formed comes back unchanged.</summary>
    string Canonical(string text);
}

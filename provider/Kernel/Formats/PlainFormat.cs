namespace ZeroTrust.Provider.Kernel.Formats;

/// <summary>Any text, compared as it stands.</summary>
internal sealed class PlainFormat : IStringFormat
{
    public FormatCheck Check(string text) => FormatCheck.Fine;

    public string Canonical(string text) => text;
}

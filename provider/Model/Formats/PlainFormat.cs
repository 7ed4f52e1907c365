namespace ZeroTrust.Provider.Model.Formats;

/// <summary>Any text, compared as it stands.</summary>
internal sealed class PlainFormat : ITextFormat
{
    public TextCheck Check(string text) => TextCheck.Fine;

    public string Canonical(string text) => text;
}

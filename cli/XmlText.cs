using System.Text;
using System.Xml;

namespace ZeroTrust.Cli;

/// <summary>Text of people for XML, which has no place for control characters.</summary>
internal static class XmlText
{
    /// <summary>The text, with U+FFFD for what XML cannot hold.</summary>
    public static string Valid(string text)
    {
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            valid.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        }

        return valid.ToString();
    }
}

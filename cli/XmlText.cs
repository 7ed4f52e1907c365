using System.Text;
using System.Xml;

namespace ZeroTrust.Cli;

/// <summary>Strings for XML, which does not allow control characters.</summary>
internal static class XmlText
{
    /// <summary>The string with U+FFFD in place of characters that XML does not allow.</summary>
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

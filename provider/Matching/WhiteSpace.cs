using System.Text;

namespace ZeroTrust.Matching;

/// <summary>White space in expressions, valid or not.</summary>
internal static class WhiteSpace
{
    /// <summary>
    /// Collapses white space outside string literals to single spaces; returns the input unchanged if a literal is not closed.
    /// </summary>
    public static string Collapse(string text)
    {
        var folded = new StringBuilder(text.Length);
        var inString = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (inString)
            {
                folded.Append(c);
                if (c == '\\' && i + 1 < text.Length)
                {
                    folded.Append(text[++i]);
                }
                else if (c == '"')
                {
                    inString = false;
                }
            }
            else if (!char.IsWhiteSpace(c))
            {
                folded.Append(c);
                inString = c == '"';
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        if (inString)
        {
            return text;
        }

        var length = folded.Length > 0 && folded[^1] == ' ' ? folded.Length - 1 : folded.Length;
        return folded.ToString(0, length) is var line && line == text ? text : line;
    }
}

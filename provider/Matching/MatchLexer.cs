using System.Buffers;
using System.Text;
using ZeroTrust.Syntax;

namespace ZeroTrust.Matching;

/// <summary>
/// Splits a match expression into tokens. Obvious mistakes, such as the wrong kind of quotes, are reported and read as they were meant.
/// </summary>
internal sealed class MatchLexer(string text, List<MatchProblem> problems)
{
    // Longest first. Includes operators that Cloudflare does not have, so that messages can name them.
    private static readonly string[] Operators = ["===", "==", "!=", "=~", "&&", "||", "<=", ">=", "<>", "=", "!", "<", ">", "~", "&", "|"];

    // Characters that end a word.
    private static readonly SearchValues<char> Delimiters = SearchValues.Create("(){}[],\"'`“”‘’=!<>~&|");

    private int _position;
    private bool _hasOddSpace;

    public List<MatchToken> Read()
    {
        var tokens = new List<MatchToken>();
        while (true)
        {
            SkipWhiteSpace();

            if (_position == text.Length)
            {
                tokens.Add(new(MatchTokenKind.End, text.Length, 0, ""));
                return tokens;
            }

            // A regular expression keeps its backslashes.
            tokens.Add(ReadToken(isPattern: tokens is [.., { Kind: MatchTokenKind.Word, Text: "matches" }]));
        }
    }

    // Cloudflare's language allows spaces and line breaks.
    private void SkipWhiteSpace()
    {
        while (_position < text.Length && (char.IsWhiteSpace(text[_position]) || Characters.IsInvisible(text[_position])))
        {
            var c = text[_position++];
            if (Characters.IsInvisible(c))
            {
                Report(_position - 1, $"The invisible character {Characters.Name(c)} is not allowed here; remove it.");
            }
            else if (c is not (' ' or '\r' or '\n'))
            {
                Doubt(c);
            }
        }
    }

    // Report only once, since lines that are indented with tabs have many.
    private void Doubt(char c)
    {
        if (!_hasOddSpace)
        {
            _hasOddSpace = true;
            var name = c == '\t' ? "A tab" : Characters.Name(c);
            problems.Add(
                new(MatchSeverity.Warning, _position - 1, 1, $"{name} is white space that Cloudflare may refuse; write a space instead.")
            );
        }
    }

    private MatchToken ReadToken(bool isPattern)
    {
        if (ClosingQuote() is { } closing)
        {
            return ReadString(closing, isPattern);
        }

        var c = text[_position];
        return c switch
        {
            '(' => Take(MatchTokenKind.LeftParenthesis, 1),
            ')' => Take(MatchTokenKind.RightParenthesis, 1),
            '{' => Take(MatchTokenKind.LeftBrace, 1),
            '}' => Take(MatchTokenKind.RightBrace, 1),
            ',' => Take(MatchTokenKind.Comma, 1),
            '[' => Take(MatchTokenKind.Index, text.IndexOf(']', _position) is >= 0 and var end ? end + 1 - _position : 1),
            _ when Array.Find(Operators, StartsHere) is { } found => Take(MatchTokenKind.Operator, found.Length),
            _ => Take(MatchTokenKind.Word, LengthOfWord()),
        };
    }

    private bool StartsHere(string symbol) => text.AsSpan(_position).StartsWith(symbol);

    // A backslash before a quote is one level of escaping too many, as when copied out of a C# string literal.
    private string? ClosingQuote() =>
        text.AsSpan(_position) switch
        {
            ['"', ..] => "\"",
            ['\\', '"', ..] => "\\\"",
            ['\'', ..] => "'",
            ['`', ..] => "`",
            ['“' or '”', ..] => "”",
            ['‘' or '’', ..] => "’",
            _ => null,
        };

    private MatchToken ReadString(string closing, bool isPattern)
    {
        var start = _position;
        var value = new StringBuilder();
        _position += closing.Length;
        while (_position < text.Length && text[_position] is not ('\n' or '\r'))
        {
            if (text.AsSpan(_position).StartsWith(closing))
            {
                _position += closing.Length;
                if (closing != "\"")
                {
                    Report(start, $"Values must be in double quotes; write {MatchPrinter.Quote(value.ToString())}.");
                }

                return new(MatchTokenKind.String, start, _position - start, value.ToString());
            }

            if (text[_position] == '\\' && _position + 1 < text.Length)
            {
                ReadEscape(value, isPattern);
            }
            else
            {
                value.Append(text[_position++]);
            }
        }

        problems.Add(
            new(MatchSeverity.Error, start, _position - start, "The value is not closed on its line; end it with a double quote.")
        );
        return new(MatchTokenKind.String, start, _position - start, value.ToString());
    }

    private void ReadEscape(StringBuilder value, bool isPattern)
    {
        var escaped = text[_position + 1];
        if (escaped is not ('"' or '\\') && !isPattern)
        {
            problems.Add(
                new(
                    MatchSeverity.Error,
                    _position,
                    2,
                    $"'\\{escaped}' is not an escape sequence; only \\\" and \\\\ are. Write '\\\\' for a backslash."
                )
            );
        }

        if (escaped != '"' && (escaped != '\\' || isPattern))
        {
            value.Append('\\');
        }

        value.Append(escaped);
        _position += 2;
    }

    private MatchToken Take(MatchTokenKind kind, int length)
    {
        var token = new MatchToken(kind, _position, length, text.Substring(_position, length));
        _position += length;
        return token;
    }

    private int LengthOfWord()
    {
        var end = _position + 1;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !Characters.IsInvisible(text[end]) && !Delimiters.Contains(text[end]))
        {
            end++;
        }

        return end - _position;
    }

    private void Report(int start, string message) => problems.Add(new(MatchSeverity.Error, start, _position - start, message));
}

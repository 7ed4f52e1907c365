using ZeroTrust.Simulator.Http;

namespace ZeroTrust.Simulator.Checks;

/// <summary>
/// Validates a profile's <c>match</c>: a wirefilter expression over device fields with <c>==</c>, <c>!=</c>, <c>in</c>,
/// <c>matches</c>, <c>any()</c>, <c>not</c>, <c>and</c>, <c>or</c> and parentheses.
/// </summary>
internal sealed class MatchExpression
{
    private static readonly string[] ScalarFields = ["identity.email", "identity.service_token_uuid", "network", "os.name", "os.version"];

    private static readonly string[] ArrayFields =
    [
        "identity.groups.id",
        "identity.groups.name",
        "identity.groups.email",
        "identity.saml_attributes",
    ];

    private readonly List<Token> _tokens;
    private int _next;

    private MatchExpression(string text) => _tokens = [.. Tokenize(text)];

    private Token Current => _tokens[_next];

    /// <exception cref="ApiException">The expression is invalid; the message has the position and the problem.</exception>
    public static void Check(string text)
    {
        var parser = new MatchExpression(text);
        parser.Expression();
        if (parser.Current.Kind != TokenKind.End)
        {
            throw Expected("'and', 'or' or the end", parser.Current);
        }
    }

    // The precedence of "and" over "or" does not affect validity.
    private void Expression()
    {
        Term();
        while (TakeIf("and") || TakeIf("or") || TakeIf("&&") || TakeIf("||"))
        {
            Term();
        }
    }

    private void Term()
    {
        if (TakeIf("not") || TakeIf("!"))
        {
            Term();
        }
        else if (TakeIf("("))
        {
            Expression();
            Take(")");
        }
        else if (TakeIf("any"))
        {
            Take("(");
            Name(ArrayFields);
            Take("[*]");
            Comparison();
            Take(")");
        }
        else
        {
            // Cloudflare's own selector tables use arrays without any().
            Name([.. ScalarFields, .. ArrayFields]);
            Comparison();
        }
    }

    private void Comparison()
    {
        if (TakeIf("==") || TakeIf("!=") || TakeIf("matches"))
        {
            Text();
        }
        else if (TakeIf("in"))
        {
            Take("{");
            do
            {
                Text();
            } while (Current.Kind == TokenKind.Text);
            Take("}");
        }
        else
        {
            throw Expected("'==', '!=', 'in' or 'matches'", Current);
        }
    }

    private void Name(string[] known)
    {
        if (Current.Kind != TokenKind.Word)
        {
            throw Expected("a field", Current);
        }

        if (!known.Contains(Current.Value))
        {
            throw Refused($"unknown field '{Current.Value}'", Current.Position);
        }

        _next++;
    }

    private void Text()
    {
        if (Current.Kind != TokenKind.Text)
        {
            throw Expected("a double quoted string", Current);
        }

        _next++;
    }

    private void Take(string value)
    {
        if (!TakeIf(value))
        {
            throw Expected($"'{value}'", Current);
        }
    }

    private bool TakeIf(string value)
    {
        if (Current.Kind is TokenKind.Text or TokenKind.End || Current.Value != value)
        {
            return false;
        }

        _next++;
        return true;
    }

    private static IEnumerable<Token> Tokenize(string text)
    {
        var position = 0;
        while (position < text.Length)
        {
            var start = position;
            if (char.IsWhiteSpace(text[start]))
            {
                position++;
            }
            else if (text[start] == '"')
            {
                position = EndOfText(text, start);
                yield return new(TokenKind.Text, text[start..position], start);
            }
            else if (char.IsAsciiLetter(text[start]))
            {
                while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '.' or '_'))
                {
                    position++;
                }

                yield return new(TokenKind.Word, text[start..position], start);
            }
            else
            {
                position += Symbol(text, start).Length;
                yield return new(TokenKind.Symbol, text[start..position], start);
            }
        }

        yield return new(TokenKind.End, "the end", text.Length);
    }

    private static int EndOfText(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i + 1;
            }
        }

        throw Refused("unterminated string", start);
    }

    private static string Symbol(string text, int start) =>
        Array.Find(["==", "!=", "&&", "||", "[*]", "(", ")", "{", "}", "!"], s => string.CompareOrdinal(text, start, s, 0, s.Length) == 0)
        ?? throw Refused($"unexpected '{text[start]}'", start);

    private static ApiException Expected(string what, Token found) =>
        Refused($"expected {what}, found {(found.Kind == TokenKind.End ? "the end" : $"'{found.Value}'")}", found.Position);

    private static ApiException Refused(string problem, int position) =>
        ApiErrors.Invalid("/match", $"invalid expression at character {position + 1}: {problem}");

    private enum TokenKind
    {
        Word,
        Text,
        Symbol,
        End,
    }

    private readonly record struct Token(TokenKind Kind, string Value, int Position);
}

namespace ZeroTrust.Matching;

/// <summary>The parser's position in the tokens, and the problems it reports.</summary>
internal sealed class MatchCursor(IReadOnlyList<MatchToken> tokens, List<MatchProblem> problems)
{
    private int _position;
    private bool _gaveUp;

    public MatchToken Current => tokens[_position];

    public MatchToken Next => tokens[Math.Min(_position + 1, tokens.Count - 1)];

    /// <summary>The token before the current one; null at the start.</summary>
    public MatchToken? Previous => _position == 0 ? null : tokens[_position - 1];

    /// <summary>Whether a group or the whole expression ends here.</summary>
    public bool AtEnd => Current.Kind is MatchTokenKind.End or MatchTokenKind.RightParenthesis;

    /// <summary>Whether a condition can end here.</summary>
    public bool AtEndOfCondition => AtEnd || IsKeyword("and", "&&") || IsKeyword("or", "||");

    public MatchToken Take()
    {
        var token = Current;
        _position = Math.Min(_position + 1, tokens.Count - 1);
        return token;
    }

    public MatchToken? TakeIf(MatchTokenKind kind) => Current.Kind == kind ? Take() : null;

    /// <summary>Takes the keyword in upper or lower case, or its symbol; reports spellings that Cloudflare does not accept.</summary>
    public bool TakeKeyword(string keyword, string? symbol = null)
    {
        if (!IsKeyword(keyword, symbol))
        {
            return false;
        }

        var token = Take();
        if (token.Kind == MatchTokenKind.Word && token.Text != keyword)
        {
            Error(token, $"Keywords must be lower case; write '{keyword}'.");
        }
        else if (token.Kind == MatchTokenKind.Operator && token.Text != symbol)
        {
            Error(token, $"'{token.Text}' is not an operator; write '{keyword}'.");
        }

        return true;
    }

    /// <summary>Skips to the end of a condition that could not be parsed.</summary>
    public void SkipCondition()
    {
        var depth = 0;
        while (Current.Kind != MatchTokenKind.End && (depth > 0 || !AtEndOfCondition))
        {
            depth += Take().Kind switch
            {
                MatchTokenKind.LeftParenthesis => 1,
                MatchTokenKind.RightParenthesis => -1,
                _ => 0,
            };
        }
    }

    public void Error(MatchToken token, string message) => Report(MatchSeverity.Error, token, message);

    public void Warn(MatchToken token, string message) => Report(MatchSeverity.Warning, token, message);

    public void Note(MatchToken token, string message) => Report(MatchSeverity.Note, token, message);

    /// <summary>Reports the problem and stops parsing.</summary>
    public void GiveUp(MatchToken token, string message)
    {
        Error(token, message);
        _gaveUp = true;
        _position = tokens.Count - 1;
    }

    private bool IsKeyword(string keyword, string? symbol) =>
        Current.Kind switch
        {
            MatchTokenKind.Word => Current.Text.Equals(keyword, StringComparison.OrdinalIgnoreCase),
            MatchTokenKind.Operator => symbol is not null && (Current.Text == symbol || Current.Text == symbol[..1]),
            _ => false,
        };

    private void Report(MatchSeverity severity, MatchToken token, string message)
    {
        if (!_gaveUp)
        {
            problems.Add(new(severity, token.Start, token.Length, message));
        }
    }
}

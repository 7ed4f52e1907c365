namespace ZeroTrust.Matching;

/// <summary>How serious a problem is.</summary>
internal enum MatchSeverity
{
    /// <summary>Valid, but easily misread.</summary>
    Note,

    /// <summary>Cloudflare accepts or may accept it.</summary>
    Warning,

    /// <summary>Cloudflare refuses it.</summary>
    Error,
}

/// <summary>A problem in a match expression, and its position.</summary>
/// <param name="Start">Index of the first character.</param>
/// <param name="Length">Number of characters; 0 where something is missing.</param>
/// <param name="Message">What is wrong and what to write instead, in sentences.</param>
internal sealed record MatchProblem(MatchSeverity Severity, int Start, int Length, string Message)
{
    // Expressions can be long, so only the characters around the problem are shown.
    private const int Before = 60;
    private const int After = 80;

    /// <summary>The line with the problem, and a marker under it.</summary>
    public string Render(string text)
    {
        var start = Math.Min(Start, text.Length);
        var lineStart = text[..start].LastIndexOf('\n') + 1;
        var lineEnd = text.IndexOf('\n', start) is >= 0 and var end ? end : text.Length;
        var line = text[lineStart..lineEnd].TrimEnd('\r');
        var column = Math.Min(start - lineStart, line.Length);

        var from = Math.Max(0, column - Before);
        var to = Math.Min(line.Length, column + After);
        var (head, tail) = (from > 0 ? "…" : "", to < line.Length ? "…" : "");
        var indent = new string(' ', head.Length) + string.Concat(line[from..column].Select(c => c == '\t' ? c : ' '));
        var marks = Math.Clamp(Length, 1, Math.Max(1, to - column));
        return $"  {head}{line[from..to]}{tail}\n  {indent}^{new string('~', marks - 1)}";
    }
}

/// <summary>Result of parsing a match expression.</summary>
/// <param name="Expression">The expression; null when there are errors.</param>
/// <param name="Problems">Problems in the order of their position.</param>
internal sealed record MatchResult(MatchExpression? Expression, IReadOnlyList<MatchProblem> Problems);

namespace ZeroTrust.Matching;

/// <summary>How sure it is that a problem is one.</summary>
internal enum MatchSeverity
{
    /// <summary>It means what it says, but readers may take it for something else.</summary>
    Note,

    /// <summary>Cloudflare accepts it, or may accept it.</summary>
    Warning,

    /// <summary>Cloudflare refuses it.</summary>
    Error,
}

/// <summary>Something wrong with a match expression, and where.</summary>
/// <param name="Start">Index of the first character.</param>
/// <param name="Length">Number of characters; 0 where something is missing.</param>
/// <param name="Message">Sentences: what is wrong and what to write.</param>
internal sealed record MatchProblem(MatchSeverity Severity, int Start, int Length, string Message)
{
    // A match can be long: only what is near the problem is shown.
    private const int Before = 60;
    private const int After = 80;

    /// <summary>The line of the text that has the problem, and carets under the place.</summary>
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

/// <summary>What parsing a match expression gave.</summary>
/// <param name="Expression">The expression, unless there are errors.</param>
/// <param name="Problems">Errors and warnings in the order of the text.</param>
internal sealed record MatchResult(MatchExpression? Expression, IReadOnlyList<MatchProblem> Problems);

using System.Globalization;
using ZeroTrust.Syntax;

namespace ZeroTrust.Matching;

/// <summary>Parses and checks a profile's match expression: the part of Cloudflare's rule language that device profiles support.</summary>
internal static class MatchParser
{
    /// <summary>Longest expression that Cloudflare accepts.</summary>
    public const int MaxLength = 10_000;

    // The API reference documents this limit, the page of account limits the one above.
    private const int DoubtfulLength = 500;

    public static MatchResult Parse(string text)
    {
        var problems = new List<MatchProblem>();
        var length = Characters.Count(WhiteSpace.Collapse(text));
        if (length > MaxLength)
        {
            return new(
                null,
                [
                    Whole(
                        MatchSeverity.Error,
                        $"The expression has {length} characters; at most {MaxLength} are allowed. Test a group instead of its members."
                    ),
                ]
            );
        }

        if (length > DoubtfulLength)
        {
            problems.Add(
                Whole(
                    MatchSeverity.Warning,
                    $"The expression has {length} characters; Cloudflare documents both {DoubtfulLength} and {MaxLength} as the limit."
                )
            );
        }

        var tokens = new MatchLexer(text, problems).Read();
        var expression = new ConditionReader(new(tokens, problems)).ReadAll();
        var inOrder = problems.OrderBy(problem => problem.Start).ToArray();
        return new(Array.Exists(inOrder, problem => problem.Severity == MatchSeverity.Error) ? null : expression, inOrder);
    }

    private static MatchProblem Whole(MatchSeverity severity, FormattableString message) =>
        new(severity, 0, 0, message.ToString(CultureInfo.InvariantCulture));
}

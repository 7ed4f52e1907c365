using ZeroTrust.Matching;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Formats;

/// <summary>Profile match expression. White space between its words carries no meaning; it is sent as one line.</summary>
internal sealed class MatchFormat : IStringFormat
{
    // One slip can cause many; nobody reads more than these.
    private const int MaxShown = 10;

    public ProblemKind WarningKind => FormatProblems.UnusualMatch;

    public string Rule => "a match expression such as os.name == \"windows\"";

    public IReadOnlyList<string> Examples { get; } = ["os.name == \"windows\"", "identity.email == \"a@example.com\""];

    public FormatCheck Check(string text)
    {
        var problems = MatchParser.Parse(text).Problems;
        return new(Sentences(text, problems, MatchSeverity.Error), Sentences(text, problems, MatchSeverity.Warning));
    }

    public string Canonical(string text) => WhiteSpace.Collapse(text);

    private static string? Sentences(string text, IReadOnlyList<MatchProblem> problems, MatchSeverity severity)
    {
        var sentences = problems
            .Where(problem => problem.Severity == severity)
            .Take(MaxShown)
            .Select(problem => $"{problem.Message}\n{problem.Render(text)}");
        return string.Join('\n', sentences) is { Length: > 0 } all ? all : null;
    }
}

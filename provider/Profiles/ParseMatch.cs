using System.Text.Json.Serialization;
using ZeroTrust.Matching;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>What is wrong with a profile's <c>match</c> expression, and its canonical spelling. Makes no request.</summary>
internal sealed record ParseMatchArgs
{
    /// <summary>The expression.</summary>
    public required string Expression { get; init; }
}

/// <summary>What was found.</summary>
internal sealed record ParseMatchResult
{
    /// <summary>Whether it can be used.</summary>
    public required bool Valid { get; init; }

    /// <summary>The expression in canonical spelling; unset when it is not valid.</summary>
    public string? Canonical { get; init; }

    /// <summary>Errors and warnings, in the order of the expression.</summary>
    public required IReadOnlyList<MatchFinding> Problems { get; init; }
}

/// <summary>Something wrong with an expression.</summary>
internal sealed record MatchFinding
{
    /// <summary>Whether the expression cannot be used because of it; otherwise it is a warning.</summary>
    public required bool IsError { get; init; }

    /// <summary>Index of the first character that it is about.</summary>
    public required int Start { get; init; }

    /// <summary>Number of characters that it is about; 0 where something is missing.</summary>
    public required int Length { get; init; }

    /// <summary>What is wrong, and what to write.</summary>
    public required string Message { get; init; }
}

internal sealed class ParseMatch : IFunction<ParseMatchArgs, ParseMatchResult>
{
    public Task<ParseMatchResult> InvokeAsync(ParseMatchArgs args, Operation operation, CancellationToken ct)
    {
        var parsed = MatchParser.Parse(args.Expression);
        return Task.FromResult(
            new ParseMatchResult
            {
                Valid = parsed.Expression is not null,
                Canonical = parsed.Expression?.ToString(),
                Problems = [.. parsed.Problems.Select(Finding)],
            }
        );
    }

    private static MatchFinding Finding(MatchProblem problem) =>
        new()
        {
            IsError = problem.Severity == MatchSeverity.Error,
            Start = problem.Start,
            Length = problem.Length,
            Message = problem.Message,
        };
}

[JsonSerializable(typeof(ParseMatchArgs)), JsonSerializable(typeof(ParseMatchResult))]
internal sealed partial class ParseMatchJson : JsonSerializerContext;

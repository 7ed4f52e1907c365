using Pulumirpc;
using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Rpc;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider;

/// <summary>The one place where exceptions become answers to the engine.</summary>
internal static class ErrorAnswers
{
    public static RpcException Answer(Exception exception) => exception switch
    {
        RpcException rpc => rpc,
        CloudflareException failure => new(Code(failure), failure.Message),
        FormatException wrong => new(RpcStatusCode.InvalidArgument, wrong.Message),
        RefusedException refused => new(RpcStatusCode.FailedPrecondition, refused.Message),
        OperationCanceledException => new(RpcStatusCode.Cancelled, "The operation was cancelled before Cloudflare was asked to change anything more."),

        // Only the type of a surprise is told: its text could quote a secret.
        _ => new(RpcStatusCode.Unknown, $"The provider failed unexpectedly ({exception.GetType().Name}); please report this. {Trace(exception)}"),
    };

    /// <summary>The object exists: the engine keeps it, and the next update finishes the work.</summary>
    public static RpcException Incomplete(IncompleteException incomplete)
    {
        var cause = Answer(incomplete.InnerException!);
        return new(cause.Code, cause.Message, new ErrorResourceInitFailed
        {
            Id = incomplete.Id,
            Properties = PropertyCodec.Write(incomplete.Outputs),
            Reasons = { cause.Message },
        });
    }

    public static RpcException MissingConfiguration(IEnumerable<(string Key, ProblemKind Problem)> missing)
    {
        var keys = missing.Select(entry => new ConfigureErrorMissingKeys.Types.MissingKey
        {
            Name = $"{Package.Name}:{entry.Key}",
            Description = $"{entry.Problem.Title} {entry.Problem.Remedy} ({entry.Problem.Code})",
        }).ToArray();
        return new(
            RpcStatusCode.InvalidArgument,
            string.Join(" ", keys.Select(key => key.Description)),
            new ConfigureErrorMissingKeys { MissingKeys = { keys } });
    }

    public static RpcException WrongConfiguration(IEnumerable<Problem> problems) => new(
        RpcStatusCode.InvalidArgument,
        string.Join(" ", problems.Select(problem => ProviderConfiguration.VariableOf(problem.Path) is { } variable
            ? $"{Package.Name}:{problem.Path} (or {variable}) {problem.Message} ({problem.Kind.Code})"
            : $"{Package.Name}:{problem.Text}")));

    private static RpcStatusCode Code(CloudflareException failure) => failure.Kind switch
    {
        CloudflareErrorKind.NotFound => RpcStatusCode.NotFound,
        CloudflareErrorKind.Unauthorized => RpcStatusCode.Unauthenticated,
        CloudflareErrorKind.Forbidden => RpcStatusCode.PermissionDenied,
        CloudflareErrorKind.RateLimited => RpcStatusCode.ResourceExhausted,
        CloudflareErrorKind.Refused => RpcStatusCode.FailedPrecondition,
        CloudflareErrorKind.Timeout => RpcStatusCode.DeadlineExceeded,
        CloudflareErrorKind.Unavailable => RpcStatusCode.Unavailable,
        CloudflareErrorKind.UnknownOutcome => RpcStatusCode.Aborted,
        _ => RpcStatusCode.Internal,
    };

    private static string Trace(Exception exception) =>
        exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("ZeroTrust", StringComparison.Ordinal))?.Trim() ?? "";
}

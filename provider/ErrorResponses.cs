using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ErrorResourceInitFailed = Pulumirpc.Encoded.ErrorResourceInitFailed;

namespace ZeroTrust.Provider;

/// <summary>Converts exceptions to gRPC statuses.</summary>
internal static class ErrorResponses
{
    /// <summary>A status with <paramref name="details"/>, such as the state after a partial failure.</summary>
    public static RpcException Refusal(StatusCode code, string message, params IEnumerable<IMessage> details) =>
        new Google.Rpc.Status
        {
            Code = (int)code,
            Message = message,
            Details = { details.Select(detail => Any.Pack(detail)) },
        }.ToRpcException();

    /// <param name="redact">Removes secrets; applied to the complete message.</param>
    public static RpcException Of(Exception exception, Func<string, string> redact)
    {
        var response = Of(exception);
        return exception is RpcException ? response : Refusal(response.StatusCode, redact(response.Status.Detail));
    }

    public static RpcException Of(Exception exception) =>
        exception switch
        {
            RpcException rpc => rpc,
            CloudflareException failure => Refusal(Code(failure), failure.Message),
            FormatException wrong => Refusal(StatusCode.InvalidArgument, wrong.Message),
            RefusedException refused => Refusal(StatusCode.FailedPrecondition, refused.Message),
            OperationCanceledException => Refusal(
                StatusCode.Cancelled,
                "The operation was cancelled before Cloudflare was asked to change anything more."
            ),

            // Report only the exception's type; its message may hold secrets.
            _ => Refusal(
                StatusCode.Unknown,
                $"The provider failed unexpectedly ({exception.GetType().Name}); please report this. {Trace(exception)}"
            ),
        };

    /// <summary>The object was created but is incomplete: the engine records it, and the next update completes it.</summary>
    public static RpcException Incomplete(IncompleteException incomplete, Func<string, string> redact)
    {
        var cause = Of(incomplete.InnerException!, redact);
        return Refusal(
            cause.StatusCode,
            cause.Status.Detail,
            new ErrorResourceInitFailed
            {
                Id = incomplete.Id,
                Properties = PropertyCodec.Encode(incomplete.Outputs),
                Reasons = { cause.Status.Detail },
            }
        );
    }

    /// <summary>What is missing or wrong in the provider's configuration.</summary>
    public static RpcException Configuration(IEnumerable<Problem> problems, string hint) =>
        Refusal(
            StatusCode.InvalidArgument,
            string.Join(" ", [.. problems.Select(problem => $"{Package.Name}:{problem.Text}"), .. hint.Length > 0 ? (string[])[hint] : []])
        );

    /// <summary>Invalid inputs of a component; the engine shows each problem at its property.</summary>
    public static RpcException WrongInputs(IEnumerable<Problem> problems)
    {
        var errors = problems
            .Select(problem => new InputPropertiesError.Types.PropertyError
            {
                PropertyPath = problem.Path,
                Reason = $"{problem.Message} ({problem.Kind.Code})",
            })
            .ToArray();
        return Refusal(
            StatusCode.InvalidArgument,
            string.Join("; ", errors.Select(error => $"{error.PropertyPath}: {error.Reason}")),
            new InputPropertiesError { Errors = { errors } }
        );
    }

    private static StatusCode Code(CloudflareException failure) =>
        failure.Kind switch
        {
            CloudflareErrorKind.NotFound => StatusCode.NotFound,
            CloudflareErrorKind.Unauthorized => StatusCode.Unauthenticated,
            CloudflareErrorKind.Forbidden => StatusCode.PermissionDenied,
            CloudflareErrorKind.RateLimited => StatusCode.ResourceExhausted,
            CloudflareErrorKind.Refused => StatusCode.FailedPrecondition,
            CloudflareErrorKind.Unavailable or CloudflareErrorKind.Timeout => StatusCode.Unavailable,
            CloudflareErrorKind.UnknownOutcome => StatusCode.Aborted,
            _ => StatusCode.Internal,
        };

    private static string Trace(Exception exception) =>
        exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("ZeroTrust", StringComparison.Ordinal))?.Trim() ?? "";
}

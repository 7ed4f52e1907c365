using Grpc.Core;

namespace ZeroTrust.Protocol.Tests.Loopback;

/// <summary>A unary method with test-defined behavior.</summary>
internal sealed class CallbackOf(Func<CallbackInvokeRequest, ServerCallContext, Task<CallbackInvokeResponse>> answer)
    : Callbacks.CallbacksBase
{
    public static CallbackOf Echo { get; } =
        new((request, _) => Task.FromResult(new CallbackInvokeResponse { Response = request.Request }));

    public static CallbackOf Failing(Exception failure) => new((_, _) => Task.FromException<CallbackInvokeResponse>(failure));

    /// <summary>Never responds; signals when it is called and when it is cancelled.</summary>
    public static CallbackOf Hanging(TaskCompletionSource called, TaskCompletionSource cancelled) =>
        new(
            async (_, context) =>
            {
                called.TrySetResult();
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
                }
                finally
                {
                    cancelled.TrySetResult();
                }

                return new CallbackInvokeResponse();
            }
        );

    public override Task<CallbackInvokeResponse> Invoke(CallbackInvokeRequest request, ServerCallContext context) =>
        answer(request, context);
}

/// <summary>A streaming method with test-defined behavior.</summary>
internal sealed class ListOf(Func<IServerStreamWriter<ListResponse>, ServerCallContext, Task> answer)
    : ResourceProvider.ResourceProviderBase
{
    public override Task List(ListRequest request, IServerStreamWriter<ListResponse> responseStream, ServerCallContext context) =>
        answer(responseStream, context);
}

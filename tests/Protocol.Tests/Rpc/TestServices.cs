using Pulumirpc;
using ZeroTrust.Protocol.Rpc;
using ZeroTrust.Protocol.Services;

namespace ZeroTrust.Protocol.Tests.Rpc;

/// <summary>A unary method whose behaviour a test chooses.</summary>
internal sealed class CallbackOf(Func<CallbackInvokeRequest, CallContext, Task<CallbackInvokeResponse>> answer) : CallbacksService
{
    public static CallbackOf Echo { get; } = new((request, _) =>
        Task.FromResult(new CallbackInvokeResponse { Response = request.Request }));

    public static CallbackOf Failing(Exception failure) => new((_, _) => Task.FromException<CallbackInvokeResponse>(failure));

    /// <summary>Never answers; tells when it was called and when it saw its cancellation.</summary>
    public static CallbackOf Hanging(TaskCompletionSource called, TaskCompletionSource cancelled) => new(async (_, context) =>
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
    });

    public override Task<CallbackInvokeResponse> InvokeAsync(CallbackInvokeRequest request, CallContext context) =>
        answer(request, context);
}

/// <summary>A streaming method whose behaviour a test chooses.</summary>
internal sealed class ListOf(Func<ListRequest, CallContext, IAsyncEnumerable<ListResponse>> answer) : ResourceProviderService
{
    public override IAsyncEnumerable<ListResponse> ListAsync(ListRequest request, CallContext context) => answer(request, context);
}

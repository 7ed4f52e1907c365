using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>Calls pulumirpc.Callbacks.</summary>
public sealed class CallbacksClient(GrpcChannel channel) : GrpcClient(CallbacksService.FullName, channel)
{
    /// <inheritdoc cref="CallbacksService.InvokeAsync"/>
    public Task<CallbackInvokeResponse> InvokeAsync(CallbackInvokeRequest request, CancellationToken ct) =>
        CallAsync("Invoke", request, CallbackInvokeResponse.Parser, ct);
}

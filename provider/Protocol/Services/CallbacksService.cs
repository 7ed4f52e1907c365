using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>A program's transforms and hooks: the engine calls them. Methods that are not overridden answer Unimplemented.</summary>
public abstract class CallbacksService() : GrpcService(FullName)
{
    internal const string FullName = "pulumirpc.Callbacks";

    /// <inheritdoc/>
    protected internal override IEnumerable<GrpcMethod> Methods =>
    [
        Unary("Invoke", CallbackInvokeRequest.Parser, InvokeAsync),
    ];

    /// <summary>Runs the callback that the token names.</summary>
    public virtual Task<CallbackInvokeResponse> InvokeAsync(CallbackInvokeRequest request, CallContext context) =>
        throw Unimplemented(context);
}

using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>What the engine offers to plugins and programs. Methods that are not overridden answer Unimplemented.</summary>
public abstract class EngineService() : GrpcService(FullName)
{
    internal const string FullName = "pulumirpc.Engine";

    /// <inheritdoc/>
    protected internal override IEnumerable<GrpcMethod> Methods =>
    [
        Unary("Log", LogRequest.Parser, LogAsync),
        Unary("GetRootResource", GetRootResourceRequest.Parser, GetRootResourceAsync),
        Unary("SetRootResource", SetRootResourceRequest.Parser, SetRootResourceAsync),
        Unary("StartDebugging", StartDebuggingRequest.Parser, StartDebuggingAsync),
        Unary("RequirePulumiVersion", RequirePulumiVersionRequest.Parser, RequirePulumiVersionAsync),
    ];

    /// <summary>Shows a message to the user.</summary>
    public virtual Task<Empty> LogAsync(LogRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>The stack's urn.</summary>
    public virtual Task<GetRootResourceResponse> GetRootResourceAsync(GetRootResourceRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Tells the stack's urn.</summary>
    public virtual Task<SetRootResourceResponse> SetRootResourceAsync(SetRootResourceRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>A debugger can attach now.</summary>
    public virtual Task<Empty> StartDebuggingAsync(StartDebuggingRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Fails unless the engine's version is in the range.</summary>
    public virtual Task<RequirePulumiVersionResponse> RequirePulumiVersionAsync(RequirePulumiVersionRequest request, CallContext context) =>
        throw Unimplemented(context);
}

using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>The engine, as a program sees it. Methods that are not overridden answer Unimplemented.</summary>
public abstract class ResourceMonitorService() : GrpcService(FullName)
{
    internal const string FullName = "pulumirpc.ResourceMonitor";

    /// <inheritdoc/>
    protected internal override IEnumerable<GrpcMethod> Methods =>
    [
        Unary("GetDeploymentInfo", Empty.Parser, GetDeploymentInfoAsync),
        Unary("SupportsFeature", SupportsFeatureRequest.Parser, SupportsFeatureAsync),
        Unary("Invoke", ResourceInvokeRequest.Parser, InvokeAsync),
        Unary("Call", ResourceCallRequest.Parser, CallAsync),
        Unary("ReadResource", ReadResourceRequest.Parser, ReadResourceAsync),
        Unary("RegisterResource", RegisterResourceRequest.Parser, RegisterResourceAsync),
        Unary("RegisterResourceOutputs", RegisterResourceOutputsRequest.Parser, RegisterResourceOutputsAsync),
        Unary("RegisterStackTransform", Callback.Parser, RegisterStackTransformAsync),
        Unary("RegisterStackInvokeTransform", Callback.Parser, RegisterStackInvokeTransformAsync),
        Unary("RegisterResourceHook", RegisterResourceHookRequest.Parser, RegisterResourceHookAsync),
        Unary("RegisterErrorHook", RegisterErrorHookRequest.Parser, RegisterErrorHookAsync),
        Unary("RegisterPackage", RegisterPackageRequest.Parser, RegisterPackageAsync),
        Unary("SignalAndWaitForShutdown", Empty.Parser, SignalAndWaitForShutdownAsync),
    ];

    /// <summary>The stack, its configuration and what the engine understands.</summary>
    public virtual Task<DeploymentInfo> GetDeploymentInfoAsync(Empty request, CallContext context) => throw Unimplemented(context);

    /// <summary>Whether the engine understands a feature.</summary>
    public virtual Task<SupportsFeatureResponse> SupportsFeatureAsync(SupportsFeatureRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Calls a function of a provider.</summary>
    public virtual Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Calls a method of a resource.</summary>
    public virtual Task<CallResponse> CallAsync(ResourceCallRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Looks up a resource that the stack does not own.</summary>
    public virtual Task<ReadResourceResponse> ReadResourceAsync(ReadResourceRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Declares a resource; the answer comes when it is created, updated or left as it was.</summary>
    public virtual Task<RegisterResourceResponse> RegisterResourceAsync(RegisterResourceRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Tells the outputs of a component or of the stack.</summary>
    public virtual Task<Empty> RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Has a callback rewrite every resource.</summary>
    public virtual Task<Empty> RegisterStackTransformAsync(Callback request, CallContext context) => throw Unimplemented(context);

    /// <summary>Has a callback rewrite every function call.</summary>
    public virtual Task<Empty> RegisterStackInvokeTransformAsync(Callback request, CallContext context) => throw Unimplemented(context);

    /// <summary>Names a callback that resources run before or after a step.</summary>
    public virtual Task<Empty> RegisterResourceHookAsync(RegisterResourceHookRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Names a callback that resources run after a failed step.</summary>
    public virtual Task<Empty> RegisterErrorHookAsync(RegisterErrorHookRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Gives a package a short reference.</summary>
    public virtual Task<RegisterPackageResponse> RegisterPackageAsync(RegisterPackageRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>The program registers nothing more; answered when no callback can come any more.</summary>
    public virtual Task<Empty> SignalAndWaitForShutdownAsync(Empty request, CallContext context) => throw Unimplemented(context);
}

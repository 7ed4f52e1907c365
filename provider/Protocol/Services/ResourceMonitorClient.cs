using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>Calls pulumirpc.ResourceMonitor.</summary>
public sealed class ResourceMonitorClient(GrpcChannel channel) : GrpcClient(ResourceMonitorService.FullName, channel)
{
    /// <inheritdoc cref="ResourceMonitorService.GetDeploymentInfoAsync"/>
    public Task<DeploymentInfo> GetDeploymentInfoAsync(CancellationToken ct) =>
        CallAsync("GetDeploymentInfo", new Empty(), DeploymentInfo.Parser, ct);

    /// <inheritdoc cref="ResourceMonitorService.SupportsFeatureAsync"/>
    public Task<SupportsFeatureResponse> SupportsFeatureAsync(SupportsFeatureRequest request, CancellationToken ct) =>
        CallAsync("SupportsFeature", request, SupportsFeatureResponse.Parser, ct);

    /// <inheritdoc cref="ResourceMonitorService.InvokeAsync"/>
    public Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request, CancellationToken ct) =>
        CallAsync("Invoke", request, ResourceInvokeResponse.Parser, ct);

    /// <inheritdoc cref="ResourceMonitorService.CallAsync"/>
    public Task<CallResponse> CallAsync(ResourceCallRequest request, CancellationToken ct) =>
        CallAsync("Call", request, CallResponse.Parser, ct);

    /// <inheritdoc cref="ResourceMonitorService.ReadResourceAsync"/>
    public Task<ReadResourceResponse> ReadResourceAsync(ReadResourceRequest request, CancellationToken ct) =>
        CallAsync("ReadResource", request, ReadResourceResponse.Parser, ct);

    /// <inheritdoc cref="ResourceMonitorService.RegisterResourceAsync"/>
    public Task<RegisterResourceResponse> RegisterResourceAsync(RegisterResourceRequest request, CancellationToken ct) =>
        CallAsync("RegisterResource", request, RegisterResourceResponse.Parser, ct);

    /// <inheritdoc cref="ResourceMonitorService.RegisterResourceOutputsAsync"/>
    public Task<Empty> RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request, CancellationToken ct) =>
        CallAsync("RegisterResourceOutputs", request, Empty.Parser, ct);

    /// <inheritdoc cref="ResourceMonitorService.RegisterStackTransformAsync"/>
    public Task<Empty> RegisterStackTransformAsync(Callback request, CancellationToken ct) =>
        CallAsync("RegisterStackTransform", request, Empty.Parser, ct);

    /// <inheritdoc cref="ResourceMonitorService.RegisterStackInvokeTransformAsync"/>
    public Task<Empty> RegisterStackInvokeTransformAsync(Callback request, CancellationToken ct) =>
        CallAsync("RegisterStackInvokeTransform", request, Empty.Parser, ct);

    /// <inheritdoc cref="ResourceMonitorService.RegisterResourceHookAsync"/>
    public Task<Empty> RegisterResourceHookAsync(RegisterResourceHookRequest request, CancellationToken ct) =>
        CallAsync("RegisterResourceHook", request, Empty.Parser, ct);

    /// <inheritdoc cref="ResourceMonitorService.RegisterErrorHookAsync"/>
    public Task<Empty> RegisterErrorHookAsync(RegisterErrorHookRequest request, CancellationToken ct) =>
        CallAsync("RegisterErrorHook", request, Empty.Parser, ct);

    /// <inheritdoc cref="ResourceMonitorService.RegisterPackageAsync"/>
    public Task<RegisterPackageResponse> RegisterPackageAsync(RegisterPackageRequest request, CancellationToken ct) =>
        CallAsync("RegisterPackage", request, RegisterPackageResponse.Parser, ct);

    /// <inheritdoc cref="ResourceMonitorService.SignalAndWaitForShutdownAsync"/>
    public Task<Empty> SignalAndWaitForShutdownAsync(CancellationToken ct) =>
        CallAsync("SignalAndWaitForShutdown", new Empty(), Empty.Parser, ct);
}

using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>Calls pulumirpc.Engine.</summary>
public sealed class EngineClient(GrpcChannel channel) : GrpcClient(EngineService.FullName, channel)
{
    /// <inheritdoc cref="EngineService.LogAsync"/>
    public Task<Empty> LogAsync(LogRequest request, CancellationToken ct) => CallAsync("Log", request, Empty.Parser, ct);

    /// <inheritdoc cref="EngineService.GetRootResourceAsync"/>
    public Task<GetRootResourceResponse> GetRootResourceAsync(GetRootResourceRequest request, CancellationToken ct) =>
        CallAsync("GetRootResource", request, GetRootResourceResponse.Parser, ct);

    /// <inheritdoc cref="EngineService.SetRootResourceAsync"/>
    public Task<SetRootResourceResponse> SetRootResourceAsync(SetRootResourceRequest request, CancellationToken ct) =>
        CallAsync("SetRootResource", request, SetRootResourceResponse.Parser, ct);

    /// <inheritdoc cref="EngineService.StartDebuggingAsync"/>
    public Task<Empty> StartDebuggingAsync(StartDebuggingRequest request, CancellationToken ct) =>
        CallAsync("StartDebugging", request, Empty.Parser, ct);

    /// <inheritdoc cref="EngineService.RequirePulumiVersionAsync"/>
    public Task<RequirePulumiVersionResponse> RequirePulumiVersionAsync(RequirePulumiVersionRequest request, CancellationToken ct) =>
        CallAsync("RequirePulumiVersion", request, RequirePulumiVersionResponse.Parser, ct);
}

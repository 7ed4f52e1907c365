using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>Calls pulumirpc.ResourceStatus.</summary>
public sealed class ResourceStatusClient(GrpcChannel channel) : GrpcClient(ResourceStatusService.FullName, channel)
{
    /// <inheritdoc cref="ResourceStatusService.PublishViewStepsAsync"/>
    public Task<PublishViewStepsResponse> PublishViewStepsAsync(PublishViewStepsRequest request, CancellationToken ct) =>
        CallAsync("PublishViewSteps", request, PublishViewStepsResponse.Parser, ct);
}

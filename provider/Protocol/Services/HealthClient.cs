using Grpc.Health.V1;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>Calls grpc.health.v1.Health.</summary>
public sealed class HealthClient(GrpcChannel channel) : GrpcClient(HealthService.FullName, channel)
{
    /// <inheritdoc cref="HealthService.CheckAsync"/>
    public Task<HealthCheckResponse> CheckAsync(HealthCheckRequest request, CancellationToken ct) =>
        CallAsync("Check", request, HealthCheckResponse.Parser, ct);
}

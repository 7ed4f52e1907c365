using Grpc.Health.V1;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>Tells that the server is alive. Plugins ask their engine, and leave when it is gone.</summary>
public class HealthService() : GrpcService(FullName)
{
    internal const string FullName = "grpc.health.v1.Health";

    /// <inheritdoc/>
    protected internal override IEnumerable<GrpcMethod> Methods => [Unary("Check", HealthCheckRequest.Parser, CheckAsync)];

    /// <summary>Whether a service, or with an empty name the server, is serving. Serving, unless overridden.</summary>
    public virtual Task<HealthCheckResponse> CheckAsync(HealthCheckRequest request, CallContext context) =>
        Task.FromResult(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.Serving });
}

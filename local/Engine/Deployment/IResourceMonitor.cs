using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>What a running program asks of the engine, apart from how the messages travel.</summary>
internal interface IResourceMonitor
{
    Task<RegisterResourceResponse> RegisterAsync(RegisterResourceRequest request, CancellationToken ct);

    Task RegisterOutputsAsync(Urn urn, Struct outputs, CancellationToken ct);

    Task<ReadResourceResponse> ReadAsync(ReadResourceRequest request, CancellationToken ct);

    Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request, CancellationToken ct);

    /// <summary>The program will register nothing more; ends when the rest of the run is done.</summary>
    Task SignalEndAsync(CancellationToken ct);
}

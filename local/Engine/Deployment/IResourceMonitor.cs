using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>The engine's side of a running program, without the transport.</summary>
internal interface IResourceMonitor
{
    Task<RegisterResourceResponse> RegisterAsync(RegisterResourceRequest request, CancellationToken ct);

    Task RegisterOutputsAsync(Urn urn, Struct outputs, CancellationToken ct);

    Task<ReadResourceResponse> ReadAsync(ReadResourceRequest request, CancellationToken ct);

    Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request, CancellationToken ct);

    /// <summary>Registers a callback that transforms every resource registration.</summary>
    void AddStackTransform(Callback callback);

    /// <summary>Registers a callback that transforms every function call.</summary>
    void AddInvokeTransform(Callback callback);

    /// <summary>Registers a package and returns its reference.</summary>
    string AddPackage(RegisterPackageRequest request);

    /// <summary>Signals that the program has registered everything; completes when the rest of the run is done.</summary>
    Task SignalEndAsync(CancellationToken ct);
}

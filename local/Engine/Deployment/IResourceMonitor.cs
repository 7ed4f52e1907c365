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

    /// <summary>Has a function of the program change every registration.</summary>
    void AddStackTransform(Callback callback);

    /// <summary>Has a function of the program change every function call.</summary>
    void AddInvokeTransform(Callback callback);

    /// <summary>Gives a package a reference.</summary>
    string AddPackage(RegisterPackageRequest request);

    /// <summary>The program will register nothing more; ends when the rest of the run is done.</summary>
    Task SignalEndAsync(CancellationToken ct);
}

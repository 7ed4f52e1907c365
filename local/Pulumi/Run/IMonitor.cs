using Google.Protobuf;
using Pulumirpc;

namespace Pulumi.Run;

/// <summary>The engine's resource monitor, which registers resources and calls functions.</summary>
internal interface IMonitor
{
    Task<bool> SupportsAsync(string feature);

    Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request);

    Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request);

    Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request);

    Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request);

    Task<CallResponse> CallAsync(ResourceCallRequest request);

    /// <summary>Registers a function of the program as a callback for the engine.</summary>
    Task<Callback> AddCallbackAsync(Func<ByteString, CancellationToken, Task<IMessage>> callback);

    /// <summary>Signals that the program has registered everything, and waits until the engine needs no more callbacks.</summary>
    Task SignalAndWaitForShutdownAsync();
}

/// <summary>The engine service that receives log messages.</summary>
internal interface IEngine
{
    Task LogAsync(LogRequest request);
}

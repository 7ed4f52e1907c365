using Google.Protobuf;
using Pulumirpc;

namespace Pulumi.Run;

/// <summary>The engine, where resources are registered and functions called.</summary>
internal interface IMonitor
{
    Task<bool> SupportsAsync(string feature);

    Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request);

    Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request);

    Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request);

    Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request);

    Task<CallResponse> CallAsync(ResourceCallRequest request);

    /// <summary>Makes a function of the program callable by the engine.</summary>
    Task<Callback> AddCallbackAsync(Func<ByteString, CancellationToken, Task<IMessage>> callback);

    /// <summary>Says that the program registers nothing more, and waits until the engine needs no callback any more.</summary>
    Task SignalAndWaitForShutdownAsync();
}

/// <summary>The engine, where messages to the user go.</summary>
internal interface IEngine
{
    Task LogAsync(LogRequest request);
}

using System.Collections.Concurrent;
using Google.Protobuf;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;
using ZeroTrust.Protocol.Services;

namespace Pulumi.Run;

/// <summary>The engine that started the program.</summary>
internal sealed class GrpcMonitor : IMonitor, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _features = [];
    private readonly Lazy<Task<CallbackServer>> _callbacks = new(CallbackServer.StartAsync);
    private readonly GrpcChannel _channel;
    private readonly ResourceMonitorClient _client;

    public GrpcMonitor(string address)
    {
        _channel = new(address);
        _client = new(_channel);
    }

    public Task<bool> SupportsAsync(string feature) => _features.GetOrAdd(feature, id => new(() => AskAsync(id))).Value;

    public Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request) =>
        _client.RegisterResourceAsync(request, CancellationToken.None);

    public Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request) =>
        _client.ReadResourceAsync(request, CancellationToken.None);

    public Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request) =>
        _client.RegisterResourceOutputsAsync(request, CancellationToken.None);

    public Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request) =>
        _client.InvokeAsync(request, CancellationToken.None);

    public Task<CallResponse> CallAsync(ResourceCallRequest request) => _client.CallAsync(request, CancellationToken.None);

    public async Task<Callback> AddCallbackAsync(Func<ByteString, CancellationToken, Task<IMessage>> callback) =>
        (await _callbacks.Value).Add(callback);

    public async Task SignalAndWaitForShutdownAsync()
    {
        try
        {
            await _client.SignalAndWaitForShutdownAsync(CancellationToken.None);
        }
        catch (RpcException e) when (e.Code == RpcStatusCode.Unimplemented)
        {
            // An older engine just waits for the process to end.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_callbacks.IsValueCreated)
        {
            await (await _callbacks.Value).DisposeAsync();
        }

        _channel.Dispose();
    }

    private async Task<bool> AskAsync(string feature) =>
        (await _client.SupportsFeatureAsync(new() { Id = feature }, CancellationToken.None)).HasSupport;
}

internal sealed class GrpcEngine : IEngine, IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly EngineClient _client;

    public GrpcEngine(string address)
    {
        _channel = new(address);
        _client = new(_channel);
    }

    public Task LogAsync(LogRequest request) => _client.LogAsync(request, CancellationToken.None);

    public void Dispose() => _channel.Dispose();
}

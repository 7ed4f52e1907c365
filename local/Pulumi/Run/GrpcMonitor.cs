using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;

namespace Pulumi.Run;

/// <summary>The resource monitor of the engine that started the program.</summary>
internal sealed class GrpcMonitor : IMonitor, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _features = [];
    private readonly Lazy<Task<CallbackServer>> _callbacks = new(CallbackServer.StartAsync);
    private readonly GrpcChannel _channel;
    private readonly ResourceMonitor.ResourceMonitorClient _client;

    public GrpcMonitor(string address)
    {
        _channel = LoopbackChannel.To(address);
        _client = new(_channel);
    }

    public Task<bool> SupportsAsync(string feature) => _features.GetOrAdd(feature, id => new(() => QueryAsync(id))).Value;

    public Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request) =>
        _client.RegisterResourceAsync(request).ResponseAsync;

    public Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request) =>
        _client.ReadResourceAsync(request).ResponseAsync;

    public Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request) =>
        _client.RegisterResourceOutputsAsync(request).ResponseAsync;

    public Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request) => _client.InvokeAsync(request).ResponseAsync;

    public Task<CallResponse> CallAsync(ResourceCallRequest request) => _client.CallAsync(request).ResponseAsync;

    public async Task<Callback> AddCallbackAsync(Func<ByteString, CancellationToken, Task<IMessage>> callback) =>
        (await _callbacks.Value).Add(callback);

    public async Task SignalAndWaitForShutdownAsync()
    {
        try
        {
            await _client.SignalAndWaitForShutdownAsync(new());
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            // Older engines only wait for the process to exit.
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

    private async Task<bool> QueryAsync(string feature) => (await _client.SupportsFeatureAsync(new() { Id = feature })).HasSupport;
}

internal sealed class GrpcEngine : IEngine, IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly Engine.EngineClient _client;

    public GrpcEngine(string address)
    {
        _channel = LoopbackChannel.To(address);
        _client = new(_channel);
    }

    public Task LogAsync(LogRequest request) => _client.LogAsync(request).ResponseAsync;

    public void Dispose() => _channel.Dispose();
}

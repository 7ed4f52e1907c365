using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace ZeroTrust.Engine.Plugins;

/// <summary>A connection to a running provider plugin, which this engine started or attached to.</summary>
internal sealed class Plugin : IAsyncDisposable
{
    private static readonly TimeSpan CancelBudget = TimeSpan.FromSeconds(5);

    private readonly GrpcChannel _channel;
    private readonly ResourceProvider.ResourceProviderClient _client;
    private readonly PluginProcess? _process;
    private readonly PluginServices _services;
    private readonly CancellationTokenSource _closed = new();
    private bool _disposed;
    private bool _exitReported;

    public Plugin(string package, GrpcChannel channel, PluginProcess? process, PluginServices services)
    {
        Package = package;
        _channel = channel;
        _client = new(channel);
        _process = process;
        _services = services;
    }

    public string Package { get; }

    /// <summary>The plugin's handshake response; null for a plugin without Handshake.</summary>
    public ProviderHandshakeResponse? Abilities { get; private set; }

    public int? ProcessId => _process?.Id;

    public async Task<TResponse> CallAsync<TResponse>(
        string method,
        IMessage request,
        Func<ResourceProvider.ResourceProviderClient, CallOptions, AsyncUnaryCall<TResponse>> call,
        CancellationToken ct
    )
        where TResponse : IMessage
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, _closed.Token);
        Task<TResponse> Send() => call(_client, new(cancellationToken: linked.Token)).ResponseAsync;
        try
        {
            return await (
                _services.Log is { } log
                    ? log.RecordAsync($"/pulumirpc.ResourceProvider/{method}", request, "client", Package, Send)
                    : Send()
            );
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && IsLive && _process is not null)
        {
            if (!await _process.HasEndedAsync())
            {
                throw;
            }
            ReportPrematureExit();
            throw new EngineException($"The provider plugin '{Package}' exited during {method}; the outcome of {method} is unknown.", e);
        }
    }

    // Set after the handshake; before that, an exit is a failure to start.
    private bool IsLive { get; set; }

    /// <summary>Asks the provider to cancel its running operations.</summary>
    public async Task CancelAsync()
    {
        using var budget = new CancellationTokenSource(CancelBudget, _services.Clock);
        try
        {
            var empty = new Google.Protobuf.WellKnownTypes.Empty();
            await CallAsync("Cancel", empty, (client, options) => client.CancelAsync(empty, options), budget.Token);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            // Old providers do not implement Cancel.
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or EngineException)
        {
            ReportPrematureExit();
        }
    }

    /// <summary>Records that the plugin answered the handshake.</summary>
    public void Open(ProviderHandshakeResponse? abilities)
    {
        Abilities = abilities;
        IsLive = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        await CancelAsync();
        await _closed.CancelAsync();
        _channel.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
        _closed.Dispose();
    }

    private void ReportPrematureExit()
    {
        if (!_exitReported)
        {
            _exitReported = true;
            _services.ReportPrematureExit(Package, _process?.Output ?? "");
        }
    }
}

/// <summary>Engine services that plugins use.</summary>
/// <param name="Clock">Clock.</param>
/// <param name="Log">Records gRPC messages; null for none.</param>
/// <param name="ReportPrematureExit">Called with the package and the plugin's output when a plugin exits early.</param>
internal sealed record PluginServices(TimeProvider Clock, GrpcLog? Log, Action<string, string> ReportPrematureExit);

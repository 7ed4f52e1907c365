using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider;

/// <summary>Shows messages to the user through the engine, since a plugin's own output is hidden.</summary>
internal sealed class EngineLog : IDisposable
{
    private readonly Lock _lock = new();
    private Lazy<GrpcChannel>? _channel;

    /// <summary>Sends messages to this engine from now on; to none if the address is empty.</summary>
    /// <exception cref="FormatException">The address is not a host and port.</exception>
    public void Attach(string? address)
    {
        if (string.IsNullOrEmpty(address))
        {
            Replace(null);
        }
        else
        {
            // Lazy, because every run waits for the plugin to start and most send no message.
            var engine = LoopbackChannel.Parse(address);
            Replace(new(() => LoopbackChannel.To(engine)));
        }
    }

    /// <summary>Shows messages on a resource's row. If the engine is gone the messages are lost, but the operation goes on.</summary>
    public async Task WriteAsync(string urn, IEnumerable<(Severity Severity, string Text)> messages, CancellationToken ct)
    {
        foreach (var (severity, text) in messages)
        {
            Lazy<GrpcChannel>? channel;
            lock (_lock)
            {
                channel = _channel;
            }

            if (channel is null)
            {
                return;
            }

            try
            {
                await new Pulumirpc.Engine.EngineClient(channel.Value).LogAsync(
                    new()
                    {
                        Severity = severity == Severity.Warning ? LogSeverity.Warning : LogSeverity.Info,
                        Message = text,
                        Urn = urn,
                    },
                    cancellationToken: ct
                );
            }
            catch (Exception exception) when (exception is RpcException or OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    public void Dispose() => Replace(null);

    private void Replace(Lazy<GrpcChannel>? next)
    {
        Lazy<GrpcChannel>? previous;
        lock (_lock)
        {
            (previous, _channel) = (_channel, next);
        }

        if (previous is { IsValueCreated: true })
        {
            previous.Value.Dispose();
        }
    }
}

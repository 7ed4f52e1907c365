using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider;

/// <summary>Tells the user something through the engine: the only way for a plugin, whose output is hidden.</summary>
internal sealed class EngineLog : IDisposable
{
    private readonly Lock _lock = new();
    private Lazy<GrpcChannel>? _channel;

    /// <summary>Talks to this engine from now on.</summary>
    /// <exception cref="FormatException">The address is no host and port.</exception>
    public void Attach(string? address)
    {
        if (string.IsNullOrEmpty(address))
        {
            Replace(null);
        }
        else
        {
            // Made when it is needed: most runs have nothing to say, and every one waits for the plugin to start.
            var engine = LoopbackChannel.Parse(address);
            Replace(new(() => LoopbackChannel.To(engine)));
        }
    }

    /// <summary>Shows messages at the row of a resource. A lost engine loses the message, never the operation.</summary>
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

using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Provider.Model;

namespace ZeroTrust.Provider;

/// <summary>Tells the user something through the engine: the only way for a plugin, whose output is hidden.</summary>
internal sealed class EngineLog : IDisposable
{
    private readonly Lock _lock = new();
    private GrpcChannel? _channel;

    /// <summary>Talks to this engine from now on.</summary>
    /// <exception cref="FormatException">The address is no host and port.</exception>
    public void Attach(string? address)
    {
        var channel = string.IsNullOrEmpty(address) ? null : LoopbackChannel.To(address);
        lock (_lock)
        {
            (channel, _channel) = (_channel, channel);
        }

        channel?.Dispose();
    }

    /// <summary>Shows messages at the row of a resource. A lost engine loses the message, never the operation.</summary>
    public async Task WriteAsync(string urn, IEnumerable<(Severity Severity, string Text)> messages, CancellationToken ct)
    {
        foreach (var (severity, text) in messages)
        {
            GrpcChannel? channel;
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
                await new Pulumirpc.Engine.EngineClient(channel).LogAsync(
                    new() { Severity = severity == Severity.Warning ? LogSeverity.Warning : LogSeverity.Info, Message = text, Urn = urn },
                    cancellationToken: ct);
            }
            catch (Exception exception) when (exception is RpcException or OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    public void Dispose() => _channel?.Dispose();
}

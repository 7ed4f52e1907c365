using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ZeroTrust.Protocol.Rpc;

/// <summary>gRPC on 127.0.0.1: HTTP/2 in the clear, with prior knowledge.</summary>
/// <remarks>
/// Kestrel runs bare: a generic host would cost start-up time, read configuration that is not ours and log to stdout,
/// which carries the port.
/// </remarks>
public sealed class GrpcServer : IAsyncDisposable
{
    // Kestrel's default of 100 could deadlock an engine that keeps many long calls on one connection.
    private const int MaxCallsPerConnection = 10_000;

    private readonly KestrelServer _kestrel;

    private GrpcServer(KestrelServer kestrel) => _kestrel = kestrel;

    /// <summary>The port that is listened to.</summary>
    public int Port => new Uri(_kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    /// <summary>Where clients find the server: <c>127.0.0.1:port</c>.</summary>
    public string Address => $"{IPAddress.Loopback}:{Port}";

    /// <summary>Listens. Calls are answered as soon as the task ends.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<GrpcServer> StartAsync(GrpcServerOptions options, IEnumerable<GrpcService> services, CancellationToken ct)
    {
        var settings = new KestrelServerOptions { AddServerHeader = false };
        settings.Listen(IPAddress.Loopback, options.Port, listen => listen.Protocols = HttpProtocols.Http2);

        // A program may pause for hours in a debugger, and a message may be as long as the engine likes.
        // Not infinite: measured on .NET 10, an infinite time makes Kestrel close an idle connection within a second.
        settings.Limits.KeepAliveTimeout = TimeSpan.FromDays(365);
        settings.Limits.MaxRequestBodySize = null;
        settings.Limits.MinRequestBodyDataRate = null;
        settings.Limits.MinResponseDataRate = null;
        settings.Limits.Http2.MaxStreamsPerConnection = MaxCallsPerConnection;

        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var kestrel = new KestrelServer(Options.Create(settings), transport, NullLoggerFactory.Instance);
        try
        {
            await kestrel.StartAsync(new GrpcApplication(options, services), ct);
        }
        catch
        {
            kestrel.Dispose();
            throw;
        }

        return new GrpcServer(kestrel);
    }

    /// <summary>Takes no new calls and waits for those in flight, until <paramref name="ct"/> cuts them off.</summary>
    public Task StopAsync(CancellationToken ct) => _kestrel.StopAsync(ct);

    /// <summary>Cuts off whatever is still in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        await _kestrel.StopAsync(new CancellationToken(canceled: true));
        _kestrel.Dispose();
    }
}

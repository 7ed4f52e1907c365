using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ZeroTrust.Protocol.Loopback;

/// <summary>gRPC on a free port of 127.0.0.1: HTTP/2 in the clear, with prior knowledge.</summary>
/// <remarks>
/// The builder is empty: nothing reads configuration that is not ours, and nothing logs to stdout, which carries the plugin's port.
/// </remarks>
public sealed class LoopbackServer : IAsyncDisposable
{
    // Kestrel's default of 100 could deadlock an engine that keeps many long calls on one connection.
    private const int MaxCallsPerConnection = 10_000;

    private readonly WebApplication _application;
    private readonly IServer _server;

    private LoopbackServer(WebApplication application)
    {
        _application = application;
        _server = application.Services.GetRequiredService<IServer>();
        Port = new Uri(application.Urls.Single()).Port;
    }

    /// <summary>The port that is listened to.</summary>
    public int Port { get; }

    /// <summary>Where clients find the server: <c>127.0.0.1:port</c>.</summary>
    public string Address => $"{IPAddress.Loopback}:{Port}";

    /// <summary>Listens. Calls are answered as soon as the task ends.</summary>
    /// <param name="answer">
    /// Turns an exception of a service into the answer. Unset: Unknown with the exception's type; its message may hold a secret.
    /// </param>
    /// <param name="services">Each binds one service: <c>binder => Engine.BindService(binder, service)</c>.</param>
    public static async Task<LoopbackServer> StartAsync(
        Func<Exception, RpcException>? answer,
        params IEnumerable<Action<ServiceBinderBase>> services
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();

        // Registered closed: what the container has to close itself, NativeAOT builds anew at every start.
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.Services.AddSingleton(Options.Create(new HostOptions()));
        builder.Services.AddSingleton(Options.Create(new SocketTransportOptions()));
        builder.Services.AddSingleton(services => Options.Create(Configure(new() { ApplicationServices = services })));
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = LoopbackChannel.MaxMessageBytes;
            options.MaxSendMessageSize = LoopbackChannel.MaxMessageBytes;
        });
        var application = builder.Build();
        foreach (var bind in services)
        {
            var binder = new AnsweringBinder(answer ?? HideMessage);
            bind(binder);
            application.MapGrpcService(binder.Build());
        }

        await application.StartAsync();
        return new(application);
    }

    /// <summary>Takes no new calls and waits for those in flight, until <paramref name="ct"/> cuts them off.</summary>
    public Task StopAsync(CancellationToken ct) => _server.StopAsync(ct);

    /// <summary>Cuts off whatever is still in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }

    internal static KestrelServerOptions Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Listen(IPAddress.Loopback, port: 0, listen => listen.Protocols = HttpProtocols.Http2);

        // A program may pause for hours in a debugger, and a message may be as long as the engine likes.
        // Not infinite: measured on .NET 10, an infinite time makes Kestrel close an idle connection within a second.
        options.Limits.KeepAliveTimeout = TimeSpan.FromDays(365);
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.Http2.MaxStreamsPerConnection = MaxCallsPerConnection;
        return options;
    }

    private static RpcException HideMessage(Exception exception) =>
        exception is OperationCanceledException
            ? new(new(StatusCode.Cancelled, "The call was cancelled."))
            : new(new(StatusCode.Unknown, $"Unexpected {exception.GetType().Name}; please report this."));

    // Signals belong to the process, which may have several servers.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

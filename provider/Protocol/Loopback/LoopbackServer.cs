using System.Diagnostics.CodeAnalysis;
using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ZeroTrust.Protocol.Loopback;

/// <summary>A gRPC server on a free port of 127.0.0.1, over cleartext HTTP/2 with prior knowledge.</summary>
/// <remarks>
/// The builder is empty, so that nothing reads foreign configuration and nothing logs to stdout, where the plugin writes its port.
/// </remarks>
public sealed class LoopbackServer : IAsyncDisposable
{
    // Kestrel's default of 100 could deadlock an engine that has many long calls on one connection.
    private const int MaxCallsPerConnection = 10_000;

    private readonly WebApplication _application;
    private readonly IServer _server;

    private LoopbackServer(WebApplication application)
    {
        _application = application;
        _server = application.Services.GetRequiredService<IServer>();
        Port = new Uri(application.Urls.Single()).Port;
    }

    /// <summary>The port that the server listens on.</summary>
    public int Port { get; }

    /// <summary>The server's address: <c>127.0.0.1:port</c>.</summary>
    public string Address => $"{IPAddress.Loopback}:{Port}";

    /// <summary>Starts a server, which accepts calls when the task completes.</summary>
    /// <param name="toStatus">
    /// Converts a service's exception to its status. By default Unknown with the exception's type, since its message may contain secrets.
    /// </param>
    /// <param name="services">Delegates that each bind a service: <c>binder => Engine.BindService(binder, service)</c>.</param>
    public static async Task<LoopbackServer> StartAsync(
        Func<Exception, RpcException>? toStatus,
        params IEnumerable<Action<ServiceBinderBase>> services
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();

        // Registered as closed generics, because NativeAOT would instantiate open ones at every start.
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.Services.AddSingleton(Options.Create(new HostOptions()));
        builder.Services.AddSingleton(Options.Create(new SocketTransportOptions()));
        builder.Services.AddSingleton(Options.Create(new FormOptions()));
        builder.Services.AddSingleton(Options.Create(new RouteHandlerOptions()));
        builder.Services.AddSingleton(Configured<RouteOptions>);
        builder.Services.AddSingleton(Configured<GrpcServiceOptions>);
        builder.Services.AddSingleton(services => Options.Create(Configure(new() { ApplicationServices = services })));

        // No options are validated at the start; the validator would create the services of metrics.
        builder.Services.RemoveAll<IStartupValidator>();
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = LoopbackChannel.MaxMessageBytes;
            options.MaxSendMessageSize = LoopbackChannel.MaxMessageBytes;
        });
        var application = builder.Build();
        foreach (var bind in services)
        {
            var binder = new ErrorMappingBinder(toStatus ?? HideMessage);
            bind(binder);
            application.MapGrpcService(binder.Build());
        }

        await application.StartAsync();
        return new(application);
    }

    /// <summary>Accepts no new calls and waits for those in flight until <paramref name="ct"/> aborts them.</summary>
    public Task StopAsync(CancellationToken ct) => _server.StopAsync(ct);

    /// <summary>Aborts calls in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }

    internal static KestrelServerOptions Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Listen(IPAddress.Loopback, port: 0, listen => listen.Protocols = HttpProtocols.Http2);

        // A program may pause for hours in a debugger, and a message may take any time to arrive.
        // Not infinite: on .NET 10, Kestrel was observed to close idle connections within a second when the time-out is infinite.
        options.Limits.KeepAliveTimeout = TimeSpan.FromDays(365);
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.Http2.MaxStreamsPerConnection = MaxCallsPerConnection;
        return options;
    }

    /// <summary>Options with everything that the registered services configure in them.</summary>
    private static IOptions<T> Configured<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(
        IServiceProvider services
    )
        where T : class, new()
    {
        var options = new T();
        foreach (var configure in services.GetServices<IConfigureOptions<T>>())
        {
            configure.Configure(options);
        }

        return Options.Create(options);
    }

    private static RpcException HideMessage(Exception exception) =>
        exception is OperationCanceledException
            ? new(new(StatusCode.Cancelled, "The call was cancelled."))
            : new(new(StatusCode.Unknown, $"Unexpected {exception.GetType().Name}; please report this."));

    // The process handles signals, since it may have several servers.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ZeroTrust.Protocol.Loopback;

/// <summary>A gRPC server on a free port of 127.0.0.1, over cleartext HTTP/2 with prior knowledge.</summary>
/// <remarks>
/// Kestrel without a host: nothing reads foreign configuration, nothing logs to stdout, where the plugin writes its port, and a start does
/// only what calls need.
/// </remarks>
public sealed class LoopbackServer : IAsyncDisposable
{
    // Kestrel's default of 100 could deadlock an engine that has many long calls on one connection.
    private const int MaxCallsPerConnection = 10_000;

    private readonly ServiceProvider _services = CreateServices();
    private readonly KestrelServer _server;

    private LoopbackServer() =>
        _server = new(
            Options.Create(Configure(new() { ApplicationServices = _services })),
            new SocketTransportFactory(Options.Create(Transport), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance
        );

    // The engine has one connection, or few: its own queue, and a system call before each read to save a buffer, cost more than they save.
    private static SocketTransportOptions Transport => new() { IOQueueCount = 0, WaitForDataBeforeAllocatingBuffer = false };

    /// <summary>The port that the server listens on.</summary>
    public int Port => new Uri(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()).Port;

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
        var server = new LoopbackServer();
        var endpoints = new Endpoints(server._services);
        foreach (var bind in services)
        {
            var binder = new ErrorMappingBinder(toStatus ?? HideMessage);
            bind(binder);
            endpoints.MapGrpcService(binder.Build());
        }

        await server._server.StartAsync(new Methods(endpoints), CancellationToken.None);
        return server;
    }

    /// <summary>Accepts no new calls and waits for those in flight until <paramref name="ct"/> aborts them.</summary>
    public Task StopAsync(CancellationToken ct) => _server.StopAsync(ct);

    /// <summary>Aborts calls in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
        await _services.DisposeAsync();
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

    private static ServiceProvider CreateServices()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));

        // Registered as closed generics, because NativeAOT would instantiate open ones at every start.
        services.AddSingleton(Options.Create(new RouteHandlerOptions()));
        services.AddSingleton(ConfiguredOptions);
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = LoopbackChannel.MaxMessageBytes;
            options.MaxSendMessageSize = LoopbackChannel.MaxMessageBytes;
        });
        return services.BuildServiceProvider();
    }

    /// <summary>gRPC's options with everything that the registered services configure in them.</summary>
    private static IOptions<GrpcServiceOptions> ConfiguredOptions(IServiceProvider services)
    {
        var options = new GrpcServiceOptions();
        foreach (var configure in services.GetServices<IConfigureOptions<GrpcServiceOptions>>())
        {
            configure.Configure(options);
        }

        return Options.Create(options);
    }

    private static RpcException HideMessage(Exception exception) =>
        exception is OperationCanceledException
            ? new(new(StatusCode.Cancelled, "The call was cancelled."))
            : new(new(StatusCode.Unknown, $"Unexpected {exception.GetType().Name}; please report this."));

    /// <summary>Where gRPC maps the methods of the services.</summary>
    private sealed class Endpoints(IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }

    /// <summary>Runs the method that a request names. A method's path is fixed, so no routing is needed.</summary>
    private sealed class Methods : IHttpApplication<HttpContext>
    {
        private readonly IServiceProvider _services;
        private readonly Dictionary<string, RequestDelegate> _methods;
        private readonly RequestDelegate _unimplemented;

        public Methods(Endpoints endpoints)
        {
            // Besides the methods, gRPC maps patterns for what is not implemented.
            var mapped = endpoints
                .DataSources.SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .ToLookup(endpoint => endpoint.RoutePattern.Parameters.Count == 0);
            _services = endpoints.ServiceProvider;
            _methods = mapped[true].ToDictionary(endpoint => endpoint.RoutePattern.RawText!, endpoint => endpoint.RequestDelegate!);
            _unimplemented = mapped[false].First().RequestDelegate!;
        }

        public HttpContext CreateContext(IFeatureCollection contextFeatures) =>
            new DefaultHttpContext(contextFeatures) { RequestServices = _services };

        public Task ProcessRequestAsync(HttpContext context) =>
            _methods.GetValueOrDefault(context.Request.Path.Value!, _unimplemented)(context);

        public void DisposeContext(HttpContext context, Exception? exception) { }
    }
}

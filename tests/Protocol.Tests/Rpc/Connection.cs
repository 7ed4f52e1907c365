using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Tests.Rpc;

/// <summary>A server on a free port and a channel to it.</summary>
internal sealed class Connection : IAsyncDisposable
{
    private Connection(GrpcServer server, TimeProvider time)
    {
        Server = server;
        Channel = new GrpcChannel(server.Address, time);
    }

    public GrpcServer Server { get; }

    public GrpcChannel Channel { get; }

    public static Task<Connection> OpenAsync(params GrpcService[] services) =>
        OpenAsync(new GrpcServerOptions(), TimeProvider.System, services);

    public static async Task<Connection> OpenAsync(GrpcServerOptions options, TimeProvider clientTime, params GrpcService[] services) =>
        new(await GrpcServer.StartAsync(options, services, CancellationToken.None), clientTime);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Server.DisposeAsync();
    }
}

using Grpc.Core;
using Grpc.Net.Client;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Protocol.Tests.Loopback;

/// <summary>A server on a free port and a channel to it.</summary>
internal sealed class Connection : IAsyncDisposable
{
    private Connection(LoopbackServer server)
    {
        Server = server;
        Channel = LoopbackChannel.To(server.Address);
    }

    public LoopbackServer Server { get; }

    public GrpcChannel Channel { get; }

    public Callbacks.CallbacksClient Callbacks => new(Channel);

    public ResourceProvider.ResourceProviderClient Provider => new(Channel);

    public static Task<Connection> OpenAsync(CallbackOf service, Func<Exception, RpcException>? answer = null) =>
        OpenAsync(answer, binder => Pulumirpc.Callbacks.BindService(binder, service));

    public static Task<Connection> OpenAsync(ListOf service) => OpenAsync(null, binder => ResourceProvider.BindService(binder, service));

    private static async Task<Connection> OpenAsync(Func<Exception, RpcException>? answer, Action<ServiceBinderBase> service) =>
        new(await LoopbackServer.StartAsync(answer, service));

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Server.DisposeAsync();
    }
}

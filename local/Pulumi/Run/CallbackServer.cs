using System.Collections.Concurrent;
using Google.Protobuf;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;
using ZeroTrust.Protocol.Services;

namespace Pulumi.Run;

/// <summary>Where the engine calls functions of the program.</summary>
internal sealed class CallbackServer : CallbacksService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<ByteString, CancellationToken, Task<IMessage>>> _callbacks = [];
    private GrpcServer? _server;

    public static async Task<CallbackServer> StartAsync()
    {
        var callbacks = new CallbackServer();
        callbacks._server = await GrpcServer.StartAsync(new(), [callbacks], CancellationToken.None);
        return callbacks;
    }

    public Callback Add(Func<ByteString, CancellationToken, Task<IMessage>> callback)
    {
        var token = Guid.NewGuid().ToString();
        _callbacks[token] = callback;
        return new() { Target = _server!.Address, Token = token };
    }

    public override async Task<CallbackInvokeResponse> InvokeAsync(CallbackInvokeRequest request, CallContext context)
    {
        if (!_callbacks.TryGetValue(request.Token, out var callback))
        {
            throw new RpcException(RpcStatusCode.InvalidArgument, $"The program has no callback '{request.Token}'.");
        }

        try
        {
            return new() { Response = (await callback(request.Request, context.CancellationToken)).ToByteString() };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new RpcException(RpcStatusCode.Unknown, e.Message, e);
        }
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();
}

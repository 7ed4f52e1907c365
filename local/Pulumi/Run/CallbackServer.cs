using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;

namespace Pulumi.Run;

/// <summary>Serves the program's callbacks to the engine.</summary>
internal sealed class CallbackServer : Callbacks.CallbacksBase, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<ByteString, CancellationToken, Task<IMessage>>> _callbacks = [];
    private LoopbackServer? _server;

    public static async Task<CallbackServer> StartAsync()
    {
        var callbacks = new CallbackServer();
        callbacks._server = await LoopbackServer.StartAsync(toStatus: null, binder => Callbacks.BindService(binder, callbacks));
        return callbacks;
    }

    public Callback Add(Func<ByteString, CancellationToken, Task<IMessage>> callback)
    {
        var token = Guid.NewGuid().ToString();
        _callbacks[token] = callback;
        return new() { Target = _server!.Address, Token = token };
    }

    public override async Task<CallbackInvokeResponse> Invoke(CallbackInvokeRequest request, ServerCallContext context)
    {
        if (!_callbacks.TryGetValue(request.Token, out var callback))
        {
            throw new RpcException(new(StatusCode.InvalidArgument, $"The program has no callback '{request.Token}'."));
        }

        try
        {
            return new() { Response = (await callback(request.Request, context.CancellationToken)).ToByteString() };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new RpcException(new(StatusCode.Unknown, e.Message, e));
        }
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();
}

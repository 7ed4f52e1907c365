using System.IO.Pipelines;
using Google.Protobuf;

namespace ZeroTrust.Protocol.Rpc;

/// <summary>Answers the calls of one gRPC service.</summary>
/// <param name="name">Full name, such as <c>pulumirpc.Engine</c>.</param>
public abstract class GrpcService(string name)
{
    /// <summary>Full name, such as <c>pulumirpc.Engine</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The methods by which clients reach the service.</summary>
    protected internal abstract IEnumerable<GrpcMethod> Methods { get; }

    /// <summary>A method with one request and one response.</summary>
    protected static GrpcMethod Unary<TRequest, TResponse>(
        string name, MessageParser<TRequest> parser, Func<TRequest, CallContext, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : IMessage =>
        new(name, async call => await call.RespondAsync(await handler(await call.ReadRequestAsync(parser), call.Context)));

    /// <summary>A method with one request and any number of responses.</summary>
    protected static GrpcMethod ServerStreaming<TRequest, TResponse>(
        string name, MessageParser<TRequest> parser, Func<TRequest, CallContext, IAsyncEnumerable<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : IMessage =>
        new(name, async call =>
        {
            var responses = handler(await call.ReadRequestAsync(parser), call.Context);
            await foreach (var response in responses.WithCancellation(call.Context.CancellationToken))
            {
                await call.RespondAsync(response);
            }
        });

    /// <summary>The answer of a method that the service does not have.</summary>
    protected static RpcException Unimplemented(CallContext context) =>
        new(RpcStatusCode.Unimplemented, $"{context.Method} is not implemented.");
}

/// <summary>One method of a service; made by <see cref="GrpcService"/>.</summary>
public sealed class GrpcMethod
{
    internal GrpcMethod(string name, Func<ServerCall, Task> invokeAsync)
    {
        Name = name;
        InvokeAsync = invokeAsync;
    }

    /// <summary>Name within the service.</summary>
    public string Name { get; }

    internal Func<ServerCall, Task> InvokeAsync { get; }
}

/// <summary>One call, as a method sees it.</summary>
internal sealed class ServerCall(CallContext context, PipeReader requests, PipeWriter responses, string? encoding, int maxMessageBytes)
{
    public CallContext Context => context;

    public bool HasResponded { get; private set; }

    public async Task<T> ReadRequestAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        var request = await NextAsync(parser)
            ?? throw new RpcException(RpcStatusCode.Internal, $"{context.Method} needs a request; the body is empty.");
        return await NextAsync(parser) is null
            ? request
            : throw new RpcException(RpcStatusCode.Internal, $"{context.Method} takes one request; the body has more.");
    }

    public async Task RespondAsync(IMessage response)
    {
        MessageFraming.Write(responses, response, maxMessageBytes);
        HasResponded = true;
        await responses.FlushAsync(context.CancellationToken);
    }

    private ValueTask<T?> NextAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T> =>
        MessageFraming.ReadAsync(requests, parser, encoding, maxMessageBytes, context.CancellationToken);
}

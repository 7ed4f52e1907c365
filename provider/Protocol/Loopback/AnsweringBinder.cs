using Google.Protobuf;
using Grpc.Core;

namespace ZeroTrust.Protocol.Loopback;

/// <summary>
/// Binds a service so that every failure is answered on purpose: any exception of a method, and a request that cannot be read, to which
/// gRPC
/// would answer Unknown. The engine takes Unknown for a sign of corrupt state.
/// </summary>
/// <param name="answer">Turns an exception of a method into its answer.</param>
/// <remarks>
/// Messages are bound as objects: for each pair of message types of its own, NativeAOT would build gRPC's generic code when the plugin
/// starts,
/// half a millisecond a method.
/// </remarks>
internal sealed class AnsweringBinder(Func<Exception, RpcException> answer) : ServiceBinderBase
{
    private readonly ServerServiceDefinition.Builder _builder = ServerServiceDefinition.CreateBuilder();

    public ServerServiceDefinition Build() => _builder.Build();

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class
    {
        UnaryServerMethod<object, object> answered = async (request, context) =>
        {
            try
            {
                return await handler!((TRequest)request, context);
            }
            catch (Exception exception) when (exception is not RpcException)
            {
                throw answer(exception);
            }
        };
        _builder.AddMethod(OfObjects(method), answered);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ServerStreamingServerMethod<TRequest, TResponse>? handler
    )
        where TRequest : class
        where TResponse : class
    {
        ServerStreamingServerMethod<object, object> answered = async (request, responses, context) =>
        {
            try
            {
                await handler!((TRequest)request, new Responses<TResponse>(responses), context);
            }
            catch (Exception exception) when (exception is not RpcException)
            {
                throw answer(exception);
            }
        };
        _builder.AddMethod(OfObjects(method), answered);
    }

    private static Method<object, object> OfObjects<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class
    {
        var (read, write) = (method.RequestMarshaller.ContextualDeserializer, method.ResponseMarshaller.ContextualSerializer);
        return new(
            method.Type,
            method.ServiceName,
            method.Name,
            new Marshaller<object>(
                static (_, _) => throw new NotSupportedException("A server sends no requests."),
                context => Read(read, context)
            ),
            new Marshaller<object>(
                (response, context) => write((TResponse)response, context),
                static _ => throw new NotSupportedException("A server reads no responses.")
            )
        );
    }

    private static object Read(Func<DeserializationContext, object> read, DeserializationContext context)
    {
        try
        {
            return read(context);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or ArgumentException)
        {
            // The decoder throws ArgumentException for what is not UTF-8.
            throw new RpcException(
                new(StatusCode.InvalidArgument, "The request is malformed: not Protocol Buffers, not UTF-8 or too deep.")
            );
        }
    }

    private sealed class Responses<T>(IServerStreamWriter<object> responses) : IServerStreamWriter<T>
        where T : class
    {
        public WriteOptions? WriteOptions
        {
            get => responses.WriteOptions;
            set => responses.WriteOptions = value;
        }

        public Task WriteAsync(T message) => responses.WriteAsync(message);

        public Task WriteAsync(T message, CancellationToken cancellationToken) => responses.WriteAsync(message, cancellationToken);
    }
}

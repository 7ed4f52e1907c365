using Google.Protobuf;
using Grpc.Core;

namespace ZeroTrust.Protocol.Loopback;

/// <summary>
/// Binds a service so that every exception of a method and every unreadable request gets a deliberate status. By default gRPC returns
/// Unknown, which the engine treats as a sign of corrupt state.
/// </summary>
/// <param name="toStatus">Converts a method's exception to its status.</param>
/// <remarks>
/// Messages are bound as objects: otherwise NativeAOT instantiates gRPC's generic code for each pair of message types at startup, which
/// takes half a millisecond per method.
/// </remarks>
internal sealed class ErrorMappingBinder(Func<Exception, RpcException> toStatus) : ServiceBinderBase
{
    private readonly ServerServiceDefinition.Builder _builder = ServerServiceDefinition.CreateBuilder();

    public ServerServiceDefinition Build() => _builder.Build();

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class
    {
        UnaryServerMethod<object, object> mapped = async (request, context) =>
        {
            try
            {
                return await handler!((TRequest)request, context);
            }
            catch (Exception exception) when (exception is not RpcException)
            {
                throw toStatus(exception);
            }
        };
        _builder.AddMethod(OfObjects(method), mapped);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ServerStreamingServerMethod<TRequest, TResponse>? handler
    )
        where TRequest : class
        where TResponse : class
    {
        ServerStreamingServerMethod<object, object> mapped = async (request, responses, context) =>
        {
            try
            {
                await handler!((TRequest)request, new Responses<TResponse>(responses), context);
            }
            catch (Exception exception) when (exception is not RpcException)
            {
                throw toStatus(exception);
            }
        };
        _builder.AddMethod(OfObjects(method), mapped);
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
                static (_, _) => throw new NotSupportedException("A server does not send requests."),
                context => Read(read, context)
            ),
            new Marshaller<object>(
                (response, context) => write((TResponse)response, context),
                static _ => throw new NotSupportedException("A server does not read responses.")
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
            // The decoder throws ArgumentException for invalid UTF-8.
            throw new RpcException(
                new(StatusCode.InvalidArgument, "The request is malformed: invalid Protocol Buffers, invalid UTF-8 or nested too deeply.")
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

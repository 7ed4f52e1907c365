using Google.Protobuf;
using Grpc.Core;

namespace ZeroTrust.Protocol.Loopback;

/// <summary>Binds a service so that every failure is answered on purpose: a request that cannot be read, and any exception of a method.</summary>
internal sealed class AnsweringBinder(Func<Exception, RpcException> answer) : ServiceBinderBase
{
    private readonly ServerServiceDefinition.Builder _builder = ServerServiceDefinition.CreateBuilder();

    public ServerServiceDefinition Build() => _builder.Build();

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class
    {
        _builder.AddMethod(Readable(method), async (request, context) =>
        {
            try
            {
                return await handler!(request, context);
            }
            catch (Exception exception) when (exception is not RpcException)
            {
                throw answer(exception);
            }
        });
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class
    {
        _builder.AddMethod(Readable(method), async (request, responses, context) =>
        {
            try
            {
                await handler!(request, responses, context);
            }
            catch (Exception exception) when (exception is not RpcException)
            {
                throw answer(exception);
            }
        });
    }

    // gRPC answers Unknown to a request that does not parse, which the engine takes for a sign of corrupt state.
    private static Method<TRequest, TResponse> Readable<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class
    {
        var requests = method.RequestMarshaller;
        return new(method.Type, method.ServiceName, method.Name, new(requests.ContextualSerializer, Read), method.ResponseMarshaller);

        TRequest Read(DeserializationContext context)
        {
            try
            {
                return requests.ContextualDeserializer(context);
            }
            catch (Exception exception) when (exception is InvalidProtocolBufferException or ArgumentException)
            {
                // Text that is not UTF-8 is an ArgumentException of the decoder.
                throw new RpcException(new(
                    StatusCode.InvalidArgument, $"The request of {method.FullName} is malformed: not Protocol Buffers, not UTF-8 or too deep."));
            }
        }
    }
}

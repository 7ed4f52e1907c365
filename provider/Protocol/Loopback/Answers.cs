using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;

namespace ZeroTrust.Protocol.Loopback;

/// <summary>Every failure is answered on purpose: any exception of a method, and a request that cannot be read.</summary>
/// <param name="answer">Turns an exception of a method into its answer.</param>
internal sealed class Answers(Func<Exception, RpcException> answer) : Interceptor
{
    private const string StatusHeader = "grpc-status", MessageHeader = "grpc-message";

    private static readonly object IsRead = new();

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        context.GetHttpContext().Items[IsRead] = true;
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw answer(exception);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        context.GetHttpContext().Items[IsRead] = true;
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw answer(exception);
        }
    }

    /// <summary>
    /// Answers InvalidArgument to a request that does not parse. Interceptors do not see it, and gRPC's own answer is Unknown, which the
    /// engine takes for a sign of corrupt state.
    /// </summary>
    public static async Task AnswerUnreadableAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var headers = context.Response.Headers;
        if (!context.Items.ContainsKey(IsRead) && !context.Response.HasStarted && headers[StatusHeader] == $"{(int)StatusCode.Unknown}")
        {
            headers[StatusHeader] = $"{(int)StatusCode.InvalidArgument}";
            headers[MessageHeader] = "The request is malformed: not Protocol Buffers, not UTF-8 or too deep.";
        }
    }
}

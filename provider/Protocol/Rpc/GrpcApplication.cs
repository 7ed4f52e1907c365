using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ZeroTrust.Protocol.Rpc;

/// <summary>Finds the method of a request, runs it and answers with its outcome.</summary>
internal sealed class GrpcApplication(GrpcServerOptions options, IEnumerable<GrpcService> services) : IHttpApplication<HttpContext>
{
    private const string ContentType = "application/grpc";

    private readonly Dictionary<string, GrpcMethod> _methods = services
        .SelectMany(service => service.Methods, (service, method) => (Path: $"/{service.Name}/{method.Name}", Method: method))
        .ToDictionary(entry => entry.Path, entry => entry.Method, StringComparer.Ordinal);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        }
        else if (!IsGrpc(context.Request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        }
        else
        {
            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = ContentType;
        response.Headers["grpc-accept-encoding"] = "identity";
        var (failure, hasResponded) = await InvokeAsync(context);
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        // Without a message the outcome may travel in the headers, in one frame.
        var headers = hasResponded ? context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers : response.Headers;
        StatusHeaders.Write(failure, headers);
    }

    private async Task<(RpcException? Failure, bool HasResponded)> InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value ?? "";
        ServerCall? call = null;
        CancellationTokenSource? deadline = null;
        CancellationTokenSource? linked = null;
        try
        {
            var ct = context.RequestAborted;
            if (CallTimeout.Parse(request.Headers[CallTimeout.HeaderName]) is { } timeout)
            {
                deadline = new CancellationTokenSource(timeout, options.Time);
                linked = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
                ct = linked.Token;
            }

            if (!_methods.TryGetValue(path, out var method))
            {
                throw new RpcException(RpcStatusCode.Unimplemented, $"{path} is not a method of this server.");
            }

            var (requests, responses, encoding) = (request.BodyReader, context.Response.BodyWriter, request.Headers["grpc-encoding"]);
            call = new ServerCall(new CallContext(path, ct), requests, responses, encoding, options.MaxMessageBytes);
            await method.InvokeAsync(call);
            return (null, call.HasResponded);
        }
        catch (Exception error)
        {
            return (ToFailure(error, call?.Context, deadline, context.RequestAborted), call?.HasResponded ?? false);
        }
        finally
        {
            linked?.Dispose();
            deadline?.Dispose();
        }
    }

    private RpcException ToFailure(
        Exception error, CallContext? call, CancellationTokenSource? deadline, CancellationToken aborted) => error switch
        {
            RpcException failure => failure,
            _ when aborted.IsCancellationRequested => new RpcException(RpcStatusCode.Cancelled, "The caller gave up."),
            OperationCanceledException when deadline is { IsCancellationRequested: true } =>
                new RpcException(RpcStatusCode.DeadlineExceeded, $"{call?.Method} did not end within its deadline."),
            OperationCanceledException => new RpcException(RpcStatusCode.Cancelled, $"{call?.Method} was cancelled."),
            _ => (call is null ? null : options.MapError?.Invoke(error, call))
                ?? new RpcException(
                    RpcStatusCode.Unknown, $"{call?.Method} failed with an unexpected {error.GetType().Name}; please report this."),
        };

    private static bool IsGrpc(string? contentType) =>
        contentType?.Split(';')[0].Trim().ToLowerInvariant() is ContentType or ContentType + "+proto";
}

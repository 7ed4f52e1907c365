using System.IO.Pipelines;
using System.Net;
using Google.Protobuf;

namespace ZeroTrust.Protocol.Rpc;

/// <summary>One call, as the client sees it. Disposing of it before its end cancels it at the server.</summary>
internal sealed class ClientCall : IDisposable
{
    private readonly string _method;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _ct;

    private HttpResponseMessage? _response;
    private PipeReader? _body;
    private string? _encoding;

    public ClientCall(string method, TimeProvider time, TimeSpan? timeout, CancellationToken ct)
    {
        _method = method;
        _caller = ct;
        _ct = ct;
        if (timeout is { } limit)
        {
            _deadline = new CancellationTokenSource(limit, time);
            _linked = CancellationTokenSource.CreateLinkedTokenSource(ct, _deadline.Token);
            _ct = _linked.Token;
        }
    }

    public Task SendAsync(HttpMessageInvoker http, HttpRequestMessage request) => TranslateAsync(async () =>
    {
        _response = await http.SendAsync(request, _ct);
        CheckHead(_response);
        _encoding = _response.Headers.NonValidated.TryGetValues("grpc-encoding", out var encoding) ? encoding.ToString() : null;
        _body = PipeReader.Create(await _response.Content.ReadAsStreamAsync(_ct), new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        return true;
    });

    /// <summary>The next response, or <see langword="null"/> after the last one.</summary>
    /// <exception cref="RpcException">The call failed.</exception>
    public Task<T?> ReadAsync<T>(MessageParser<T> parser, int maxBytes)
        where T : class, IMessage<T> => TranslateAsync<T?>(async () =>
    {
        if (await MessageFraming.ReadAsync(_body!, parser, _encoding, maxBytes, _ct) is { } message)
        {
            return message;
        }

        // An answer without messages has its status in the headers.
        var told = StatusHeaders.TryRead(_response!.TrailingHeaders, out var failure)
            || StatusHeaders.TryRead(_response.Headers, out failure);
        if (!told)
        {
            throw Failure(RpcStatusCode.Internal, "ended without a status");
        }

        return failure is null ? null : throw failure;
    });

    public void Dispose()
    {
        _response?.Dispose();
        _linked?.Dispose();
        _deadline?.Dispose();
    }

    private void CheckHead(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw Failure(ToCode(response.StatusCode), $"was answered with HTTP status {(int)response.StatusCode}");
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is null || !type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase))
        {
            throw Failure(RpcStatusCode.Unknown, $"was answered with content type '{type}', which is not gRPC");
        }
    }

    private async Task<T> TranslateAsync<T>(Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception cancelled) when (_caller.IsCancellationRequested && cancelled is not RpcException)
        {
            throw new OperationCanceledException($"{_method} was cancelled.", cancelled, _caller);
        }
        catch (Exception late) when (_deadline is { IsCancellationRequested: true } && late is not RpcException)
        {
            throw Failure(RpcStatusCode.DeadlineExceeded, "did not end within its deadline", late);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw Failure(ToCode(broken), $"lost its server: {broken.Message}", broken);
        }
    }

    private RpcException Failure(RpcStatusCode code, string what, Exception? inner = null) => new(code, $"{_method} {what}.", inner);

    private static RpcStatusCode ToCode(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => RpcStatusCode.Internal,
        HttpStatusCode.Unauthorized => RpcStatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => RpcStatusCode.PermissionDenied,
        HttpStatusCode.NotFound => RpcStatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
            RpcStatusCode.Unavailable,
        _ => RpcStatusCode.Unknown,
    };

    // HTTP/2 error codes: a stream refused, cancelled or throttled is no broken connection.
    private static RpcStatusCode ToCode(Exception broken)
    {
        for (var error = broken; error is not null; error = error.InnerException)
        {
            if (error is HttpProtocolException protocol)
            {
                return protocol.ErrorCode switch
                {
                    0x8 => RpcStatusCode.Cancelled,
                    0xB => RpcStatusCode.ResourceExhausted,
                    0x0 or 0x7 => RpcStatusCode.Unavailable,
                    _ => RpcStatusCode.Internal,
                };
            }
        }

        return RpcStatusCode.Unavailable;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace ZeroTrust.Protocol.Rpc;

/// <summary>Connections to one gRPC server. Opened when first needed; shared by any number of clients.</summary>
public sealed class GrpcChannel : IDisposable
{
    private const int MaxMessageBytes = GrpcServerOptions.PulumiMaxMessageBytes;

    private static readonly MediaTypeHeaderValue ContentType = new("application/grpc");

    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;

    /// <summary>Talks to <paramref name="address"/>, such as <c>127.0.0.1:4711</c>; a leading <c>http://</c> is fine.</summary>
    public GrpcChannel(string address, TimeProvider? time = null)
    {
        Address = new Uri(address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}");
        _time = time ?? TimeProvider.System;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // HTTP_PROXY must not capture the loopback.
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ActivityHeadersPropagator = null,

#pragma warning disable CA2262 // 16 MiB are meant: a partial failure carries a resource's whole state in its trailers.
            MaxResponseHeadersLength = 16 * 1024,
#pragma warning restore CA2262
        });
    }

    /// <summary>The server.</summary>
    public Uri Address { get; }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    internal async Task<TResponse> CallAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, TimeSpan? timeout, CancellationToken ct)
        where TResponse : class, IMessage<TResponse>
    {
        TResponse? response = null;
        await foreach (var message in StreamAsync(method, request, parser, timeout, ct))
        {
            response = response is null ? message : throw Invalid($"{method} has more than one response.");
        }

        return response ?? throw Invalid($"{method} succeeded without a response.");
    }

    internal async IAsyncEnumerable<TResponse> StreamAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, TimeSpan? timeout, [EnumeratorCancellation] CancellationToken ct)
        where TResponse : class, IMessage<TResponse>
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ReadOnlyMemoryContent(MessageFraming.ToFrame(request, MaxMessageBytes))
            {
                Headers = { ContentType = ContentType },
            },
            Headers = { { "TE", "trailers" }, { "grpc-accept-encoding", "identity" } },
        };
        if (timeout is { } limit)
        {
            message.Headers.Add(CallTimeout.HeaderName, CallTimeout.Format(limit));
        }

        using var call = new ClientCall(method, _time, timeout, ct);
        await call.SendAsync(_http, message);
        while (await call.ReadAsync(parser, MaxMessageBytes) is { } response)
        {
            yield return response;
        }
    }

    private static RpcException Invalid(string message) => new(RpcStatusCode.Internal, message);
}

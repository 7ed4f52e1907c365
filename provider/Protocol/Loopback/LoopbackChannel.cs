using Grpc.Net.Client;

namespace ZeroTrust.Protocol.Loopback;

/// <summary>Connections to a gRPC server of Pulumi on this machine.</summary>
public static class LoopbackChannel
{
    /// <summary>Longest message, either way, that Pulumi sends or takes: 400 MiB.</summary>
    public const int MaxMessageBytes = 400 * 1024 * 1024;

    /// <summary>Talks to <paramref name="address"/>, such as <c>127.0.0.1:4711</c>. Connects when first needed.</summary>
    /// <exception cref="FormatException">The address is no host and port.</exception>
    public static GrpcChannel To(string address) => To(Parse(address));

    /// <summary>Talks to a server at an address that was parsed before.</summary>
    public static GrpcChannel To(Uri server) =>
        GrpcChannel.ForAddress(
            server,
            new()
            {
                MaxReceiveMessageSize = MaxMessageBytes,
                MaxSendMessageSize = MaxMessageBytes,
                ThrowOperationCanceledOnCancellation = true,
                DisposeHttpClient = true,
                HttpHandler = new SocketsHttpHandler
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
                },
            }
        );

    /// <summary>The server at an address such as <c>127.0.0.1:4711</c>.</summary>
    /// <exception cref="FormatException">The address is no host and port.</exception>
    public static Uri Parse(string address) =>
        Uri.TryCreate($"http://{address}", UriKind.Absolute, out var uri) && uri is { Host.Length: > 0, PathAndQuery: "/", UserInfo: "" }
            ? uri
            : throw new FormatException($"'{address}' is no address of a gRPC server; it reads 'host:port'.");
}

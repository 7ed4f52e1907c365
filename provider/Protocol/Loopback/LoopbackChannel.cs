using Grpc.Net.Client;

namespace ZeroTrust.Protocol.Loopback;

/// <summary>Connections to Pulumi's gRPC servers on this machine.</summary>
public static class LoopbackChannel
{
    /// <summary>Maximum message size of Pulumi in both directions: 400 MiB.</summary>
    public const int MaxMessageBytes = 400 * 1024 * 1024;

    /// <summary>A channel to an address such as <c>127.0.0.1:4711</c>. Connects on first use.</summary>
    /// <exception cref="FormatException">The address is not a host and port.</exception>
    public static GrpcChannel To(string address) => To(Parse(address));

    /// <summary>A channel to a parsed address. Connects on first use.</summary>
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
                    // HTTP_PROXY must not capture loopback connections.
                    UseProxy = false,
                    UseCookies = false,
                    AllowAutoRedirect = false,
                    EnableMultipleHttp2Connections = true,
                    PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                    ActivityHeadersPropagator = null,

#pragma warning disable CA2262 // 16 MiB is intended: a partial failure has the resource's whole state in its trailers.
                    MaxResponseHeadersLength = 16 * 1024,
#pragma warning restore CA2262
                },
            }
        );

    /// <summary>Parses an address such as <c>127.0.0.1:4711</c>.</summary>
    /// <exception cref="FormatException">The address is not a host and port.</exception>
    public static Uri Parse(string address) =>
        Uri.TryCreate($"http://{address}", UriKind.Absolute, out var uri) && uri is { Host.Length: > 0, PathAndQuery: "/", UserInfo: "" }
            ? uri
            : throw new FormatException($"'{address}' is not the address of a gRPC server; write 'host:port'.");
}

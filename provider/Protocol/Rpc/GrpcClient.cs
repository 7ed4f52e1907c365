using Google.Protobuf;

namespace ZeroTrust.Protocol.Rpc;

/// <summary>Calls the methods of one gRPC service. Cheap to make; the channel holds the connections.</summary>
/// <param name="service">Full name, such as <c>pulumirpc.Engine</c>.</param>
/// <param name="channel">Connections to the server.</param>
/// <remarks>
/// A failed call throws <see cref="RpcException"/>: Unavailable when the server cannot be reached or is lost, DeadlineExceeded after
/// <see cref="Timeout"/>. A call that the caller cancels throws <see cref="OperationCanceledException"/>.
/// </remarks>
public abstract class GrpcClient(string service, GrpcChannel channel)
{
    /// <summary>Limit on each call, told to the server as well. Unset: none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Calls a method with one request and one response.</summary>
    protected Task<TResponse> CallAsync<TResponse>(string method, IMessage request, MessageParser<TResponse> parser, CancellationToken ct)
        where TResponse : class, IMessage<TResponse> =>
        channel.CallAsync($"/{service}/{method}", request, parser, Timeout, ct);

    /// <summary>Calls a method with one request and any number of responses. Leaving the loop early cancels the call.</summary>
    protected IAsyncEnumerable<TResponse> StreamAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, CancellationToken ct)
        where TResponse : class, IMessage<TResponse> =>
        channel.StreamAsync($"/{service}/{method}", request, parser, Timeout, ct);
}

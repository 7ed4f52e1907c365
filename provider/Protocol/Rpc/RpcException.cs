using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ZeroTrust.Protocol.Rpc;

/// <summary>A failed call: thrown by a service to answer it, and by a client that got it.</summary>
public sealed class RpcException : Exception
{
    /// <summary>A failure with nothing but a message.</summary>
    public RpcException(RpcStatusCode code, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Details = [];
    }

    /// <summary>A failure with details such as <c>ErrorResourceInitFailed</c> or <c>ConfigureErrorMissingKeys</c>.</summary>
    public RpcException(RpcStatusCode code, string message, params IReadOnlyList<IMessage> details)
        : base(message)
    {
        Code = code;
        Details = [.. details.Select(detail => detail as Any ?? Any.Pack(detail))];
    }

    /// <summary>Kind of failure.</summary>
    public RpcStatusCode Code { get; }

    /// <summary>Details, packed.</summary>
    public IReadOnlyList<Any> Details { get; }

    /// <summary>The first detail of type <typeparamref name="T"/>, or <see langword="null"/>.</summary>
    public T? FindDetail<T>()
        where T : class, IMessage<T>, new()
    {
        foreach (var detail in Details)
        {
            if (detail.TryUnpack<T>(out var found))
            {
                return found;
            }
        }

        return null;
    }
}

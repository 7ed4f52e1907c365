using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace ZeroTrust.Protocol.Rpc;

/// <summary>How gRPC puts messages into a body: a compression flag, a length in four bytes, the message.</summary>
internal static class MessageFraming
{
    private const int HeaderSize = 5;

    /// <exception cref="RpcException">The message is longer than <paramref name="maxBytes"/>.</exception>
    public static void Write(IBufferWriter<byte> writer, IMessage message, int maxBytes)
    {
        var size = message.CalculateSize();
        CheckSize((uint)size, maxBytes);
        var header = writer.GetSpan(HeaderSize);
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], size);
        writer.Advance(HeaderSize);
        message.WriteTo(writer);
    }

    public static ReadOnlyMemory<byte> ToFrame(IMessage message, int maxBytes)
    {
        var frame = new ArrayBufferWriter<byte>(HeaderSize + message.CalculateSize());
        Write(frame, message, maxBytes);
        return frame.WrittenMemory;
    }

    /// <summary>The next message, or <see langword="null"/> when the body has ended.</summary>
    /// <param name="reader">The body.</param>
    /// <param name="parser">Parser of the message.</param>
    /// <param name="encoding">The body's <c>grpc-encoding</c>.</param>
    /// <param name="maxBytes">Longest message that is let in.</param>
    /// <param name="ct">Ends the wait for bytes.</param>
    /// <exception cref="RpcException">The body breaks the framing, or the message is too long, compressed or malformed.</exception>
    public static async ValueTask<T?> ReadAsync<T>(
        PipeReader reader, MessageParser<T> parser, string? encoding, int maxBytes, CancellationToken ct)
        where T : class, IMessage<T>
    {
        var header = (await reader.ReadAtLeastAsync(HeaderSize, ct)).Buffer;
        if (header.IsEmpty)
        {
            return null;
        }

        if (header.Length < HeaderSize)
        {
            throw Truncated();
        }

        var length = ReadHeader(header, encoding, maxBytes);
        reader.AdvanceTo(header.GetPosition(HeaderSize));
        if (length == 0)
        {
            return parser.ParseFrom([]);
        }

        var body = (await reader.ReadAtLeastAsync(length, ct)).Buffer;
        if (body.Length < length)
        {
            throw Truncated();
        }

        var message = Parse(parser, body.Slice(0, length));
        reader.AdvanceTo(body.GetPosition(length));
        return message;
    }

    private static int ReadHeader(ReadOnlySequence<byte> buffer, string? encoding, int maxBytes)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        if (header[0] != 0)
        {
            throw header[0] == 1 && encoding is not (null or "" or "identity")
                ? new RpcException(RpcStatusCode.Unimplemented, $"Compression '{encoding}' is not understood; send messages as 'identity'.")
                : new RpcException(RpcStatusCode.Internal, $"A message has compression flag {header[0]}, yet no compression is named.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        CheckSize(length, maxBytes);
        return (int)length;
    }

    private static T Parse<T>(MessageParser<T> parser, ReadOnlySequence<byte> bytes)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new RpcException(RpcStatusCode.Internal, $"A message is not a valid {typeof(T).Name}: {malformed.Message}", malformed);
        }
    }

    private static void CheckSize(uint size, int maxBytes)
    {
        if (size > maxBytes)
        {
            throw new RpcException(RpcStatusCode.ResourceExhausted, $"A message has {size} bytes; the limit is {maxBytes}.");
        }
    }

    private static RpcException Truncated() => new(RpcStatusCode.Internal, "The body ends in the middle of a message.");
}

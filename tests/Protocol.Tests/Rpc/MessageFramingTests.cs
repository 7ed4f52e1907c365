using System.IO.Pipelines;
using Google.Protobuf;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Tests.Rpc;

public sealed class MessageFramingTests
{
    private const int MaxBytes = 1_000_000;

    [Test]
    public async Task Messages_arrive_byte_by_byte()
    {
        CallbackInvokeRequest[] sent = [new() { Token = "first" }, new(), new() { Request = ByteString.CopyFrom(new byte[300]) }];
        var pipe = new Pipe();
        var reading = ReadAllAsync(pipe.Reader);

        foreach (var value in sent.SelectMany(message => MessageFraming.ToFrame(message, MaxBytes).ToArray()))
        {
            await pipe.Writer.WriteAsync(new[] { value });
        }

        await pipe.Writer.CompleteAsync();
        Assert.That(await reading, Is.EqualTo(sent));
    }

    [Test]
    public void A_message_beyond_the_limit_is_not_written() =>
        Assert.That(
            () => MessageFraming.ToFrame(new CallbackInvokeRequest { Token = "0123456789" }, maxBytes: 11),
            Throws.InstanceOf<RpcException>().With.Message.EqualTo("A message has 12 bytes; the limit is 11."));

    private static async Task<List<CallbackInvokeRequest>> ReadAllAsync(PipeReader reader)
    {
        var messages = new List<CallbackInvokeRequest>();
        while (await MessageFraming.ReadAsync(reader, CallbackInvokeRequest.Parser, null, MaxBytes, CancellationToken.None) is { } message)
        {
            messages.Add(message);
        }

        return messages;
    }
}

using Google.Protobuf;
using Pulumirpc;
using ZeroTrust.Engine.Programs;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Engine.Tests.Recordings;

/// <summary>Sends the recorded program's messages, each one after the earlier ones received their recorded responses.</summary>
internal sealed class RecordedProgram(Recording recording)
{
    private readonly Dictionary<string, string> _providerIds = [];

    /// <summary>Recorded and actual responses, by request.</summary>
    public List<(string What, string Recorded, string Actual)> Answers { get; } = [];

    public async Task RunAsync(ProgramContext context, CancellationToken ct)
    {
        using var channel = LoopbackChannel.To(context.MonitorAddress);
        var client = new ResourceMonitor.ResourceMonitorClient(channel);
        var pending = new List<(string Key, Task<IMessage> Answer)>();
        foreach (var message in recording.Of("pulumirpc.ResourceMonitor"))
        {
            var key = message.Method + message.Request.GetRawText();
            if (message.Started)
            {
                pending.Add((key, SendAsync(client, message, ct)));
                continue;
            }
            var index = pending.FindIndex(call => call.Key == key);
            var answer = await pending[index].Answer;
            pending.RemoveAt(index);
            Note(message, answer);
        }
        await Task.WhenAll(pending.Select(call => call.Answer));
    }

    private void Note(Message message, IMessage answer)
    {
        var recorded = message.Response!.Value.GetRawText();
        if (
            answer is RegisterResourceResponse { Id.Length: > 0 } response
            && response.Urn.Contains("pulumi:providers:", StringComparison.Ordinal)
        )
        {
            _providerIds[message.ResponseAs<RegisterResourceResponse>().Id] = response.Id;
        }
        var what = message.Request.TryGetProperty("name", out var name) ? $"{message.Method} {name}" : message.Method;
        Answers.Add((what, Canonical(WithActualIds(recorded), answer), JsonFormatter.Default.Format(answer)));
    }

    private static string Canonical(string json, IMessage like) => JsonFormatter.Default.Format(like.Descriptor.Parser.ParseJson(json));

    private async Task<IMessage> SendAsync(ResourceMonitor.ResourceMonitorClient client, Message message, CancellationToken ct)
    {
        var json = WithActualIds(message.Request.GetRawText());
        return message.Method switch
        {
            "SupportsFeature" => await client.SupportsFeatureAsync(
                JsonParser.Default.Parse<SupportsFeatureRequest>(json),
                cancellationToken: ct
            ),
            "RegisterResource" => await client.RegisterResourceAsync(
                JsonParser.Default.Parse<RegisterResourceRequest>(json),
                cancellationToken: ct
            ),
            "RegisterResourceOutputs" => await client.RegisterResourceOutputsAsync(
                JsonParser.Default.Parse<RegisterResourceOutputsRequest>(json),
                cancellationToken: ct
            ),
            "Invoke" => await client.InvokeAsync(JsonParser.Default.Parse<ResourceInvokeRequest>(json), cancellationToken: ct),
            "SignalAndWaitForShutdown" => await client.SignalAndWaitForShutdownAsync(new(), cancellationToken: ct),
            _ => throw new NotSupportedException(message.Method),
        };
    }

    private string WithActualIds(string json) =>
        _providerIds.Aggregate(json, (text, id) => text.Replace(id.Key, id.Value, StringComparison.Ordinal));
}

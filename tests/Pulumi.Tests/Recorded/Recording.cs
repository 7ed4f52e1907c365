using System.Text.Json;
using Google.Protobuf;
using Pulumirpc;

namespace Pulumi.Tests.Recorded;

/// <summary>The calls of the official SDK to the engine in one run of the recorded program, with the engine's responses.</summary>
internal sealed class Recording
{
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private Recording(IReadOnlyList<JsonElement> entries)
    {
        Run = Json.Parse<RunRequest>(entries.Last(entry => Method(entry) == "Run").GetProperty("request").GetRawText());
        Calls =
        [
            .. from entry in entries
            where Method(entry) is "RegisterResource" or "RegisterResourceOutputs" or "Invoke" && IsToMonitor(entry)
            where IsStart(entry)
            let request = entry.GetProperty("request").GetRawText()
            select new RecordedCall(Method(entry), Message(Method(entry), request), ResponseTo(entries, Method(entry), request)),
        ];
    }

    /// <summary>The CLI's request to run the program.</summary>
    public RunRequest Run { get; }

    public IReadOnlyList<RecordedCall> Calls { get; }

    public static Recording Load(string name)
    {
        var path = Path.Combine(TestContext.CurrentContext.TestDirectory, "recordings", $"{name}.grpc.jsonl");
        return new([.. File.ReadLines(path).Select(line => JsonElement.Parse(line))]);
    }

    public static T Answer<T>(string json)
        where T : IMessage, new() => Json.Parse<T>(json);

    private static IMessage Message(string method, string json) =>
        method switch
        {
            "RegisterResource" => Normalized(Json.Parse<RegisterResourceRequest>(json)),
            "RegisterResourceOutputs" => Json.Parse<RegisterResourceOutputsRequest>(json),
            _ => Json.Parse<ResourceInvokeRequest>(json),
        };

    /// <summary>Dependencies are sets, so their order is irrelevant.</summary>
    public static RegisterResourceRequest Normalized(RegisterResourceRequest request)
    {
        var result = request.Clone();
        Sort(result.Dependencies);
        foreach (var property in result.PropertyDependencies.Values)
        {
            Sort(property.Urns);
        }

        return result;

        static void Sort(Google.Protobuf.Collections.RepeatedField<string> urns)
        {
            var sorted = urns.Order(StringComparer.Ordinal).ToList();
            urns.Clear();
            urns.Add(sorted);
        }
    }

    // A call that was pending when the engine ended has no response.
    private static string? ResponseTo(IReadOnlyList<JsonElement> entries, string method, string request) =>
        entries
            .Where(entry => Method(entry) == method && IsToMonitor(entry) && !IsStart(entry))
            .Where(entry => entry.GetProperty("request").GetRawText() == request && entry.TryGetProperty("response", out _))
            .Select(entry => entry.GetProperty("response").GetRawText())
            .FirstOrDefault();

    private static bool IsStart(JsonElement entry) => entry.GetProperty("progress").GetString() == "request_started";

    private static bool IsToMonitor(JsonElement entry) =>
        entry.GetProperty("method").GetString()!.StartsWith("/pulumirpc.ResourceMonitor/", StringComparison.Ordinal);

    private static string Method(JsonElement entry) => entry.GetProperty("method").GetString()!.Split('/')[^1];
}

/// <param name="Answer">JSON of the engine's response; null if there was none.</param>
internal sealed record RecordedCall(string Method, IMessage Request, string? Answer);

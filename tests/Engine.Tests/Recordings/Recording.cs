using System.Text.Json;
using Google.Protobuf;

namespace ZeroTrust.Engine.Tests.Recordings;

/// <summary>The gRPC messages of one run of the Pulumi CLI, in order.</summary>
internal sealed class Recording
{
    private Recording(string name, IReadOnlyList<Message> messages)
    {
        Name = name;
        Messages = messages;
    }

    public string Name { get; }

    public IReadOnlyList<Message> Messages { get; }

    private static string Folder => Path.Combine(TestContext.CurrentContext.TestDirectory, "recordings");

    public static Recording Load(string name) =>
        new(
            name,
            [
                .. File.ReadLines(Path.Combine(Folder, $"{name}.grpc.jsonl"))
                    .Select(line => Message.Parse(JsonDocument.Parse(line).RootElement)),
            ]
        );

    public static string State(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.state.json"));

    public static string Display(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.display.txt"));

    public IEnumerable<Message> Of(string service) => Messages.Where(message => message.Service == service);

    /// <summary>The request to the language host to run the program; null if there was none.</summary>
    public JsonElement? Run() => Messages.FirstOrDefault(message => message.Method == "Run")?.Request;
}

/// <summary>The start or the end of a call.</summary>
internal sealed record Message(string Service, string Method, JsonElement Request, JsonElement? Response, string? Error, bool Started)
{
    public static Message Parse(JsonElement json)
    {
        var path = json.GetProperty("method").GetString()!.TrimStart('/').Split('/');
        return new(
            path[0],
            path[1],
            json.GetProperty("request"),
            json.TryGetProperty("response", out var response) ? response : null,
            json.TryGetProperty("errors", out var errors) ? errors[0].GetString() : null,
            json.GetProperty("progress").GetString() == "request_started"
        );
    }

    public T RequestAs<T>()
        where T : IMessage, new() => JsonParser.Default.Parse<T>(Request.GetRawText());

    public T ResponseAs<T>()
        where T : IMessage, new() => JsonParser.Default.Parse<T>(Response!.Value.GetRawText());
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Pulumirpc;
using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Display;
using ZeroTrust.Engine.Programs;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Engine.Tests.Recordings;

/// <summary>Runs all recorded operations in sequence on one stack with the recorded provider.</summary>
internal sealed class RecordedStack : IAsyncDisposable
{
    private const string Passphrase = "correct-horse";

    private readonly string _directory = Directory.CreateTempSubdirectory("recorded-").FullName;
    private readonly RecordedProvider _provider = new();
    private readonly StackName _stack = new("office", "dev");
    private readonly PassphraseSecrets _secrets = PassphraseSecrets.Open(Passphrase, Salt(Recording.State("02-up-create")));
    private LoopbackServer? _server;

    public static IReadOnlyList<string> Names { get; } =
    [
        "01-preview-empty",
        "02-up-create",
        "03-up-noop",
        "04-preview-expect-no-changes",
        "05-up-update",
        "06-preview-replace",
        "07-up-replace",
        "08-preview-refresh",
        "09-preview-refresh-expect",
        "10-refresh",
        "11-up-repair",
        "12-up-fail",
        "13-import",
        "14-destroy",
    ];

    public Dictionary<string, Outcome> Outcomes { get; } = [];

    public async Task RunAllAsync(CancellationToken ct)
    {
        _server = await LoopbackServer.StartAsync(toStatus: null, binder => ResourceProvider.BindService(binder, _provider));
        foreach (var name in Names)
        {
            Outcomes[name] = await RunAsync(Recording.Load(name), ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<Outcome> RunAsync(Recording recording, CancellationToken ct)
    {
        _provider.Play(recording);
        var program = new RecordedProgram(recording);
        var display = new StringWriter { NewLine = "\n" };
        var options = new EngineOptions
        {
            Stack = _stack,
            ProjectDirectory = _directory,
            StateDirectory = _directory,
            Secrets = _secrets,
            Program = new InProcessProgram(program.RunAsync),
            Config = Config(recording),
            AttachedProviders = new Dictionary<string, int> { ["zerotrust"] = _server!.Port },
            Environment = new Dictionary<string, string>(),
            Parallel = 8,
            Display = recording.Name is "01-preview-empty" or "06-preview-replace" or "08-preview-refresh"
                ? new DiffDisplay(display)
                : new PlainDisplay(display, TimeProvider.System),
        };
        var engine = new LocalEngine(options);
        var straight = new OperationOptions { SkipPreview = true };
        var result = await (
            recording.Name switch
            {
                "01-preview-empty" or "06-preview-replace" => engine.PreviewAsync(new(), ct),
                "04-preview-expect-no-changes" => engine.PreviewAsync(new() { ExpectNoChanges = true }, ct),
                "08-preview-refresh" => engine.PreviewAsync(new() { Refresh = true }, ct),
                "09-preview-refresh-expect" => engine.PreviewAsync(new() { Refresh = true, ExpectNoChanges = true }, ct),
                "10-refresh" => engine.RefreshAsync(straight, ct),
                "13-import" => engine.ImportAsync(
                    [new("zerotrust:index:DeviceProfile", "imported", "11111111-1111-4111-8111-111111111111") { Protect = false }],
                    new(),
                    ct
                ),
                "14-destroy" => engine.DestroyAsync(straight, ct),
                _ => engine.UpAsync(straight, ct),
            }
        );
        var received = _provider.Received;
        return new(
            recording,
            result,
            received,
            program.Answers,
            new StateStore(_directory, _stack, TimeProvider.System).Export(_secrets),
            display.ToString()
        );
    }

    /// <summary>A state with decrypted secrets and without values that vary between runs.</summary>
    public string Comparable(string export, IReadOnlyDictionary<string, string> providerIds)
    {
        var node = Reveal(JsonNode.Parse(export)!)!;

        // The order of resources is that of execution, which varies between runs.
        if (node["deployment"]!["resources"] is JsonArray resources)
        {
            var sorted = resources
                .Select(resource => resource!.DeepClone())
                .OrderBy(resource => resource["urn"]!.GetValue<string>(), StringComparer.Ordinal);
            node["deployment"]!["resources"] = new JsonArray([.. sorted]);
        }
        var text = node.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        return providerIds.Aggregate(text, (current, id) => current.Replace(id.Key, id.Value, StringComparison.Ordinal));
    }

    private static Dictionary<string, ConfigValue> Config(Recording recording)
    {
        // Operations that run no program have the same configuration.
        var run = recording.Run() ?? Recording.Load("02-up-create").Run()!.Value;
        var secrets = run.GetProperty("configSecretKeys").EnumerateArray().Select(key => key.GetString()!).ToHashSet();
        return run.GetProperty("config")
            .EnumerateObject()
            .ToDictionary(pair => pair.Name, pair => new ConfigValue(pair.Value.GetString()!, secrets.Contains(pair.Name)));
    }

    private static string Salt(string export) =>
        JsonNode.Parse(export)!["deployment"]!["secrets_providers"]!["state"]!["salt"]!.GetValue<string>();

    private JsonNode? Reveal(JsonNode? node) =>
        node switch
        {
            JsonObject secret when secret["ciphertext"] is { } ciphertext => JsonNode.Parse(
                $$"""{"secret": {{_secrets.Decrypt(ciphertext.GetValue<string>())}}}"""
            ),
            JsonObject map => new JsonObject(
                map.Where(pair => pair.Key is not ("time" or "created" or "modified"))
                    .Select(pair => KeyValuePair.Create(pair.Key, Reveal(pair.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(Reveal)]),
            _ => node?.DeepClone(),
        };
}

internal sealed record Outcome(
    Recording Recording,
    OperationResult Result,
    IReadOnlyList<(string Method, string Key, IMessage Request)> Received,
    IReadOnlyList<(string What, string Recorded, string Actual)> Answers,
    string State,
    string Display
)
{
    /// <summary>IDs of provider resources, which each engine generates.</summary>
    public IReadOnlyDictionary<string, string> ProviderIds =>
        Received
            .Select(call => call.Request)
            .OfType<ConfigureRequest>()
            .GroupBy(request => request.Id)
            .ToDictionary(group => group.Key, group => $"<{group.First().Name}>");
}

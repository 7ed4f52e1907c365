using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pulumirpc;
using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Display;
using ZeroTrust.Engine.Programs;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Engine.Tests.Recordings;

/// <summary>Compares <c>preview --json</c> with the output of the Pulumi CLI for the same program, state and provider.</summary>
[CancelAfter(900_000)]
internal sealed partial class JsonPreviewTests
{
    private const string Name = "30b-preview-json-changes";

    [Test]
    public async Task A_preview_matches_pulumis(CancellationToken ct)
    {
        var actual = await PreviewAsync(showSecrets: false, ct);

        var expected = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(TestContext.CurrentContext.TestDirectory, "recordings", $"{Name}.preview.json"), ct)
        )!;
        Assert.That(Comparable(JsonNode.Parse(actual)!), Is.EqualTo(Comparable(expected)));
    }

    [Test]
    public async Task It_contains_no_secrets(CancellationToken ct) =>
        Assert.That(await PreviewAsync(showSecrets: false, ct), Does.Not.Contain("simulated").And.Contain("[secret]"));

    [Test]
    public async Task It_contains_secrets_on_request(CancellationToken ct) =>
        Assert.That(await PreviewAsync(showSecrets: true, ct), Does.Not.Contain("[secret]"));

    private static async Task<string> PreviewAsync(bool showSecrets, CancellationToken ct)
    {
        var recording = Recording.Load(Name);
        var provider = new RecordedProvider();
        provider.Play(recording);
        await using var server = await LoopbackServer.StartAsync(toStatus: null, binder => ResourceProvider.BindService(binder, provider));
        var directory = Directory.CreateTempSubdirectory("json-").FullName;
        try
        {
            var stack = new StackName("office", "dev");
            var export = Recording.State("20-up-create");
            var secrets = PassphraseSecrets.Open(
                "correct-horse",
                JsonNode.Parse(export)!["deployment"]!["secrets_providers"]!["state"]!["salt"]!.GetValue<string>()
            );
            new StateStore(directory, stack, TimeProvider.System).Import(export, secrets, _ => secrets);
            var run = recording.Run()!.Value;
            var hidden = run.GetProperty("configSecretKeys").EnumerateArray().Select(key => key.GetString()!).ToHashSet();
            var config = run.GetProperty("config")
                .EnumerateObject()
                .ToDictionary(pair => pair.Name, pair => new ConfigValue(pair.Value.GetString()!, hidden.Contains(pair.Name)));
            var output = new StringWriter();
            var result = await new LocalEngine(
                new()
                {
                    Stack = stack,
                    ProjectDirectory = directory,
                    StateDirectory = directory,
                    Secrets = secrets,
                    Program = new InProcessProgram(new RecordedProgram(recording).RunAsync),
                    Config = config,
                    AttachedProviders = new Dictionary<string, int> { ["zerotrust"] = server.Port },
                    Environment = new Dictionary<string, string>(),
                    Display = new JsonDisplay(output, config, showSecrets),
                }
            ).PreviewAsync(new(), ct);
            Assert.That(result.ExitCode, Is.Zero, () => string.Join('\n', result.Diagnostics));
            return output.ToString();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // The order of steps is that of execution, which varies between runs, as do times and duration.
    private static string Comparable(JsonNode preview)
    {
        preview["duration"] = 0;
        preview["steps"] = new JsonArray([
            .. preview["steps"]!
                .AsArray()
                .Select(step => step!.DeepClone())
                .OrderBy(step => step["urn"]!.GetValue<string>(), StringComparer.Ordinal),
        ]);
        return Times().Replace(preview.ToJsonString(new() { WriteIndented = true }), "TIME");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+Z")]
    private static partial Regex Times();
}

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;

namespace Pulumi.Tests.Recorded;

/// <summary>
/// Runs the recorded program in a separate process with an engine that sends the recorded responses.
/// It must make the same calls as with the official SDK.
/// </summary>
internal sealed class RecordedProgramTests
{
    [TestCase("01-preview-empty")]
    [TestCase("02-up-create")]
    [TestCase("03-up-noop")]
    [TestCase("05-up-update")]
    [TestCase("07-up-replace")]
    public async Task A_run_makes_the_calls_that_the_official_SDK_made(string name)
    {
        var recording = Recording.Load(name);
        var run = await RunAsync(recording);

        Assert.That(run.Errors, Is.Empty);
        Assert.That(run.Engine.Messages, Is.Empty);
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(Lines(run.Monitor.Calls), Is.EquivalentTo(Lines(recording.Calls)));
        Assert.That(run.Monitor.HasShutDown);
    }

    [Test]
    public async Task A_failing_run_makes_the_same_calls_and_reports_the_failure_once()
    {
        var recording = Recording.Load("12-up-fail");
        var run = await RunAsync(recording);

        Assert.That(Lines(recording.Calls), Is.SubsetOf(Lines(run.Monitor.Calls)));
        Assert.That(run.ExitCode, Is.EqualTo(32));
        Assert.That(run.Monitor.HasShutDown, Is.False);
        var message = run.Engine.Messages.Single();
        Assert.That(message.Severity, Is.EqualTo(LogSeverity.Error));
        Assert.That(message.Urn, Is.EqualTo("urn:pulumi:dev::office::zerotrust:index:DeviceProfile::bad"));
        Assert.That(
            message.Message,
            Is.EqualTo("zerotrust:index:DeviceProfile 'bad' could not be registered (Unknown): the engine has stopped")
        );
    }

    [Test]
    public async Task Each_feature_is_queried_once()
    {
        var run = await RunAsync(Recording.Load("02-up-create"));

        Assert.That(run.Monitor.Features, Is.EquivalentTo(["resourceReferences", "aliasSpecs"]));
    }

    [Test]
    public async Task An_engine_without_the_shutdown_signal_is_supported()
    {
        var recording = Recording.Load("02-up-create");
        var run = await RunAsync(recording, new(recording) { KnowsShutdownSignal = false });

        Assert.That((run.ExitCode, run.Errors), Is.EqualTo((0, "")));
    }

    [Test]
    public async Task Without_an_engine_the_program_ends_with_a_clear_error()
    {
        using var program = Start(EnvironmentOf(Recording.Load("02-up-create").Run, "127.0.0.1:1"));
        var errors = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();

        Assert.That(program.ExitCode, Is.EqualTo(1));
        Assert.That(errors, Does.StartWith("A message could not be sent to the engine"));
    }

    [Test]
    public async Task A_program_started_without_the_CLI_says_to_use_it()
    {
        using var program = Start([]);
        var errors = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();

        Assert.That(program.ExitCode, Is.Not.Zero);
        Assert.That(errors, Does.Contain("start it with `pulumi preview` or `pulumi up`"));
        Assert.That(errors, Does.Contain("PULUMI_MONITOR"));
    }

    private static IEnumerable<string> Lines(IEnumerable<RecordedCall> calls) =>
        calls.Select(call => $"{call.Method} {SortedJson(call.Request)}").Order(StringComparer.Ordinal);

    // Map entries are unordered.
    private static string SortedJson(IMessage message)
    {
        return Sorted(JsonNode.Parse(JsonFormatter.Default.Format(message)))!.ToJsonString();

        static JsonNode? Sorted(JsonNode? node) =>
            node switch
            {
                JsonObject map => new JsonObject(
                    map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                        .Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))
                ),
                JsonArray list => new JsonArray([.. list.Select(Sorted)]),
                _ => node?.DeepClone(),
            };
    }

    private static async Task<ProgramRun> RunAsync(Recording recording, ReplayMonitor? monitor = null)
    {
        monitor ??= new(recording);
        var engine = new RecordingEngine();
        await using var server = await LoopbackServer.StartAsync(
            toStatus: null,
            binder => ResourceMonitor.BindService(binder, monitor),
            binder => Pulumirpc.Engine.BindService(binder, engine)
        );
        using var program = Start(EnvironmentOf(recording.Run, server.Address));
        var errors = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        return new(program.ExitCode, errors, monitor, engine);
    }

    private static Dictionary<string, string> EnvironmentOf(RunRequest run, string engine) =>
        new()
        {
            ["PULUMI_MONITOR"] = engine,
            ["PULUMI_ENGINE"] = engine,
            ["PULUMI_PROJECT"] = run.Project,
            ["PULUMI_STACK"] = run.Stack,
            ["PULUMI_ORGANIZATION"] = run.Organization,
            ["PULUMI_DRY_RUN"] = run.DryRun ? "true" : "false",
            ["PULUMI_QUERY_MODE"] = "false",
            ["PULUMI_PARALLEL"] = $"{run.Parallel}",
            ["PULUMI_CONFIG"] = JsonSerializer.Serialize(run.Config),
            ["PULUMI_CONFIG_SECRET_KEYS"] = JsonSerializer.Serialize(run.ConfigSecretKeys),
        };

    private static Process Start(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(TestContext.CurrentContext.TestDirectory, "RecordedProgram.dll")])
        {
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PULUMI_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private sealed record ProgramRun(int ExitCode, string Errors, ReplayMonitor Monitor, RecordingEngine Engine);
}

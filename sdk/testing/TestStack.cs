using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using ZeroTrust.Cli.Explain;
using ZeroTrust.Engine;
using ZeroTrust.Engine.Display;

namespace ZeroTrust.Testing;

/// <summary>Options of a <see cref="TestStack"/>.</summary>
public sealed record TestStackOptions
{
    /// <summary>The project's name, which is the namespace of configuration keys without a colon.</summary>
    /// <value>Default <c>test</c>.</value>
    public string Project { get; init; } = "test";

    /// <summary>The stack's name.</summary>
    /// <value>Default <c>test</c>.</value>
    public string Stack { get; init; } = "test";

    /// <summary>The stack's configuration; lists and objects are JSON strings.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    /// <summary>Folder that holds the provider's executable.</summary>
    /// <value>Default: PATH, then the installed plugins, then the plugin in this package.</value>
    public string? PluginFolder { get; init; }
}

/// <summary>A Pulumi program that an in-process engine deploys to a <see cref="SimulatedAccount"/>, with its own state.</summary>
public sealed class TestStack : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("zerotrust-test-").FullName;
    private readonly TestStackOptions _options;
    private readonly Dictionary<string, string> _environment;

    private TestStack(SimulatedAccount account, TestStackOptions options)
    {
        _options = options;
        _environment = EngineOptions.CurrentEnvironment();
        foreach (var (name, value) in account.Environment)
        {
            _environment[name] = value;
        }

        _environment["PULUMI_CONFIG_PASSPHRASE"] = "";

        // Points the plugin and the program to the runtime that runs this test.
        _environment.TryAdd("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")));
    }

    /// <summary>Creates a stack of a built C# program, such as one that the test project references.</summary>
    /// <param name="account">The account to deploy to.</param>
    /// <param name="program">The program's assembly, such as <c>typeof(OfficeStack).Assembly</c>.</param>
    /// <param name="options">Options of the stack.</param>
    public static TestStack Of(SimulatedAccount account, Assembly program, TestStackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Open(
            account,
            new JsonObject
            {
                ["name"] = "dotnet",
                ["options"] = new JsonObject { ["binary"] = program.Location },
            },
            ".",
            options
        );
    }

    /// <summary>Creates a stack of a program in a folder: C#, JavaScript or TypeScript, the languages of the local engine.</summary>
    /// <param name="account">The account to deploy to.</param>
    /// <param name="folder">The program's folder.</param>
    /// <param name="runtime">Pulumi's name of its runtime, such as <c>dotnet</c> or <c>nodejs</c>.</param>
    /// <param name="options">Options of the stack.</param>
    public static TestStack In(SimulatedAccount account, string folder, string runtime, TestStackOptions? options = null) =>
        Open(account, runtime, Path.GetFullPath(folder), options);

    /// <summary>Previews the next update. Changes nothing.</summary>
    public Task<StackRun> PreviewAsync(CancellationToken ct = default) => RunAsync(engine => engine.PreviewAsync(new(), ct));

    /// <summary>Previews the next update after a refresh, which shows drift if the program is unchanged. Changes nothing.</summary>
    public Task<StackRun> PreviewDriftAsync(CancellationToken ct = default) =>
        RunAsync(engine => engine.PreviewAsync(new() { Refresh = true }, ct));

    /// <summary>Previews the next update and returns what devices get after it. Changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The preview failed; the message has the errors.</exception>
    public async Task<Policy> PolicyAsync(CancellationToken ct = default)
    {
        var stack = OpenStack();
        var options = stack.ToOptions();
        using var preview = new StringWriter();
        var engine = new LocalEngine(options with { Display = new JsonDisplay(preview, options.Config) });
        new StackRun(await engine.PreviewAsync(new(), ct)).EnsureSucceeded();
        return new(PlannedPolicy.Of(preview.ToString(), stack.Store.Export(stack.Secrets)));
    }

    /// <summary>Deploys the program to the account.</summary>
    public Task<StackRun> UpAsync(CancellationToken ct = default) => RunAsync(engine => engine.UpAsync(new() { SkipPreview = true }, ct));

    /// <summary>Updates the stack's state to match the account.</summary>
    public Task<StackRun> RefreshAsync(CancellationToken ct = default) =>
        RunAsync(engine => engine.RefreshAsync(new() { SkipPreview = true }, ct));

    /// <summary>Deletes every resource of the stack.</summary>
    public Task<StackRun> DestroyAsync(CancellationToken ct = default) =>
        RunAsync(engine => engine.DestroyAsync(new() { SkipPreview = true }, ct));

    /// <summary>Deletes the stack's files; the account stays unchanged.</summary>
    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static TestStack Open(SimulatedAccount account, JsonNode runtime, string main, TestStackOptions? options)
    {
        ArgumentNullException.ThrowIfNull(account);
        var stack = new TestStack(account, options ?? new());
        stack.WriteProject(runtime, main);
        return stack;
    }

    // JSON is valid YAML.
    private void WriteProject(JsonNode runtime, string main)
    {
        var project = new JsonObject
        {
            ["name"] = _options.Project,
            ["runtime"] = runtime,
            ["main"] = main,
            ["config"] = new JsonObject(_options.Config.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
        };
        if (_options.PluginFolder is { } folder)
        {
            project["plugins"] = new JsonObject
            {
                ["providers"] = new JsonArray(new JsonObject { ["name"] = "zerotrust", ["path"] = Path.GetFullPath(folder) }),
            };
        }

        File.WriteAllText(Path.Combine(_directory, "Pulumi.yaml"), project.ToJsonString());
    }

    private async Task<StackRun> RunAsync(Func<LocalEngine, Task<OperationResult>> operation) =>
        new(await operation(new LocalEngine(OpenStack().ToOptions())));

    // Opens the stack for each operation, as separate commands would.
    private ProjectStack OpenStack() => ProjectStack.Open(_directory, _options.Stack, null, _environment, null, TimeProvider.System);
}

using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using ZeroTrust.Engine;

namespace ZeroTrust.Testing;

/// <summary>What a <see cref="TestStack"/> runs with.</summary>
public sealed record TestStackOptions
{
    /// <summary>The project's name, to which configuration keys without a colon belong.</summary>
    /// <value>Default <c>test</c>.</value>
    public string Project { get; init; } = "test";

    /// <summary>The stack's name.</summary>
    /// <value>Default <c>test</c>.</value>
    public string Stack { get; init; } = "test";

    /// <summary>The stack's configuration; lists and objects as JSON.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    /// <summary>Folder that holds the provider's executable.</summary>
    /// <value>Default: where Pulumi looks, that is PATH and the installed plugins.</value>
    public string? PluginFolder { get; init; }
}

/// <summary>A Pulumi program deployed to a <see cref="SimulatedAccount"/>, with a state of its own, by an engine in this process.</summary>
public sealed class TestStack : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("zerotrust-test-").FullName;
    private readonly TestStackOptions _options;
    private readonly Dictionary<string, string> _environment;

    private TestStack(SimulatedAccount account, TestStackOptions options)
    {
        _options = options;
        _environment = Environment
            .GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
        foreach (var (name, value) in account.Environment)
        {
            _environment[name] = value;
        }

        _environment["PULUMI_CONFIG_PASSPHRASE"] = "";

        // The plugin and the program look for the runtime; this test has found it.
        _environment.TryAdd("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")));
    }

    /// <summary>A stack of a C# program that is already built, such as one that the test project refers to.</summary>
    /// <param name="account">Where it is deployed to.</param>
    /// <param name="program">The program's assembly, such as <c>typeof(OfficeStack).Assembly</c>.</param>
    /// <param name="options">Its configuration.</param>
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

    /// <summary>A stack of a program in a folder, in any language that the local engine runs: C#, JavaScript, TypeScript.</summary>
    /// <param name="account">Where it is deployed to.</param>
    /// <param name="folder">The program's folder.</param>
    /// <param name="runtime">Pulumi's name of its language, such as <c>dotnet</c> or <c>nodejs</c>.</param>
    /// <param name="options">Its configuration.</param>
    public static TestStack In(SimulatedAccount account, string folder, string runtime, TestStackOptions? options = null) =>
        Open(account, runtime, Path.GetFullPath(folder), options);

    /// <summary>What the next update would do. Nothing changes.</summary>
    public Task<StackRun> PreviewAsync(CancellationToken ct = default) => RunAsync(engine => engine.PreviewAsync(new(), ct));

    /// <summary>What the next update would do after a refresh: drift, when the program is as it was. Nothing changes.</summary>
    public Task<StackRun> PreviewDriftAsync(CancellationToken ct = default) =>
        RunAsync(engine => engine.PreviewAsync(new() { Refresh = true }, ct));

    /// <summary>Makes the account what the program says.</summary>
    public Task<StackRun> UpAsync(CancellationToken ct = default) => RunAsync(engine => engine.UpAsync(new() { SkipPreview = true }, ct));

    /// <summary>Reads what is in the account into the stack's state.</summary>
    public Task<StackRun> RefreshAsync(CancellationToken ct = default) =>
        RunAsync(engine => engine.RefreshAsync(new() { SkipPreview = true }, ct));

    /// <summary>Deletes all that the stack made.</summary>
    public Task<StackRun> DestroyAsync(CancellationToken ct = default) =>
        RunAsync(engine => engine.DestroyAsync(new() { SkipPreview = true }, ct));

    /// <summary>Forgets the stack's files; the account keeps what it has.</summary>
    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static TestStack Open(SimulatedAccount account, JsonNode runtime, string main, TestStackOptions? options)
    {
        ArgumentNullException.ThrowIfNull(account);
        var stack = new TestStack(account, options ?? new());
        stack.WriteProject(runtime, main);
        return stack;
    }

    // JSON is YAML.
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

    // Opened anew each time, as commands of their own would.
    private async Task<StackRun> RunAsync(Func<LocalEngine, Task<OperationResult>> operation) =>
        new(
            await operation(
                new LocalEngine(ProjectStack.Open(_directory, _options.Stack, null, _environment, null, TimeProvider.System).ToOptions())
            )
        );
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ZeroTrust.Engine;
using ZeroTrust.Simulator;

namespace ZeroTrust.Examples.Tests;

/// <summary>
/// An example's stack in its own account. The built program and plugin run as processes; the project's files are copies that refer to
/// them.
/// </summary>
internal sealed partial class ExampleStack : IAsyncDisposable
{
    private const string Stack = "dev";
    private const string Tunnels = "warp_connector?is_deleted=false";

    // All kinds of objects that examples declare.
    private static readonly string[] Inventoried =
    [
        "devices/policies",
        "devices/policy",
        "devices/policy/exclude",
        "devices/policy/include",
        "devices/policy/fallback_domains",
        "devices/networks",
        Tunnels,
        "teamnet/routes?is_deleted=false",
        "teamnet/virtual_networks?is_deleted=false",
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("example-").FullName;
    private readonly Dictionary<string, string> _environment;

    private ExampleStack(CloudflareSimulator account)
    {
        Account = account;
        _environment = Environment
            .GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
        // The passphrase of the root example; the other examples accept any.
        _environment["PULUMI_CONFIG_PASSPHRASE"] = "office";
        _environment["CLOUDFLARE_ACCOUNT_ID"] = account.AccountId;
        _environment["CLOUDFLARE_API_TOKEN"] = account.Token;
        _environment["CLOUDFLARE_BASE_URL"] = account.BaseUrl;
        // A plugin that is built but not published needs the runtime; use this test's.
        _environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
    }

    public CloudflareSimulator Account { get; }

    /// <summary>Write requests.</summary>
    public IEnumerable<string> Writes =>
        Account.Requests.Where(request => request.Method != "GET").Select(request => $"{request.Method} {request.Path}");

    /// <param name="example">The example's folder.</param>
    /// <param name="project">The folder of its <c>Pulumi.yaml</c>, in the repository.</param>
    /// <param name="program">The assembly of its program.</param>
    public static async Task<ExampleStack> OpenAsync(string example, string project, string program)
    {
        var stack = new ExampleStack(await CloudflareSimulator.StartAsync());
        var projectFile = await File.ReadAllTextAsync(RepositoryFiles.PathTo(project, "Pulumi.yaml"));
        var assembly = RepositoryFiles.Built(Path.Combine("examples", example), $"{program}.dll");
        projectFile = RuntimeLine().Replace(projectFile, $"runtime:\n  name: dotnet\n  options:\n    binary: {assembly}");
        var plugin = Path.GetDirectoryName(RepositoryFiles.Built("provider", "pulumi-resource-zerotrust.dll"));
        projectFile = PathLine().Replace(projectFile, $"$1{plugin}");
        await File.WriteAllTextAsync(Path.Combine(stack._directory, "Pulumi.yaml"), MainLine().Replace(projectFile, ""));
        if (RepositoryFiles.PathTo(project, stack.ConfigFile) is var config && File.Exists(config))
        {
            File.Copy(config, Path.Combine(stack._directory, stack.ConfigFile));
        }

        return stack;
    }

    /// <summary>Runs one operation like a separate command: only files are kept between operations.</summary>
    public Task<OperationResult> RunAsync(Func<LocalEngine, Task<OperationResult>> operation) =>
        operation(new LocalEngine(ProjectStack.Open(_directory, Stack, null, _environment, null, TimeProvider.System).ToOptions()));

    /// <summary>Starts <c>zt local up</c> as a separate process.</summary>
    public Process StartUp() =>
        Start(RepositoryFiles.Built("cli", "zt.dll"), ["local", "--cwd", _directory, "--stack", Stack, "up", "--yes", "--skip-preview"]);

    /// <summary>Starts the plugin; the engine attaches to it instead of starting one.</summary>
    public async Task<Process> StartPluginAsync()
    {
        var plugin = Start(RepositoryFiles.Built("provider", "pulumi-resource-zerotrust.dll"), []);
        _environment["PULUMI_DEBUG_PROVIDERS"] = $"zerotrust:{await plugin.StandardOutput.ReadLineAsync()}";
        return plugin;
    }

    /// <summary>Enables adoptExisting, as users do after an interrupted run.</summary>
    public void AdoptExisting() => _environment["ZEROTRUST_ADOPT_EXISTING"] = "true";

    /// <summary>Changes the environment of further operations; null removes the variable.</summary>
    public void Export(string variable, string? value)
    {
        _environment.Remove(variable);
        if (value is not null)
        {
            _environment[variable] = value;
        }
    }

    /// <summary>Makes the engine start the plugin itself again.</summary>
    public void ForgetPlugin() => _environment.Remove("PULUMI_DEBUG_PROVIDERS");

    /// <summary>Replaces a string in the stack's configuration.</summary>
    public void Configure(string text, string replacement)
    {
        var path = Path.Combine(_directory, ConfigFile);
        var config = File.ReadAllText(path);
        Assert.That(config, Does.Contain(text));
        File.WriteAllText(path, config.Replace(text, replacement, StringComparison.Ordinal));
    }

    /// <summary>Writes the configuration of a stack without one.</summary>
    public Task ConfigureAsync(params (string Key, string Value)[] values) =>
        File.WriteAllTextAsync(
            Path.Combine(_directory, ConfigFile),
            "config:\n" + string.Concat(values.Select(entry => $"  {entry.Key}: \"{entry.Value}\"\n"))
        );

    /// <summary>Adds an object to the account outside of the stack.</summary>
    /// <returns>Cloudflare's response.</returns>
    public async Task<JsonNode> PostAsync(string path, JsonObject body)
    {
        using var client = Account.CreateClient();
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        var response = await client.PostAsync(new Uri($"accounts/{Account.AccountId}/{path}", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["result"]!;
    }

    /// <summary>The content of the account, as the API returns it.</summary>
    public async Task<IReadOnlyDictionary<string, string>> InventoryAsync()
    {
        var inventory = new Dictionary<string, string>();
        foreach (var path in Inventoried)
        {
            inventory[path] = (await GetAsync(path))?.ToJsonString() ?? "";
        }

        return inventory;
    }

    /// <summary>The custom profiles in order of precedence.</summary>
    public async Task<IReadOnlyList<string>> ProfilesAsync() =>
        [
            .. from profile in (await GetAsync("devices/policies"))!.AsArray()
            where (bool?)profile!["default"] != true
            orderby (int)profile["precedence"]!
            select (string)profile["name"]!,
        ];

    /// <summary>The tokens with which hosts of the account's tunnels enroll.</summary>
    public async Task<IReadOnlyList<string>> TokensAsync()
    {
        var tokens = new List<string>();
        foreach (var tunnel in (await GetAsync(Tunnels))!.AsArray())
        {
            tokens.Add((string)(await GetAsync($"warp_connector/{tunnel!["id"]}/token"))!);
        }

        return tokens;
    }

    /// <summary>The stack's state files as a string.</summary>
    public string ReadState() =>
        string.Concat(
            Directory.EnumerateFiles(Path.Combine(_directory, ".local"), "*", SearchOption.AllDirectories).Select(File.ReadAllText)
        );

    public async ValueTask DisposeAsync()
    {
        await Account.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    // The engine keeps stdin open; closing it stops the plugin.
    private Process Start(string assembly, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private string ConfigFile { get; } = $"Pulumi.{Stack}.yaml";

    private async Task<JsonNode?> GetAsync(string path)
    {
        using var client = Account.CreateClient();
        return JsonNode.Parse(await client.GetStringAsync(new Uri($"accounts/{Account.AccountId}/{path}", UriKind.Relative)))!["result"];
    }

    [GeneratedRegex("^runtime: dotnet$", RegexOptions.Multiline)]
    private static partial Regex RuntimeLine();

    [GeneratedRegex("^main: .*\n", RegexOptions.Multiline)]
    private static partial Regex MainLine();

    [GeneratedRegex("^( +path: ).*$", RegexOptions.Multiline)]
    private static partial Regex PathLine();
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;
using ZeroTrust.Engine;
using ZeroTrust.Engine.Display;
using ZeroTrust.Engine.Programs;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Simulator;

namespace ZeroTrust.Provider.Tests.Programs;

/// <summary>A stack with YAML programs, which the local engine deploys to a simulated account.</summary>
internal sealed class ProgramStack : IAsyncDisposable
{
    private static readonly PassphraseSecrets Secrets = PassphraseSecrets.Create("programs");

    private static readonly string[] Inventoried =
    [
        "devices/policies",
        "devices/policy",
        "devices/policy/exclude",
        "devices/policy/include",
        "devices/policy/fallback_domains",
        "devices/networks",
        "devices/settings",
        "warp_connector?is_deleted=false",
        "teamnet/routes?is_deleted=false",
        "teamnet/virtual_networks?is_deleted=false",
        "zerotrust/routes/hostname",
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("programs-").FullName;
    private readonly StringWriter _output = new(CultureInfo.InvariantCulture);
    private readonly CloudflareSimulator _account;

    private ProgramStack(CloudflareSimulator account) => _account = account;

    /// <summary>Write requests.</summary>
    public IEnumerable<LoggedRequest> Writes => _account.Requests.Where(request => request.Method != "GET");

    /// <summary>What the user has seen so far, with every detail.</summary>
    public string Output => _output.ToString();

    /// <summary>The stack's files as a string.</summary>
    public string State => string.Concat(Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories).Select(File.ReadAllText));

    public static async Task<ProgramStack> OpenAsync() => new(await CloudflareSimulator.StartAsync());

    public Task<OperationResult> PreviewAsync(YamlMappingNode program) =>
        RunAsync(program, engine => engine.PreviewAsync(new(), CancellationToken.None));

    public Task<OperationResult> UpAsync(YamlMappingNode program, bool refresh = false) =>
        RunAsync(program, engine => engine.UpAsync(new() { SkipPreview = true, Refresh = refresh }, CancellationToken.None));

    public Task<OperationResult> RefreshAsync() =>
        RunAsync([], engine => engine.RefreshAsync(new() { SkipPreview = true }, CancellationToken.None));

    public Task<OperationResult> DestroyAsync() =>
        RunAsync([], engine => engine.DestroyAsync(new() { SkipPreview = true }, CancellationToken.None));

    /// <summary>The content of the account, as the API returns it.</summary>
    public async Task<string> InventoryAsync()
    {
        var inventory = new StringBuilder();
        using var client = _account.CreateClient();
        foreach (var path in Inventoried)
        {
            var content = await client.GetStringAsync(new Uri($"accounts/{_account.AccountId}/{path}", UriKind.Relative));
            inventory.AppendLine(CultureInfo.InvariantCulture, $"{path}: {JsonNode.Parse(content)!["result"]}");
        }

        return inventory.ToString();
    }

    /// <summary>Deletes all objects of one kind.</summary>
    public async Task DeleteOutsideAsync(string path, string id)
    {
        using var client = _account.CreateClient();
        var list = path == "devices/policy" ? "devices/policies" : $"{path}?is_deleted=false";
        var content = JsonNode.Parse(await client.GetStringAsync(new Uri($"accounts/{_account.AccountId}/{list}", UriKind.Relative)))!;
        foreach (
            var found in content["result"]!
                .AsArray()
                .Where(one => one!["default"]?.GetValue<bool>() is not true && one["is_default_network"]?.GetValue<bool>() is not true)
        )
        {
            var response = await client.DeleteAsync(
                new Uri($"accounts/{_account.AccountId}/{path}/{found![id]}?cascade=true", UriKind.Relative)
            );
            response.EnsureSuccessStatusCode();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _account.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        await _output.DisposeAsync();
    }

    // Each operation has a plugin of its own.
    private async Task<OperationResult> RunAsync(YamlMappingNode program, Func<LocalEngine, Task<OperationResult>> operation)
    {
        var environment = new Dictionary<string, string>
        {
            ["CLOUDFLARE_ACCOUNT_ID"] = _account.AccountId,
            ["CLOUDFLARE_API_TOKEN"] = _account.Token,
            ["CLOUDFLARE_BASE_URL"] = _account.BaseUrl,
        };
        using var service = new ProviderService(TimeProvider.System, environment.GetValueOrDefault);
        await using var server = await LoopbackServer.StartAsync(
            ErrorResponses.Of,
            binder => Pulumirpc.Encoded.ResourceProvider.BindService(binder, service)
        );
        return await operation(
            new(
                new()
                {
                    Stack = new("programs", "dev"),
                    ProjectDirectory = _directory,
                    StateDirectory = _directory,
                    Secrets = Secrets,
                    Program = new InProcessProgram(new YamlProgram(program).RunAsync),
                    AttachedProviders = new Dictionary<string, int> { ["zerotrust"] = server.Port },
                    Environment = environment,
                    Display = new DiffDisplay(_output),
                }
            )
        );
    }
}

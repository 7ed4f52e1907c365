using System.Text.Json.Nodes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Engine.Config;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Engine.Plugins;

/// <summary>Starts plugins or attaches to running ones, for one deployment.</summary>
internal sealed class PluginHost(
    PluginLocator locator,
    PluginServices services,
    string engineAddress,
    string workingDirectory,
    string project,
    IReadOnlyDictionary<string, string> environment,
    IReadOnlyDictionary<string, int> attached,
    IReadOnlyDictionary<string, ConfigValue> config
) : IAsyncDisposable
{
    // A plugin compiles its first calls, which takes many seconds on a busy machine.
    private static readonly TimeSpan ConnectBudget = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectPause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly List<Plugin> _plugins = [];

    /// <summary>Parses <c>PULUMI_DEBUG_PROVIDERS</c>: <c>name:port</c>, separated by commas.</summary>
    public static IReadOnlyDictionary<string, int> ReadAttached(string? setting) =>
        (setting ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(entry => entry.Split(':'))
            .ToDictionary(
                parts => parts[0],
                parts =>
                    parts.Length == 2 && int.TryParse(parts[1], out var port)
                        ? port
                        : throw new EngineException("PULUMI_DEBUG_PROVIDERS must have the form 'name:port,name:port'.")
            );

    public async Task<Plugin> LoadAsync(
        string package,
        string? version,
        IReadOnlyDictionary<string, string> environmentMappings,
        CancellationToken ct
    )
    {
        var command = attached.ContainsKey(package) ? null : locator.Find(package, version);
        var process = command is null
            ? null
            : await PluginProcess.StartAsync(
                command,
                engineAddress,
                workingDirectory,
                Environment(package, environmentMappings),
                services.Clock,
                ct
            );
        var port = process?.Port ?? attached[package];
        var plugin = new Plugin(package, LoopbackChannel.To($"127.0.0.1:{port}"), process, services);
        lock (_lock)
        {
            _plugins.Add(plugin);
        }
        plugin.Open(await HandshakeAsync(plugin, command?.Directory, ct));
        if (process is null)
        {
            var attach = new PluginAttach { Address = engineAddress };
            await plugin.CallAsync("Attach", attach, (client, options) => client.AttachAsync(attach, options), ct);
        }
        var empty = new Google.Protobuf.WellKnownTypes.Empty();
        await plugin.CallAsync("GetPluginInfo", empty, (client, options) => client.GetPluginInfoAsync(empty, options), ct);
        return plugin;
    }

    public async Task CancelAsync()
    {
        await Task.WhenAll(Plugins().Select(plugin => plugin.CancelAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Plugins().Select(async plugin => await plugin.DisposeAsync()));
    }

    private Plugin[] Plugins()
    {
        lock (_lock)
        {
            return [.. _plugins];
        }
    }

    private async Task<ProviderHandshakeResponse?> HandshakeAsync(Plugin plugin, string? directory, CancellationToken ct)
    {
        var request = new ProviderHandshakeRequest
        {
            EngineAddress = engineAddress,
            ConfigureWithUrn = true,
            SupportsViews = true,
            SupportsRefreshBeforeUpdate = true,
            InvokeWithPreview = true,
            AcceptsByteString = true,
        };
        if (directory is not null)
        {
            request.RootDirectory = directory;
            request.ProgramDirectory = directory;
        }
        using var budget = new CancellationTokenSource(ConnectBudget, services.Clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, budget.Token);
        while (true)
        {
            try
            {
                return await plugin.CallAsync(
                    "Handshake",
                    request,
                    (client, options) => client.HandshakeAsync(request, options),
                    linked.Token
                );
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
            {
                return null;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && !budget.IsCancellationRequested)
            {
                await Task.Delay(ConnectPause, services.Clock, linked.Token);
            }
            catch (OperationCanceledException e) when (budget.IsCancellationRequested)
            {
                throw new EngineException(
                    $"The provider plugin '{plugin.Package}' did not answer within {ConnectBudget.TotalSeconds:0} seconds.",
                    e
                );
            }
        }
    }

    private Dictionary<string, string> Environment(string package, IReadOnlyDictionary<string, string> mappings)
    {
        var prefix = package + ":";
        var own = new JsonObject(
            config
                .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key[prefix.Length..], pair.Value.Value))
        );
        var result = new Dictionary<string, string>(environment) { ["PULUMI_CONFIG"] = own.ToJsonString(), ["PULUMI_PROJECT"] = project };
        foreach (var (from, to) in mappings)
        {
            if (environment.TryGetValue(from, out var value))
            {
                result[to] = value;
            }
        }
        return result;
    }
}

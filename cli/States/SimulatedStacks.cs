using System.Text.Json.Nodes;
using ZeroTrust.Engine;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Display;
using ZeroTrust.Provider.Shared;
using ZeroTrust.Simulator;

namespace ZeroTrust.Cli.States;

/// <summary>The stacks that <c>zt local up --simulate</c> deployed from this folder, and their simulated account.</summary>
internal sealed class SimulatedStacks : Stacks
{
    private const string Passphrase = "PULUMI_CONFIG_PASSPHRASE";

    private readonly CloudflareSimulator _account;
    private readonly Dictionary<string, string> _variables;
    private readonly string? _default;
    private readonly TimeProvider _time;

    private SimulatedStacks(CloudflareSimulator account, Dictionary<string, string> variables, string? stack, TimeProvider time) =>
        (_account, _variables, _default, _time) = (account, variables, stack, time);

    /// <exception cref="CommandException">There is no such stack.</exception>
    public static async Task<Stacks> OpenAsync(string? stack, Func<string, string?> environment, TimeProvider time, CancellationToken ct)
    {
        // The secrets of a simulated account need no protection.
        var variables = EngineOptions.CurrentEnvironment();
        variables[Passphrase] = environment(Passphrase) ?? "";
        var config = Open(stack, variables, time).ToOptions().Config;
        var account = await SimulatedAccount.StartAsync(SimulatedAccount.Folder("."), config, ct);
        foreach (var (variable, value) in SimulatedAccount.Environment(account))
        {
            variables[variable] = value;
        }

        return new SimulatedStacks(account, variables, stack, time);
    }

    /// <inheritdoc/>
    public override string? Environment(string name) => _variables.GetValueOrDefault(name);

    /// <inheritdoc/>
    public override Task<RecordedState> ExportAsync(string? stack, CancellationToken ct)
    {
        var opened = Open(stack ?? _default, _variables, _time);
        var state = AtAccount(opened.Store.Export(opened.Secrets));
        return Task.FromResult(RecordedState.Parse(state, $"the simulated stack '{opened.Name.Stack}'", Environment));
    }

    /// <inheritdoc/>
    public override async Task<string> PreviewAsync(string? stack, CancellationToken ct)
    {
        var opened = Open(stack ?? _default, _variables, _time);
        var options = SimulatedAccount.OptionsOf(opened, _account);
        var preview = new StringWriter();
        var engine = new LocalEngine(options with { Display = new JsonDisplay(preview, options.Config) });
        var result = await engine.PreviewAsync(new OperationOptions(), ct);
        var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(ResultText.Message);
        return result.ExitCode == 0 ? preview.ToString() : throw new CommandException($"The preview failed:\n{string.Join('\n', errors)}");
    }

    public override ValueTask DisposeAsync() => _account.DisposeAsync();

    private static ProjectStack Open(string? stack, Dictionary<string, string> variables, TimeProvider time)
    {
        var state = SimulatedAccount.StateFolder(".");
        stack ??= LocalStackOptions.DefaultStack;
        return Directory.Exists(state) && ProjectStack.List(".", state).Contains(stack)
            ? ProjectStack.Open(".", stack, state, variables, askPassphrase: null, time, savesSalt: false)
            : throw new CommandException($"No simulated stack '{stack}' in this folder. Deploy it with 'zt local up --simulate'.");
    }

    // If the stack's configuration has a base URL, the state has the port that the account had then.
    private string AtAccount(string state)
    {
        var json = JsonNode.Parse(state)!;
        foreach (var resource in json["deployment"]!["resources"] as JsonArray ?? [])
        {
            if (
                (string?)resource!["type"] == Package.ProviderToken
                && resource["inputs"] is JsonObject inputs
                && inputs.ContainsKey("baseUrl")
            )
            {
                inputs["baseUrl"] = _account.BaseUrl;
            }
        }

        return json.ToJsonString();
    }
}

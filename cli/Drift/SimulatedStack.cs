using ZeroTrust.Engine;
using ZeroTrust.Simulator;

namespace ZeroTrust.Cli.Drift;

/// <summary>A stack that <c>zt local up --simulate</c> deployed from this folder, and its simulated account.</summary>
internal sealed class SimulatedStack : IAsyncDisposable
{
    private const string Passphrase = "PULUMI_CONFIG_PASSPHRASE";

    private readonly CloudflareSimulator _account;
    private readonly Dictionary<string, string> _variables;

    private SimulatedStack(CloudflareSimulator account, Dictionary<string, string> variables, string state) =>
        (_account, _variables, State) = (account, variables, state);

    /// <summary>The stack's state, as <c>pulumi stack export</c> writes it.</summary>
    public string State { get; }

    /// <exception cref="DriftException">There is no such stack.</exception>
    public static async Task<SimulatedStack> OpenAsync(
        string? name,
        Func<string, string?> environment,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var folder = SimulatedAccount.Folder(".");
        var state = Path.Combine(folder, "state");
        name ??= LocalStackOptions.DefaultStack;
        if (!ProjectStack.List(".", state).Contains(name) || !Directory.Exists(state))
        {
            throw new DriftException($"No simulated stack '{name}' in this folder. Deploy it with 'zt local up --simulate'.");
        }

        // What a simulated account hands out is no secret.
        var variables = new Dictionary<string, string> { [Passphrase] = environment(Passphrase) ?? "" };
        var stack = ProjectStack.Open(".", name, state, variables, askPassphrase: null, time, savesSalt: false);
        var account = await SimulatedAccount.StartAsync(folder, stack.ToOptions().Config, ct);
        foreach (var (variable, value) in SimulatedAccount.Environment(account))
        {
            variables[variable] = value;
        }

        return new(account, variables, stack.Store.Export(stack.Secrets));
    }

    /// <summary>Credentials of the account, and the passphrase.</summary>
    public string? Environment(string name) => _variables.GetValueOrDefault(name);

    public ValueTask DisposeAsync() => _account.DisposeAsync();
}

using System.CommandLine;

namespace ZeroTrust.Cli.States;

/// <summary>The stacks that a command reads, and the settings of their account.</summary>
internal abstract class Stacks : IAsyncDisposable
{
    /// <summary>Chooses the stacks of <c>zt local --simulate</c> instead of Pulumi's.</summary>
    public static Option<bool> SimulateOption() =>
        new("--simulate")
        {
            Description = "Use the stack that 'zt local up --simulate' deployed from this folder, and its simulated account.",
        };

    /// <param name="simulate">Whether the stacks are those of <c>zt local --simulate</c>.</param>
    /// <param name="stack">The stack whose configuration a simulated account takes its credentials from; null: the default stack.</param>
    /// <param name="environment">Credentials and passphrase.</param>
    public static async Task<Stacks> OpenAsync(
        bool simulate,
        string? stack,
        Func<string, string?> environment,
        TimeProvider time,
        CancellationToken ct
    ) => simulate ? await SimulatedStacks.OpenAsync(stack, environment, time, ct) : new PulumiStacks(environment);

    /// <summary>An environment variable: credentials, passphrase.</summary>
    public abstract string? Environment(string name);

    /// <summary>A stack's state, as <c>pulumi stack export</c> writes it.</summary>
    /// <param name="stack">Null: the selected stack of the folder.</param>
    public abstract Task<RecordedState> ExportAsync(string? stack, CancellationToken ct);

    /// <summary>What an update of a stack would do, as <c>pulumi preview --json</c> writes it.</summary>
    /// <param name="stack">Null: the selected stack of the folder.</param>
    public abstract Task<string> PreviewAsync(string? stack, CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}

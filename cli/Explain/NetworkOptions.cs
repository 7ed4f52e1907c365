using System.CommandLine;
using ZeroTrust.Cli.States;

namespace ZeroTrust.Cli.Explain;

/// <summary>Options that choose what a command reads.</summary>
internal sealed class NetworkOptions
{
    private readonly Option<string?> _stack = new("--stack") { Description = "Pulumi stack to read. Default: the selected stack." };
    private readonly Option<string?> _state = new("--state")
    {
        Description = "State file from 'pulumi stack export' or 'zt local state export'; '-' reads standard input.",
    };
    private readonly Option<string?> _plan = new("--plan")
    {
        Description = "Preview file from 'pulumi preview --json': reads the result of its changes. Pass --state for unchanged resources.",
    };
    private readonly Option<bool> _live = new("--live") { Description = "Read the live account. Uses the credentials of the environment." };

    private readonly Option<bool> _simulate = Stacks.SimulateOption();

    public IEnumerable<Option> All => [_stack, _state, _plan, _live, _simulate];

    public Task<Stacks> OpenAsync(ParseResult arguments, Func<string, string?> environment, TimeProvider time, CancellationToken ct) =>
        Stacks.OpenAsync(arguments.GetValue(_simulate), arguments.GetValue(_stack), environment, time, ct);

    public async Task<NetworkReading> ReadAsync(ParseResult arguments, NetworkReader reader, CancellationToken ct) =>
        arguments switch
        {
            _ when arguments.GetValue(_live) => await reader.LiveAsync(ct),
            _ when arguments.GetValue(_plan) is { } plan => (await reader.PlanAsync(plan, arguments.GetValue(_state), ct)).After,
            _ when arguments.GetValue(_state) is { } state => await reader.StateAsync(state, ct),
            _ => await reader.StackAsync(arguments.GetValue(_stack), ct),
        };
}

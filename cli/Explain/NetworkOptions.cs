using System.CommandLine;
using ZeroTrust.Network;

namespace ZeroTrust.Cli.Explain;

/// <summary>The options by which commands choose what they look at.</summary>
internal sealed class NetworkOptions
{
    private readonly Option<string?> _stack = new("--stack")
    {
        Description = "Stack whose state 'pulumi stack export' prints. Default: the selected one.",
    };
    private readonly Option<string?> _state = new("--state")
    {
        Description = "File with a state, as 'pulumi stack export' or 'zt local state export' writes it; '-' is standard input.",
    };
    private readonly Option<string?> _plan = new("--plan")
    {
        Description =
            "File with what 'pulumi preview --json' prints: what is there after its changes. --state gives what it does not list.",
    };
    private readonly Option<bool> _live = new("--live") { Description = "The account itself, with the credentials of the environment." };

    public IEnumerable<Option> All => [_stack, _state, _plan, _live];

    public async Task<NetworkModel> ReadAsync(ParseResult arguments, NetworkReader reader, CancellationToken ct) =>
        arguments switch
        {
            _ when arguments.GetValue(_live) => await reader.LiveAsync(ct),
            _ when arguments.GetValue(_plan) is { } plan => (await reader.PlanAsync(plan, arguments.GetValue(_state), ct)).After,
            _ when arguments.GetValue(_state) is { } state => await reader.StateAsync(state, ct),
            _ => await reader.StackAsync(arguments.GetValue(_stack), ct),
        };
}

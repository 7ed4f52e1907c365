using System.CommandLine;
using Spectre.Console;
using ZeroTrust.Cli;
using ZeroTrust.Cli.Adopt;
using ZeroTrust.Cli.Drift;
using ZeroTrust.Cli.Explain;
using ZeroTrust.Cli.Impact;
using ZeroTrust.Cli.Map;

var noColor = new Option<bool>("--no-color") { Description = "Disable colors, like the environment variable NO_COLOR.", Recursive = true };
var root = new RootCommand(
    "Tools for Cloudflare Zero Trust devices managed with Pulumi: drift reports, change impact, account import, and a local simulator."
)
{
    NewCommand.Create(),
    LocalCommand.Create(),
    DriftCommand.Create(),
    ExplainCommand.Create(),
    TestCommand.Create(),
    ImpactCommand.Create(),
    MapCommand.Create(),
    AdoptCommand.Create(),
    SimulateCommand.Create(),
    DemoCommand.Create(),
    CompletionCommand.Create(),
};
root.Options.Add(noColor);
var arguments = root.Parse(args);
if (arguments.GetValue(noColor))
{
    AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
}

// An interrupted deployment may have to wait for a request that cannot be undone.
return await arguments.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(5) });

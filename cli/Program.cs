using System.CommandLine;
using Spectre.Console;
using ZeroTrust.Cli;
using ZeroTrust.Cli.Adopt;
using ZeroTrust.Cli.Drift;
using ZeroTrust.Cli.Explain;
using ZeroTrust.Cli.Impact;
using ZeroTrust.Cli.Map;

var noColor = new Option<bool>("--no-color")
{
    Description = "Writes without colours, as the environment variable NO_COLOR does.",
    Recursive = true,
};
var root = new RootCommand("Simulates Cloudflare Zero Trust devices, and deploys stacks of them on this machine.")
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

// A deployment that is interrupted may have to wait for what cannot be undone.
return await arguments.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(5) });

using System.CommandLine;
using ZeroTrust.Cli;
using ZeroTrust.Cli.Adopt;
using ZeroTrust.Cli.Drift;
using ZeroTrust.Cli.Explain;
using ZeroTrust.Cli.Impact;
using ZeroTrust.Cli.Map;

var root = new RootCommand("Simulates Cloudflare Zero Trust devices, and deploys stacks of them on this machine.")
{
    SimulateCommand.Create(),
    LocalCommand.Create(),
    AdoptCommand.Create(),
    DriftCommand.Create(),
    ExplainCommand.Create(),
    TestCommand.Create(),
    ImpactCommand.Create(),
    MapCommand.Create(),
};

// A deployment that is interrupted may have to wait for what cannot be undone.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(5) });

using System.CommandLine;
using ZeroTrust.Cli;

var root = new RootCommand("Checks, adopts and simulates Cloudflare Zero Trust devices.")
{
    SimulateCommand.Create(),
    LocalCommand.Create(),
};

// A deployment that is interrupted may have to wait for what cannot be undone.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(5) });

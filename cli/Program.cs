using System.CommandLine;
using ZeroTrust.Cli;

var root = new RootCommand("Checks, adopts and simulates Cloudflare Zero Trust devices.")
{
    SimulateCommand.Create(),
};
return await root.Parse(args).InvokeAsync();

using System.Globalization;

namespace ZeroTrust.Engine.Programs;

/// <summary>A JavaScript or TypeScript program, run by the runner that comes with <c>@pulumi/pulumi</c>.</summary>
internal sealed class NodeProgram(string directory, IReadOnlyDictionary<string, string> environment) : ChildProgram(directory, environment)
{
    private const string Runner = "@pulumi/pulumi/cmd/run";

    protected override (string FileName, IReadOnlyList<string> Arguments) Command(ProgramContext context) => ("node",
    [
        // The runner takes everything after the second word of its command line for its own.
        "-e", $"process.argv.splice(1, 0, ''); require('{Runner}')", "--",
        "--monitor", context.MonitorAddress,
        "--engine", context.EngineAddress,
        "--sync", "",
        "--organization", context.Organization,
        "--project", context.Project,
        "--stack", context.Stack,
        "--pwd", Directory,
        "--root-directory", context.RootDirectory,
        .. context.Preview ? ["--dry-run"] : Array.Empty<string>(),
        "--parallel", context.Parallel.ToString(CultureInfo.InvariantCulture),
        Directory,
    ]);
}

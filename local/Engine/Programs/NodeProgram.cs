using System.Globalization;

namespace ZeroTrust.Engine.Programs;

/// <summary>A JavaScript or TypeScript program, run by the runner that comes with <c>@pulumi/pulumi</c>.</summary>
internal sealed class NodeProgram(string directory, bool typescript, IReadOnlyDictionary<string, string> environment)
    : ChildProgram(directory, new Dictionary<string, string>(environment) { ["PULUMI_NODEJS_TYPESCRIPT"] = typescript ? "true" : "false" })
{
    private static readonly string Runner = Path.Combine("node_modules", "@pulumi", "pulumi", "cmd", "run", "index.js");

    protected override (string FileName, IReadOnlyList<string> Arguments) Command(ProgramContext context) =>
        (
            "node",
            [
                FindRunner(),
                "--monitor",
                context.MonitorAddress,
                "--engine",
                context.EngineAddress,
                "--organization",
                context.Organization,
                "--project",
                context.Project,
                "--root-directory",
                context.RootDirectory,
                "--stack",
                context.Stack,
                "--pwd",
                Directory,
                .. context.Preview ? ["--dry-run"] : Array.Empty<string>(),
                "--parallel",
                context.Parallel.ToString(CultureInfo.InvariantCulture),
                ".",
            ]
        );

    // Packages may be installed in the program's folder or in a parent.
    private string FindRunner()
    {
        for (var folder = new DirectoryInfo(Directory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, Runner);
            if (File.Exists(path))
            {
                return path;
            }
        }
        throw new EngineException($"The package @pulumi/pulumi is not installed in {Directory}; run 'npm install' there.");
    }
}

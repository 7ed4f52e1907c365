using ZeroTrust.Engine.Config;

namespace ZeroTrust.Engine.Programs;

/// <summary>Creates the program of a project's runtime.</summary>
internal static class ProgramFactory
{
    public static IProgram Create(Project project, IReadOnlyDictionary<string, string> environment) =>
        project.Runtime switch
        {
            "dotnet" => new DotnetProgram(project.ProgramDirectory, project.RuntimeOptions.GetValueOrDefault("binary"), environment),
            "nodejs" => new NodeProgram(
                project.ProgramDirectory,
                project.RuntimeOptions.GetValueOrDefault("typescript") != "false",
                environment
            ),
            _ => throw new EngineException(
                $"The local engine supports the runtimes dotnet and nodejs, not '{project.Runtime}'; use pulumi for this project."
            ),
        };
}

namespace ZeroTrust.Engine.Programs;

/// <summary>A C#, F# or VB program; built once, unless <c>binary</c> names a built one.</summary>
internal sealed class DotnetProgram(string directory, string? binary, IReadOnlyDictionary<string, string> environment)
    : ChildProgram(directory, WithoutProfiling(environment))
{
    private string? _assembly = binary is null ? null : Path.GetFullPath(Path.Combine(directory, binary));

    public override async Task PrepareAsync(Action<string> output, CancellationToken ct)
    {
        if (_assembly is not null)
        {
            return;
        }
        var lines = new List<string>();
        var build = new[] { "build", "-nologo", "-v:quiet", "-clp:NoSummary" };
        if (await RunProcessAsync("dotnet", build, new Dictionary<string, string>(), lines.Add, ct) != 0)
        {
            throw new EngineException($"The program in {Directory} does not build:\n{string.Join('\n', lines)}");
        }

        // Running the assembly directly avoids the start-up work of `dotnet run`.
        lines.Clear();
        await RunProcessAsync("dotnet", ["msbuild", "-nologo", "-getProperty:TargetPath"], new Dictionary<string, string>(), lines.Add, ct);
        var path = lines.LastOrDefault(line => line.Length > 0) ?? "";
        _assembly = File.Exists(path)
            ? path
            : throw new EngineException(
                $"Building the program in {Directory} produced no {(path.Length > 0 ? path : "assembly")}. "
                    + "If the folder has several projects, set 'main' in Pulumi.yaml."
            );
    }

    protected override (string FileName, IReadOnlyList<string> Arguments) Command(ProgramContext context) =>
        _assembly!.EndsWith(".dll", StringComparison.Ordinal) ? ("dotnet", [_assembly]) : (_assembly, []);

    // A program runs for seconds: profiling its methods, to compile them better later, costs more than it saves.
    private static Dictionary<string, string> WithoutProfiling(IReadOnlyDictionary<string, string> environment)
    {
        var result = new Dictionary<string, string>(environment);
        result.TryAdd("DOTNET_TieredPGO", "0");
        return result;
    }
}

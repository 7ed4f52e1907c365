using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ZeroTrust.Engine.Programs;

/// <summary>A program in its own process. Environment variables pass its context, as Pulumi's language hosts do.</summary>
internal abstract class ChildProgram(string directory, IReadOnlyDictionary<string, string> environment) : IProgram
{
    // SDKs exit with this code after they have reported the error.
    private const int AlreadyReported = 32;

    protected string Directory => directory;

    public virtual Task PrepareAsync(Action<string> output, CancellationToken ct) => Task.CompletedTask;

    public async Task<ProgramExit> RunAsync(ProgramContext context, CancellationToken ct)
    {
        var (fileName, arguments) = Command(context);
        var variables = Variables(context);
        var exitCode = await RunProcessAsync(fileName, arguments, variables, context.Output, ct);
        return exitCode switch
        {
            0 => ProgramExit.Success,
            AlreadyReported => new("The program failed.", Reported: true),
            _ => new(string.Create(CultureInfo.InvariantCulture, $"The program ended with exit code {exitCode}.")),
        };
    }

    protected abstract (string FileName, IReadOnlyList<string> Arguments) Command(ProgramContext context);

    protected async Task<int> RunProcessAsync(
        string fileName,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> variables,
        Action<string> output,
        CancellationToken ct
    )
    {
        var start = new ProcessStartInfo
        {
            FileName = fileName,
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (key, value) in environment.Concat(variables))
        {
            start.Environment[key] = value;
        }
        OwnProcessGroup.Apply(start);
        using var process = Start(start, fileName);
        OwnProcessGroup.Track(process);
        process.StandardInput.Close();
        var reading = Task.WhenAll(ForwardAsync(process.StandardOutput, output), ForwardAsync(process.StandardError, output));
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        finally
        {
            OwnProcessGroup.Forget(process);
        }
        await reading;
        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start, string fileName)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new EngineException($"The program '{fileName}' could not be started: {e.Message}", e);
        }
    }

    private Dictionary<string, string> Variables(ProgramContext context) =>
        new()
        {
            ["PULUMI_MONITOR"] = context.MonitorAddress,
            ["PULUMI_ENGINE"] = context.EngineAddress,
            ["PULUMI_PROJECT"] = context.Project,
            ["PULUMI_ORGANIZATION"] = context.Organization,
            ["PULUMI_STACK"] = context.Stack,
            ["PULUMI_ROOT_DIRECTORY"] = context.RootDirectory,
            ["PULUMI_PWD"] = directory,
            ["PULUMI_DRY_RUN"] = context.Preview ? "true" : "false",
            ["PULUMI_QUERY_MODE"] = "false",
            ["PULUMI_PARALLEL"] = context.Parallel.ToString(CultureInfo.InvariantCulture),
            ["PULUMI_TRACING"] = "",
            ["PULUMI_CONFIG"] = new JsonObject(
                context.Config.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value.Value))
            ).ToJsonString(),
            ["PULUMI_CONFIG_SECRET_KEYS"] = new JsonArray([
                .. context.Config.Where(pair => pair.Value.Secret).Select(pair => (JsonNode?)pair.Key),
            ]).ToJsonString(),
            ["PULUMI_ATTACH_DEBUGGER"] = "false",
        };

    private static async Task ForwardAsync(StreamReader reader, Action<string> output)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            output(line);
        }
    }
}

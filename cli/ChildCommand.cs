using System.Diagnostics;

namespace ZeroTrust.Cli;

/// <summary>Runs other commands in the same terminal.</summary>
internal static class ChildCommand
{
    /// <summary>
    /// Runs a command to its end and returns its exit code. Ctrl+C reaches it as well; this waits until it has ended.
    /// </summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static async Task<int> RunAsync(
        string fileName,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string? directory = null
    )
    {
        var start = new ProcessStartInfo(fileName, arguments) { WorkingDirectory = directory ?? "" };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"'{fileName}' cannot be started: {e.Message}", e);
        }
    }

    /// <summary>Runs this very command with other arguments.</summary>
    public static Task<int> RunSelfAsync(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string? directory = null
    )
    {
        var host = Environment.ProcessPath!;

        // An ordinary build runs in dotnet, which needs the assembly's path.
        return Path.GetFileNameWithoutExtension(host) == "dotnet"
            ? RunAsync(host, [Path.Combine(AppContext.BaseDirectory, "zt.dll"), .. arguments], environment, directory)
            : RunAsync(host, arguments, environment, directory);
    }
}

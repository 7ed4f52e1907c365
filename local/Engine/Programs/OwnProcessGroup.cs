using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ZeroTrust.Engine.Programs;

/// <summary>
/// Starts child processes in their own process group, so that Ctrl+C reaches only the engine, which stops its children in order.
/// </summary>
internal static class OwnProcessGroup
{
    private const int Interrupted = 2;
    private const string SetSid = "/usr/bin/setsid";

    private static readonly ConcurrentDictionary<Process, bool> Running = new();

    public static void Apply(ProcessStartInfo start)
    {
        // .NET cannot start a process group on Unix. setsid execs the command, so the process ID stays the same.
        if (OperatingSystem.IsLinux() && File.Exists(SetSid))
        {
            start.ArgumentList.Insert(0, start.FileName);
            start.FileName = SetSid;
        }
    }

    /// <summary>Kills every child that still runs, for a user who does not want to wait.</summary>
    public static void KillAll()
    {
        foreach (var process in Running.Keys)
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // Already exited.
            }
        }
    }

    public static void Track(Process process) => Running[process] = true;

    public static void Forget(Process process) => Running.TryRemove(process, out _);

    public static void Interrupt(Process process)
    {
        if (OperatingSystem.IsWindows() || SendSignal(process.Id, Interrupted) != 0)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}

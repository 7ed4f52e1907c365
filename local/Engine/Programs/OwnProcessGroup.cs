using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ZeroTrust.Engine.Programs;

/// <summary>
/// Child processes in a group of their own: Ctrl+C in the terminal reaches the engine alone, which then tells its children in order.
/// </summary>
internal static class OwnProcessGroup
{
    private const int Interrupted = 2;
    private const string SetSid = "/usr/bin/setsid";

    private static readonly ConcurrentDictionary<Process, bool> Running = new();

    public static void Apply(ProcessStartInfo start)
    {
        // The runtime cannot start a process group on Unix; setsid replaces itself by the command, so the process id stays.
        if (OperatingSystem.IsLinux() && File.Exists(SetSid))
        {
            start.ArgumentList.Insert(0, start.FileName);
            start.FileName = SetSid;
        }
    }

    /// <summary>Kills every child still running: the user does not want to wait.</summary>
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
                // Ended by itself.
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

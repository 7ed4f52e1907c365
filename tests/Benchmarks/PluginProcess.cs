using System.Diagnostics;
using System.Globalization;

namespace ZeroTrust.Benchmarks;

/// <summary>The published plugin, started as the engine starts it.</summary>
internal sealed class PluginProcess : IDisposable
{
    private readonly Process _process;

    private PluginProcess(Process process, int port, TimeSpan startup)
    {
        (_process, Port, Startup) = (process, port, startup);
        ProcessorTime = MeasureProcessorTime(process);
    }

    public int Port { get; }

    /// <summary>From the start of the process to its port line.</summary>
    public TimeSpan Startup { get; }

    /// <summary>Processor time of all threads until then.</summary>
    public TimeSpan ProcessorTime { get; }

    /// <summary>Processor time of all threads until now, including ended ones.</summary>
    public TimeSpan ProcessorTimeSoFar
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Peak memory.</summary>
    public double PeakMebibytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / (1024.0 * 1024.0);
        }
    }

    public double ResidentMebibytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024.0 * 1024.0);
        }
    }

    /// <param name="engine">Address of the engine, which receives the plugin's log messages.</param>
    public static async Task<PluginProcess> StartAsync(string path, string engine = "127.0.0.1:1")
    {
        var watch = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo(path, [engine]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync();
        return new(process, int.Parse(line!, CultureInfo.InvariantCulture), watch.Elapsed);
    }

    // Process has a resolution of 10 ms; Linux has a finer clock per thread.
    private static TimeSpan MeasureProcessorTime(Process process) =>
        OperatingSystem.IsLinux()
            ? TimeSpan.FromMicroseconds(
                Directory
                    .EnumerateDirectories($"/proc/{process.Id}/task")
                    .Sum(thread => long.Parse(File.ReadAllText($"{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1000
            )
            : process.TotalProcessorTime;

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}

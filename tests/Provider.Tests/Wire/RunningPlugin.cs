using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>The plugin as a process of its own, with this test holding its input and output.</summary>
internal sealed class RunningPlugin : IDisposable
{
    // Generous, for a crowded machine: what ends at all ends within milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private RunningPlugin(Process process, int port) => (_process, Port) = (process, port);

    /// <summary>What its first line said.</summary>
    public int Port { get; }

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "pulumi-resource-zerotrust.dll");

    public bool HasExited => _process.HasExited;

    /// <summary>As the engine starts it.</summary>
    public static Task<RunningPlugin> StartAsync() => StartAsync("dotnet", [Assembly, "127.0.0.1:1", "--logtostderr", "-v=9"]);

    /// <summary>As a script may start it: with an input that has ended before it began.</summary>
    public static Task<RunningPlugin> StartWithoutInputAsync() => StartAsync("sh", ["-c", "exec dotnet \"$0\" 127.0.0.1:1 < /dev/null", Assembly]);

    public void CloseInput() => _process.StandardInput.Close();

    public async Task SignalAsync(string signal)
    {
        using var kill = Run("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.That(kill.ExitCode, Is.Zero);
    }

    /// <summary>The rest of its output, which ends when the process does.</summary>
    public Task<string> RestOfOutputAsync() => _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static async Task<RunningPlugin> StartAsync(string program, IEnumerable<string> arguments)
    {
        var process = Run(program, arguments);
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return new(process, int.Parse(line!, CultureInfo.InvariantCulture));
    }

    private static Process Run(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })
        ?? throw new Win32Exception($"{program} did not start.");
}

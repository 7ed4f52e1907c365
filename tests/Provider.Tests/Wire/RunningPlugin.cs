using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>The plugin as a separate process, whose stdin and stdout the test owns.</summary>
internal sealed class RunningPlugin : IDisposable
{
    // Only prevents a hang; a process that exits does so within milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // A test run in the background of a shell ignores interrupts, and what it starts would as well.
    private const string DefaultInterrupt = "--default-signal=INT";

    // The kernel's state code of listening sockets.
    private const string Listening = "0A";

    private readonly Process _process;

    private RunningPlugin(Process process, int port) => (_process, Port) = (process, port);

    /// <summary>The port in its first line of output.</summary>
    public int Port { get; }

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "pulumi-resource-zerotrust.dll");

    public bool HasExited => _process.HasExited;

    /// <summary>Starts it as the engine does.</summary>
    public static Task<RunningPlugin> StartAsync(string engine = "127.0.0.1:1", params (string Name, string Value)[] environment) =>
        StartAsync("env", [DefaultInterrupt, "dotnet", Assembly, engine, "--logtostderr", "-v=9"], environment);

    /// <summary>Starts it as a script may do: with a stdin that is already closed.</summary>
    public static Task<RunningPlugin> StartWithoutInputAsync() =>
        StartAsync("sh", ["-c", "exec dotnet \"$0\" 127.0.0.1:1 < /dev/null", Assembly]);

    /// <summary>The addresses on which it listens, as <c>address:port</c>.</summary>
    public IReadOnlyList<string> Listeners()
    {
        var own = Directory
            .EnumerateFileSystemEntries($"/proc/{_process.Id}/fd")
            .Select(entry => File.ResolveLinkTarget(entry, returnFinalTarget: false)?.Name ?? "")
            .ToHashSet();
        return
        [
            .. from table in new[] { "tcp", "tcp6" }
            from line in File.ReadLines($"/proc/{_process.Id}/net/{table}").Skip(1)
            let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            where fields[3] == Listening && own.Contains($"socket:[{fields[9]}]")
            let local = fields[1].Split(':')
            select $"{new IPAddress(Convert.FromHexString(local[0]).Reverse().ToArray())}:{Convert.ToInt32(local[1], 16)}",
        ];
    }

    public void CloseInput() => _process.StandardInput.Close();

    public async Task SignalAsync(string signal)
    {
        using var kill = Run("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.That(kill.ExitCode, Is.Zero);
    }

    /// <summary>The rest of its output, up to its exit.</summary>
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

    private static async Task<RunningPlugin> StartAsync(
        string program,
        IEnumerable<string> arguments,
        params IEnumerable<(string Name, string Value)> environment
    )
    {
        var process = Run(program, arguments, environment);
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return new(process, int.Parse(line!, CultureInfo.InvariantCulture));
    }

    private static Process Run(string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new Win32Exception($"{program} did not start.");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ZeroTrust.Engine.Programs;

namespace ZeroTrust.Engine.Plugins;

/// <summary>A plugin process started by this engine. It prints its port on the first line of stdout and serves until stopped.</summary>
internal sealed partial class PluginProcess : IAsyncDisposable
{
    private static readonly TimeSpan NoticeBudget = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TimeProvider _clock;
    private Task _draining = Task.CompletedTask;

    private PluginProcess(Process process, TimeProvider clock)
    {
        _process = process;
        _clock = clock;
    }

    public int Id => _process.Id;

    public int Port { get; private set; }

    /// <summary>Whether the process has exited or exits shortly; a broken connection can be noticed before the exit.</summary>
    public async Task<bool> HasEndedAsync()
    {
        using var budget = new CancellationTokenSource(NoticeBudget, _clock);
        await _process.WaitForExitAsync(budget.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _process.HasExited;
    }

    /// <summary>Everything the plugin printed after its port.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString().Trim();
            }
        }
    }

    public static async Task<PluginProcess> StartAsync(
        PluginCommand command,
        string engineAddress,
        string workingDirectory,
        IReadOnlyDictionary<string, string> environment,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var start = new ProcessStartInfo
        {
            FileName = command.FileName,
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in command.Arguments.Append(engineAddress))
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }
        OwnProcessGroup.Apply(start);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new EngineException($"The plugin {command.FileName} could not be started: {e.Message}", e);
        }
        OwnProcessGroup.Track(process);
        var plugin = new PluginProcess(process, clock);
        try
        {
            await plugin.ReadPortAsync(command.FileName, ct);
            return plugin;
        }
        catch
        {
            await plugin.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the process to exit, and kills it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            OwnProcessGroup.Interrupt(_process);
            using var budget = new CancellationTokenSource(StopBudget, _clock);
            try
            {
                await _process.WaitForExitAsync(budget.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        await _draining;
        OwnProcessGroup.Forget(_process);
        _process.Dispose();
    }

    private async Task ReadPortAsync(string fileName, CancellationToken ct)
    {
        var errors = CollectAsync(_process.StandardError);
        var line = await _process.StandardOutput.ReadLineAsync(ct);
        if (line is null)
        {
            await errors;
            await _process.WaitForExitAsync(ct);
            throw new EngineException(
                $"The plugin {fileName} exited with code {_process.ExitCode} before it printed its port."
                    + (Output.Length > 0 ? $" It printed:\n{Output}" : "")
            );
        }
        _draining = Task.WhenAll(errors, CollectAsync(_process.StandardOutput));
        Port = int.TryParse(StripTerminalCodes(line).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new EngineException($"The plugin {fileName} must print its port on the first line of stdout, but printed '{line}'.");
    }

    private async Task CollectAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
        }
    }

    // `dotnet run` may print terminal control codes before the program's first line.
    private static string StripTerminalCodes(string line) => TerminalCode().Replace(line, "");

    [GeneratedRegex(@"\x1b(\[[0-?]*[ -/]*[@-~]|[=>])")]
    private static partial Regex TerminalCode();
}

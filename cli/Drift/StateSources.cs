using System.ComponentModel;
using System.Diagnostics;

namespace ZeroTrust.Cli.Drift;

/// <summary>Where states come from: files, standard input, and <c>pulumi stack export</c>.</summary>
/// <param name="pulumi">The command line to run.</param>
internal sealed class StateSources(Func<string, string?> environment, TextReader input, string pulumi = "pulumi")
{
    public const string StandardInput = "-";

    /// <summary>Reads a file, or standard input for <c>-</c>.</summary>
    public async Task<RecordedState> ReadAsync(string file, CancellationToken ct)
    {
        if (file == StandardInput)
        {
            return RecordedState.Parse(await input.ReadToEndAsync(ct), "standard input", environment);
        }

        try
        {
            return RecordedState.Parse(await File.ReadAllTextAsync(file, ct), $"'{file}'", environment);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DriftException($"Cannot read the state: {e.Message}", e);
        }
    }

    /// <summary>Exports a stack's state; its secrets are opened by exporting it once more, when a difference needs one.</summary>
    /// <param name="stack">Null: the selected stack of the folder.</param>
    public async Task<RecordedState> ExportAsync(string? stack, CancellationToken ct)
    {
        var origin = stack is null ? "the selected stack" : $"stack '{stack}'";
        string[] arguments = ["stack", "export", .. stack is null ? Array.Empty<string>() : ["--stack", stack]];
        return RecordedState.Parse(
            await RunAsync(arguments, ct),
            origin,
            environment,
            async () => RecordedState.Parse(await RunAsync([.. arguments, "--show-secrets"], ct), origin, environment)
        );
    }

    /// <summary>What an update of a stack would do, as JSON.</summary>
    /// <param name="stack">Null: the selected stack of the folder.</param>
    public Task<string> PreviewAsync(string? stack, CancellationToken ct) =>
        RunAsync(["preview", "--json", .. stack is null ? Array.Empty<string>() : ["--stack", stack]], ct);

    private async Task<string> RunAsync(string[] arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(pulumi, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(ct);
            var output = await process.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0
                ? output
                : throw new DriftException($"'pulumi {string.Join(' ', arguments)}' failed: {(await error).Trim()}");
        }
        catch (Win32Exception e)
        {
            throw new DriftException(
                "pulumi is not on the PATH. Install it, or pass the state with --state FILE or '-' (from 'zt local state export').",
                e
            );
        }
    }
}

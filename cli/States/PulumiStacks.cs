using System.ComponentModel;
using System.Diagnostics;

namespace ZeroTrust.Cli.States;

/// <summary>The stacks of Pulumi's command line.</summary>
/// <param name="pulumi">The command line to run.</param>
internal sealed class PulumiStacks(Func<string, string?> environment, string pulumi = "pulumi") : Stacks
{
    public override string? Environment(string name) => environment(name);

    /// <inheritdoc/>
    /// <remarks>Its secrets are opened by exporting it once more, when a difference needs one.</remarks>
    public override async Task<RecordedState> ExportAsync(string? stack, CancellationToken ct)
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

    /// <inheritdoc/>
    public override Task<string> PreviewAsync(string? stack, CancellationToken ct) =>
        RunAsync(["preview", "--json", .. stack is null ? Array.Empty<string>() : ["--stack", stack]], ct);

    public override ValueTask DisposeAsync() => default;

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
                : throw new CommandException($"'pulumi {string.Join(' ', arguments)}' failed: {(await error).Trim()}");
        }
        catch (Win32Exception e)
        {
            throw new CommandException(
                "pulumi is not on the PATH. Install it, pass files (--state FILE), "
                    + "or use the stack of 'zt local up --simulate' (--simulate).",
                e
            );
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace ZeroTrust.Cli.States;

/// <summary>The stacks of Pulumi's command line.</summary>
/// <param name="pulumi">The command line to run.</param>
internal sealed class PulumiStacks(Func<string, string?> environment, string pulumi = "pulumi") : Stacks
{
    public override string? Environment(string name) => environment(name);

    /// <inheritdoc/>
    /// <remarks>To decrypt its secrets, the state is exported again, when a difference needs one.</remarks>
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

    // With --json, pulumi writes errors into the JSON, and nothing to standard error.
    private static string Errors(string output)
    {
        try
        {
            using var json = JsonDocument.Parse(output);
            var errors =
                from diagnostic in json.RootElement.Items("diagnostics")
                where diagnostic.String("severity") == "error"
                select diagnostic.String("message").Trim();
            return string.Join('\n', errors) is { Length: > 0 } reason ? reason : output.Trim();
        }
        catch (JsonException)
        {
            return output.Trim();
        }
    }

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
            if (process.ExitCode == 0)
            {
                return output;
            }

            var reason = (await error).Trim();
            throw new CommandException($"'pulumi {string.Join(' ', arguments)}' failed: {(reason.Length > 0 ? reason : Errors(output))}");
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

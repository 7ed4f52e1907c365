using System.CommandLine;
using Spectre.Console;
using ZeroTrust.Cli.Drift.Reports;

namespace ZeroTrust.Cli.Drift;

/// <summary><c>zt drift</c>: compares what stacks declare with what the account has.</summary>
internal static class DriftCommand
{
    public static Command Create() => Create(Environment.GetEnvironmentVariable, TimeProvider.System, Console.In);

    /// <param name="environment">Credentials and passphrase.</param>
    /// <param name="input">Standard input.</param>
    public static Command Create(Func<string, string?> environment, TimeProvider time, TextReader input)
    {
        var dash = new Argument<string?>("state")
        {
            Description = "Use '-' to read the state from standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        dash.AcceptOnlyFromAmong(StateSources.StandardInput);
        var stacks = new Option<string[]>("--stack")
        {
            Description = "Pulumi stack to check; can be repeated. Default: the selected stack.",
        };
        var files = new Option<string[]>("--state")
        {
            Description = "State file from 'pulumi stack export' or 'zt local state export'; can be repeated.",
        };
        var format = new Option<ReportFormat>("--output") { Description = "Report format: table, json, markdown, junit, sarif or html." };
        var file = new Option<string?>("--out") { Description = "Output file. Default: standard output." };
        var unmanaged = new Option<bool>("--unmanaged") { Description = "Also report objects in the account that no given state manages." };
        var simulate = new Option<bool>("--simulate")
        {
            Description = "Check the stack deployed by 'zt local up --simulate' in this folder against its simulated account.",
        };
        var accept = new Option<string?>("--accept") { Description = "YAML file of accepted drift, with reasons and expiry dates." };
        var command = new Command("drift", "Reports differences between stacks and the account. Exit codes: 0 in sync, 1 error, 2 drift.")
        {
            dash,
            stacks,
            files,
            format,
            file,
            unmanaged,
            accept,
            simulate,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(simulate) && (result.GetValue(dash) is not null || result.GetValue(files) is { Length: > 0 }))
            {
                result.AddError("--simulate uses its own state; omit --state and '-'.");
            }
        });
        command.SetAction(
            async (arguments, ct) =>
            {
                var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
                try
                {
                    var acceptances = await AcceptancesAsync(arguments.GetValue(accept), ct);
                    var named = arguments.GetValue(stacks) ?? [];
                    await using var simulated = arguments.GetValue(simulate)
                        ? await SimulatedStack.OpenAsync(named.SingleOrDefault(), environment, time, ct)
                        : null;
                    var variables = simulated is null ? environment : simulated.Environment;
                    var given = new[] { arguments.GetValue(dash) }.OfType<string>().Concat(arguments.GetValue(files) ?? []);
                    var states = simulated is null
                        ? await StatesAsync(new(environment, input), named, given, ct)
                        : [RecordedState.Parse(simulated.State, "the simulated stack", variables)];
                    var report = await ProgressBar.ShowAsync(progress =>
                    {
                        var check = new DriftCheck(variables, time) { FindUnmanaged = arguments.GetValue(unmanaged), Progress = progress };
                        return check.RunAsync(states, acceptances, ct);
                    });
                    await WriteAsync(report, arguments.GetValue(format), arguments.GetValue(file), output, ct);
                    return report.ExitCode;
                }
                catch (Exception e) when (e is DriftException or SessionException || LocalStackOptions.IsExpected(e))
                {
                    await error.WriteLineAsync($"zt drift: {e.Message}");
                    return DriftReport.CouldNotTell;
                }
            }
        );
        return command;
    }

    private static async Task<Acceptances> AcceptancesAsync(string? file, CancellationToken ct) =>
        file is null ? Acceptances.None : Acceptances.Parse(await File.ReadAllTextAsync(file, ct), $"'{file}'");

    private static async Task<IReadOnlyList<RecordedState>> StatesAsync(
        StateSources sources,
        IEnumerable<string> stacks,
        IEnumerable<string> files,
        CancellationToken ct
    )
    {
        var states = new List<RecordedState>();
        foreach (var file in files)
        {
            states.Add(await sources.ReadAsync(file, ct));
        }

        foreach (var stack in stacks)
        {
            states.Add(await sources.ExportAsync(stack, ct));
        }

        return states.Count > 0 ? states : [await sources.ExportAsync(null, ct)];
    }

    private static async Task WriteAsync(DriftReport report, ReportFormat format, string? file, TextWriter output, CancellationToken ct)
    {
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, report.Write(format), ct);
            await output.WriteLineAsync($"{report.Verdict} Report: {file}");
        }
        else if (format == ReportFormat.Table && ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected)
        {
            TableReport.Write(report, AnsiConsole.Console);
        }
        else
        {
            await output.WriteAsync(report.Write(format));
        }
    }
}

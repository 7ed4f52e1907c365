using System.CommandLine;
using Spectre.Console;
using ZeroTrust.Cli.Drift.Reports;
using ZeroTrust.Cli.States;

namespace ZeroTrust.Cli.Drift;

/// <summary><c>zt drift</c>: compares stacks with the account.</summary>
internal static class DriftCommand
{
    public static Command Create() => Create(Environment.GetEnvironmentVariable, TimeProvider.System, Console.In);

    /// <param name="environment">Credentials and passphrase.</param>
    /// <param name="input">Standard input.</param>
    public static Command Create(Func<string, string?> environment, TimeProvider time, TextReader input)
    {
        var given = new Argument<string[]>("state")
        {
            Description = "State file, like --state; '-' reads standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        }.RefusingOptions();
        var stacks = new Option<string[]>("--stack")
        {
            Description = "Pulumi stack to check; can be repeated. Default: the selected stack.",
        };
        var files = new Option<string[]>("--state")
        {
            Description = "State file from 'pulumi stack export' or 'zt local state export'; can be repeated.",
        };
        var format = new Option<string>("--output")
        {
            Description = "Report format: table, json, markdown, junit, sarif or html.",
            DefaultValueFactory = _ => "table",
        };
        format.AcceptOnlyFromAmong("table", "json", "markdown", "junit", "sarif", "html");
        var file = new Option<string?>("--out") { Description = "Output file. Default: standard output." };
        var unmanaged = new Option<bool>("--unmanaged") { Description = "Also report objects in the account that no given state manages." };
        var simulate = Stacks.SimulateOption();
        var accept = new Option<string?>("--accept") { Description = "YAML file of accepted drift, with reasons and expiry dates." };
        var command = new Command("drift", "Reports differences between stacks and the account. Exit codes: 0 in sync, 1 error, 2 drift.")
        {
            given,
            stacks,
            files,
            format,
            file,
            unmanaged,
            accept,
            simulate,
        };
        command.SetAction(
            (arguments, ct) =>
                CommandErrors.GuardAsync(
                    arguments,
                    async () =>
                    {
                        var acceptances = await AcceptedAsync(arguments.GetValue(accept), ct);
                        var named = arguments.GetValue(stacks) ?? [];
                        await using var all = await Stacks.OpenAsync(
                            arguments.GetValue(simulate),
                            named.FirstOrDefault(),
                            environment,
                            time,
                            ct
                        );
                        string[] exported = [.. arguments.GetValue(given) ?? [], .. arguments.GetValue(files) ?? []];
                        var states = await StatesAsync(all, named, exported, input, ct);
                        var report = await ProgressBar.ShowAsync(progress =>
                        {
                            var check = new DriftCheck(all.Environment, time)
                            {
                                FindUnmanaged = arguments.GetValue(unmanaged),
                                Progress = progress,
                            };
                            return check.RunAsync(states, acceptances, ct);
                        });
                        await WriteAsync(
                            report,
                            Enum.Parse<ReportFormat>(arguments.GetRequiredValue(format), ignoreCase: true),
                            arguments.GetValue(file),
                            arguments.InvocationConfiguration.Output,
                            ct
                        );
                        return report.ExitCode;
                    }
                )
        );
        return command;
    }

    private static async Task<AcceptanceFile> AcceptedAsync(string? file, CancellationToken ct) =>
        file is null ? AcceptanceFile.None : AcceptanceFile.Parse(await File.ReadAllTextAsync(file, ct), $"'{file}'");

    private static async Task<IReadOnlyList<RecordedState>> StatesAsync(
        Stacks all,
        IEnumerable<string> stacks,
        IEnumerable<string> files,
        TextReader input,
        CancellationToken ct
    )
    {
        var states = new List<RecordedState>();
        foreach (var file in files)
        {
            states.Add(await RecordedState.ReadAsync(file, input, all.Environment, ct));
        }

        foreach (var stack in stacks)
        {
            states.Add(await all.ExportAsync(stack, ct));
        }

        return states.Count > 0 ? states : [await all.ExportAsync(null, ct)];
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

using System.CommandLine;
using ZeroTrust.Cli.Explain;
using ZeroTrust.Cli.States;

namespace ZeroTrust.Cli.Impact;

/// <summary><c>zt impact</c>: what a preview's changes do to devices.</summary>
internal static class ImpactCommand
{
    public static Command Create() => Create(Environment.GetEnvironmentVariable, TimeProvider.System, Console.In);

    public static Command Create(Func<string, string?> environment, TimeProvider time, TextReader input)
    {
        var plan = new Option<string?>("--plan") { Description = "Preview file from 'pulumi preview --json'; '-' reads standard input." };
        var state = new Option<string?>("--state")
        {
            Description = "State file from 'pulumi stack export'. Needed because the preview lists only changes.",
        };
        var stack = new Option<string?>("--stack") { Description = "Pulumi stack to preview. Default: the selected stack." };
        var live = new Option<bool>("--live")
        {
            Description = "Count the devices in the account. Uses the credentials of the environment.",
        };
        var simulate = Stacks.SimulateOption();
        var failOver = new Option<int?>("--fail-over")
        {
            Description = "Return exit code 2 if more devices than this are affected. Requires --live.",
        };
        var output = new Option<string>("--output")
        {
            Description = "Report format: table, json, markdown or html.",
            DefaultValueFactory = _ => "table",
        };
        output.AcceptOnlyFromAmong("table", "json", "markdown", "html");
        var file = new Option<string?>("--out") { Description = "Output file. Default: standard output." };
        var command = new Command(
            "impact",
            "Reports how the changes of a preview affect devices, traffic and DNS. "
                + "Exit codes: 0 success, 1 error, 2 more devices affected than --fail-over."
        )
        {
            plan,
            state,
            stack,
            live,
            simulate,
            failOver,
            output,
            file,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(failOver) is not null && !result.GetValue(live))
            {
                result.AddError("--fail-over requires --live.");
            }
        });
        command.SetAction(
            (arguments, ct) =>
                CommandErrors.GuardAsync(
                    arguments,
                    async () =>
                    {
                        await using var stacks = await Stacks.OpenAsync(
                            arguments.GetValue(simulate),
                            arguments.GetValue(stack),
                            environment,
                            time,
                            ct
                        );
                        var reader = new NetworkReader(stacks, time, input);
                        var planned = arguments.GetValue(plan) is { } given
                            ? await reader.PlanAsync(given, arguments.GetValue(state), ct)
                            : await reader.PlanOfStackAsync(arguments.GetValue(stack), ct);
                        var report = ImpactReport.Of(planned, arguments.GetValue(live) ? await reader.RegistrationsAsync(ct) : null);
                        var text = arguments.GetValue(output) switch
                        {
                            "json" => report.Json().ToJsonString(ExplainCommand.Json) + "\n",
                            "markdown" => report.Markdown(),
                            "html" => ImpactPage.Write(report),
                            _ => report.Text(),
                        };
                        if (arguments.GetValue(file) is { } name)
                        {
                            await File.WriteAllTextAsync(name, text, ct);
                            await arguments.InvocationConfiguration.Output.WriteLineAsync($"{report.Summary} Report: {name}");
                        }
                        else
                        {
                            await arguments.InvocationConfiguration.Output.WriteAsync(text);
                        }

                        return arguments.GetValue(failOver) is { } limit && report.Affected > limit ? 2 : 0;
                    }
                )
        );
        return command;
    }
}

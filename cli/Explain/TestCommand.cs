using System.CommandLine;

namespace ZeroTrust.Cli.Explain;

/// <summary><c>zt test</c>: a unit test of the policy.</summary>
internal static class TestCommand
{
    public static Command Create() => Create(Environment.GetEnvironmentVariable, TimeProvider.System, Console.In);

    public static Command Create(Func<string, string?> environment, TimeProvider time, TextReader input)
    {
        var sources = new NetworkOptions();
        var file = new Argument<string>("file") { Description = "YAML file of devices and expectations." }.RefusingOptions();
        var output = new Option<string>("--output") { Description = "Report format: table or junit.", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("table", "junit");
        var target = new Option<string?>("--out") { Description = "Output file. Default: standard output." };
        var command = new Command(
            "test",
            "Tests which profiles devices get, and how their traffic and DNS queries are routed. "
                + "Exit codes: 0 all passed, 1 error, 2 failures."
        )
        {
            file,
            output,
            target,
        };
        foreach (var option in sources.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(
            (arguments, ct) =>
                CommandErrors.GuardAsync(
                    arguments,
                    async () =>
                    {
                        var path = arguments.GetValue(file)!;
                        var tests = PolicyTests.Parse(await File.ReadAllTextAsync(path, ct), $"'{path}'");
                        await using var stacks = await sources.OpenAsync(arguments, environment, time, ct);
                        var network = await sources.ReadAsync(arguments, new(stacks, time, input), ct);
                        var report = new PolicyReport(
                            Path.GetFileName(path),
                            [.. tests.Tests.Select(test => PolicyResult.Of(network.Model, test))],
                            network.Problems()
                        );
                        var text = arguments.GetValue(output) == "junit" ? report.JUnit() : report.Text();
                        if (arguments.GetValue(target) is { } name)
                        {
                            await File.WriteAllTextAsync(name, text, ct);
                        }
                        else
                        {
                            await arguments.InvocationConfiguration.Output.WriteAsync(text);
                        }

                        return report.Failed == 0 ? 0 : 2;
                    }
                )
        );
        return command;
    }
}

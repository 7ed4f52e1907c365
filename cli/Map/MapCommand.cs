using System.CommandLine;
using ZeroTrust.Cli.Explain;

namespace ZeroTrust.Cli.Map;

/// <summary><c>zt map</c>: draws the account, a state or a preview.</summary>
internal static class MapCommand
{
    public static Command Create() => Create(Environment.GetEnvironmentVariable, TimeProvider.System, Console.In);

    public static Command Create(Func<string, string?> environment, TimeProvider time, TextReader input)
    {
        var sources = new NetworkOptions();
        var file = new Option<string>("--out")
        {
            Description = $"Output file. The extension sets the format: {string.Join(", ", MapFormats.All)}.",
            Required = true,
        };
        var title = new Option<string>("--title") { Description = "Title of the map.", DefaultValueFactory = _ => "Zero Trust devices" };
        var command = new Command(
            "map",
            "Draws a map of profiles, their matches and split tunnels, and the connectors and routes they reach."
        )
        {
            file,
            title,
        };
        foreach (var option in sources.All)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is { } name && !MapFormats.All.Contains(Format(name)))
            {
                result.AddError($"--out '{name}' must end in one of {string.Join(", ", MapFormats.All)}.");
            }
        });
        command.SetAction(
            (arguments, ct) =>
                CommandErrors.GuardAsync(
                    arguments,
                    async () =>
                    {
                        var name = arguments.GetValue(file)!;
                        await using var stacks = await sources.OpenAsync(arguments, environment, time, ct);
                        var map = NetworkMap.Of(
                            (await sources.ReadAsync(arguments, new(stacks, time, input), ct)).Model,
                            arguments.GetValue(title)!
                        );
                        await File.WriteAllTextAsync(name, MapFormats.Write(map, Format(name)), ct);
                        await arguments.InvocationConfiguration.Output.WriteLineAsync($"Wrote {name}.");
                        return 0;
                    }
                )
        );
        return command;
    }

    private static string Format(string file) => Path.GetExtension(file).TrimStart('.').ToLowerInvariant();
}

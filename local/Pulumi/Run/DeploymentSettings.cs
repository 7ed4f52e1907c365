using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi.Run;

/// <summary>Settings of a run, which the CLI passes to the program.</summary>
internal sealed record DeploymentSettings
{
    public required string Project { get; init; }

    public required string Stack { get; init; }

    public required string Organization { get; init; }

    public required bool IsDryRun { get; init; }

    /// <summary>Configuration values as strings, by <c>package:key</c>.</summary>
    public ImmutableDictionary<string, string> Config { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <exception cref="InvalidOperationException">The program was not started by the CLI.</exception>
    public static (DeploymentSettings Settings, string Monitor, string Engine) FromEnvironment() =>
        FromEnvironment(Environment.GetEnvironmentVariable);

    internal static (DeploymentSettings Settings, string Monitor, string Engine) FromEnvironment(Func<string, string?> variable)
    {
        var missing = new List<string>();
        var settings = new DeploymentSettings
        {
            Project = Text("PULUMI_PROJECT"),
            Stack = Text("PULUMI_STACK"),
            Organization = variable("PULUMI_ORGANIZATION") is { Length: > 0 } organization ? organization : "organization",
            IsDryRun = Flag("PULUMI_DRY_RUN"),
            Config = ReadConfig(variable),
        };
        var monitor = Text("PULUMI_MONITOR");
        var engine = Text("PULUMI_ENGINE");
        Flag("PULUMI_QUERY_MODE");
        Number("PULUMI_PARALLEL");
        return missing.Count == 0
            ? (settings, monitor, engine)
            : throw new InvalidOperationException(
                "This is a Pulumi program, which runs only with an engine: start it with `pulumi preview` or `pulumi up`. "
                    + $"Missing environment variables: {string.Join(", ", missing)}."
            );

        string Text(string name)
        {
            var text = variable(name);
            Require(!string.IsNullOrEmpty(text), name);
            return text ?? "";
        }

        bool Flag(string name)
        {
            Require(bool.TryParse(variable(name), out var flag), name);
            return flag;
        }

        void Number(string name) => Require(int.TryParse(variable(name), out _), name);

        void Require(bool isValid, string name)
        {
            if (!isValid)
            {
                missing.Add(name);
            }
        }
    }

    /// <summary>Reads only the configuration, which tests can set without the CLI.</summary>
    public static ImmutableDictionary<string, string> ReadConfig(Func<string, string?> variable)
    {
        var config = ImmutableDictionary.CreateBuilder<string, string>();
        if (variable("PULUMI_CONFIG") is { Length: > 0 } json)
        {
            foreach (var entry in JsonSerializer.Deserialize<JsonElement>(json).EnumerateObject())
            {
                config[WithoutOldInfix(entry.Name)] = entry.Value.ToString();
            }
        }

        return config.ToImmutable();
    }

    // Old stacks have keys of the form package:config:key.
    private static string WithoutOldInfix(string key) => key.Split(':', 3) is [var package, "config", var rest] ? $"{package}:{rest}" : key;
}

using System.CommandLine;
using ZeroTrust.Engine;
using ZeroTrust.Engine.Config;

namespace ZeroTrust.Cli;

/// <summary><c>zt local config</c>: the stack's configuration, in the files that Pulumi's command line uses too.</summary>
internal static class LocalConfigCommand
{
    public static Command Create(LocalStackOptions stack) =>
        new("config", "Shows and changes the stack's configuration.") { List(stack), Get(stack), Set(stack), Remove(stack) };

    private static Command List(LocalStackOptions stack)
    {
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Show secrets in plain text." };
        var command = new Command("list", "Lists keys and values.") { showSecrets };
        command.SetAction(arguments =>
            CommandErrors.Guard(
                arguments,
                () =>
                {
                    foreach (
                        var (key, value) in Read(stack.Open(arguments, begins: true)).OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    )
                    {
                        arguments.InvocationConfiguration.Output.WriteLine(
                            $"{key}  {(arguments.GetValue(showSecrets) ? value.Value : value)}"
                        );
                    }
                    return 0;
                }
            )
        );
        return command;
    }

    private static Command Get(LocalStackOptions stack)
    {
        var key = Key();
        var command = new Command("get", "Prints a value, decrypted if it is a secret.") { key };
        command.SetAction(arguments =>
            CommandErrors.Guard(
                arguments,
                () =>
                {
                    var opened = stack.Open(arguments, begins: true);
                    var name = opened.Project.Key(arguments.GetRequiredValue(key));
                    var value =
                        Read(opened).GetValueOrDefault(name)
                        ?? throw new EngineException($"'{name}' is not set for stack '{opened.Name.Stack}'.");
                    arguments.InvocationConfiguration.Output.WriteLine(value.Value);
                    return 0;
                }
            )
        );
        return command;
    }

    private static Command Set(LocalStackOptions stack)
    {
        var key = Key();
        var value = new Argument<string?>("value")
        {
            Description = "Value. Default: read from standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var secret = new Option<bool>("--secret") { Description = "Store the value encrypted." };
        var command = new Command("set", "Sets a value.") { key, value, secret };
        command.SetAction(arguments =>
            CommandErrors.Guard(
                arguments,
                () =>
                {
                    var opened = stack.Open(arguments, begins: true);
                    var text = arguments.GetValue(value) ?? System.Console.In.ReadToEnd().TrimEnd('\r', '\n');
                    opened.Config.Set(
                        opened.Project.Key(arguments.GetRequiredValue(key)),
                        new ConfigValue(text, arguments.GetValue(secret)),
                        opened.Secrets
                    );
                    return 0;
                }
            )
        );
        return command;
    }

    private static Command Remove(LocalStackOptions stack)
    {
        var key = Key();
        var command = new Command("rm", "Removes a value.") { key };
        command.SetAction(arguments =>
            CommandErrors.Guard(
                arguments,
                () =>
                {
                    var opened = stack.Open(arguments, begins: true);
                    opened.Config.Remove(opened.Project.Key(arguments.GetRequiredValue(key)));
                    return 0;
                }
            )
        );
        return command;
    }

    private static Argument<string> Key() =>
        new Argument<string>("key")
        {
            Description = "Key, such as zerotrust:accountId. Without a namespace, it belongs to the project.",
        }.RefusingOptions();

    private static IReadOnlyDictionary<string, ConfigValue> Read(ProjectStack stack) => stack.ToOptions().Config;
}

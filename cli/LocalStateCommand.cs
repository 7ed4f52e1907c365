using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZeroTrust.Cli;

/// <summary><c>zt local state</c>: looks at the state, exports it for <c>pulumi stack import</c>, takes <c>pulumi stack export</c>.</summary>
internal static class LocalStateCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create(LocalStackOptions stack) => new("state", "Shows and moves the stack's state.")
    {
        List(stack),
        Outputs(stack),
        Export(stack),
        Import(stack),
        Remove(stack),
    };

    private static Command List(LocalStackOptions stack)
    {
        var command = new Command("list", "Lists the resources: type, name, id.");
        command.SetAction(arguments => LocalStackOptions.Guard(arguments, () =>
        {
            var opened = stack.Open(arguments);
            foreach (var resource in opened.Store.Load(opened.Secrets).Resources)
            {
                arguments.InvocationConfiguration.Output.WriteLine($"{resource.Type}  {resource.Urn.Name}  {resource.Id}".TrimEnd());
            }
            return 0;
        }));
        return command;
    }

    private static Command Outputs(LocalStackOptions stack)
    {
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Shows secrets in the clear." };
        var command = new Command("outputs", "Prints the stack's outputs as JSON.") { showSecrets };
        command.SetAction(arguments => LocalStackOptions.Guard(arguments, () =>
        {
            var opened = stack.Open(arguments);
            var outputs = opened.Store.ReadOutputs(opened.Secrets, arguments.GetValue(showSecrets));
            arguments.InvocationConfiguration.Output.WriteLine(JsonNode.Parse(outputs)!.ToJsonString(Indented));
            return 0;
        }));
        return command;
    }

    private static Command Export(LocalStackOptions stack)
    {
        var file = new Option<string?>("--file") { Description = "File to write. Default: standard output." };
        var command = new Command("export", "Writes the state in the format of pulumi stack export.") { file };
        command.SetAction(arguments => LocalStackOptions.Guard(arguments, () =>
        {
            var opened = stack.Open(arguments);
            var json = opened.Store.Export(opened.Secrets);
            if (arguments.GetValue(file) is { } path)
            {
                File.WriteAllText(path, json);
            }
            else
            {
                arguments.InvocationConfiguration.Output.Write(json);
            }
            return 0;
        }));
        return command;
    }

    private static Command Import(LocalStackOptions stack)
    {
        var file = new Argument<string>("file") { Description = "What pulumi stack export, or zt local state export, wrote." };
        var command = new Command("import", "Replaces the state by an exported one with the same passphrase.") { file };
        command.SetAction(arguments => LocalStackOptions.Guard(arguments, () =>
        {
            var opened = stack.Open(arguments);
            using var held = opened.Store.Lock();
            opened.Store.Backup(opened.Secrets);
            opened.Store.Import(File.ReadAllText(arguments.GetRequiredValue(file)), opened.Secrets, opened.OpenForeignSecrets);
            return 0;
        }));
        return command;
    }

    private static Command Remove(LocalStackOptions stack)
    {
        var command = new Command("rm", "Removes the state of a stack that has no resources left.");
        command.SetAction(arguments => LocalStackOptions.Guard(arguments, () =>
        {
            stack.Open(arguments).Remove();
            return 0;
        }));
        return command;
    }
}

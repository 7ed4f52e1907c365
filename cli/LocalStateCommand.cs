using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Cli;

/// <summary>
/// <c>zt local state</c>: shows the state, exports it for <c>pulumi stack import</c>, and imports what <c>pulumi stack export</c> wrote.
/// </summary>
internal static class LocalStateCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create(LocalStackOptions stack) =>
        new("state", "Views and edits the stack's state.")
        {
            List(stack),
            Outputs(stack),
            Export(stack),
            Import(stack),
            Delete(stack),
            Rename(stack),
            Unprotect(stack),
            Remove(stack),
        };

    private static Command List(LocalStackOptions stack)
    {
        var urns = new Option<bool>("--urns", "-u") { Description = "List URNs." };
        var command = new Command("list", "Lists the resources: type, name, id.") { urns };
        command.SetAction(arguments =>
            CommandErrors.Guard(
                arguments,
                () =>
                {
                    var opened = stack.Open(arguments, begins: false);
                    foreach (var resource in opened.Store.Load(opened.Secrets).Resources)
                    {
                        arguments.InvocationConfiguration.Output.WriteLine(
                            arguments.GetValue(urns) ? resource.Urn.Value : $"{resource.Type}  {resource.Urn.Name}  {resource.Id}".TrimEnd()
                        );
                    }
                    return 0;
                }
            )
        );
        return command;
    }

    private static Command Outputs(LocalStackOptions stack)
    {
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Show secrets in plain text." };
        var command = new Command("outputs", "Prints the stack's outputs as JSON.") { showSecrets };
        command.SetAction(arguments =>
            CommandErrors.Guard(
                arguments,
                () =>
                {
                    var opened = stack.Open(arguments, begins: false);
                    var outputs = opened.Store.ReadOutputs(opened.Secrets, arguments.GetValue(showSecrets));
                    arguments.InvocationConfiguration.Output.WriteLine(JsonNode.Parse(outputs)!.ToJsonString(Indented));
                    return 0;
                }
            )
        );
        return command;
    }

    private static Command Export(LocalStackOptions stack)
    {
        var file = new Option<string?>("--file") { Description = "Output file. Default: standard output." };
        var command = new Command("export", "Exports the state in the format of 'pulumi stack export'.") { file };
        command.SetAction(arguments =>
            CommandErrors.Guard(
                arguments,
                () =>
                {
                    var opened = stack.Open(arguments, begins: false);
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
                }
            )
        );
        return command;
    }

    private static Command Import(LocalStackOptions stack)
    {
        var file = new Argument<string>("file")
        {
            Description = "State file from 'pulumi stack export' or 'zt local state export'.",
        }.RefusingOptions();
        var command = new Command("import", "Replaces the state with an exported one. The passphrase must be the same.") { file };
        command.SetAction(arguments =>
            CommandErrors.Guard(
                arguments,
                () =>
                {
                    var opened = stack.Open(arguments, begins: true);
                    using var held = opened.Store.Lock();
                    opened.Store.Backup(opened.Secrets);
                    opened.Store.Import(File.ReadAllText(arguments.GetRequiredValue(file)), opened.Secrets, opened.OpenForeignSecrets);
                    return 0;
                }
            )
        );
        return command;
    }

    private static Command Delete(LocalStackOptions stack)
    {
        var resource = Resource();
        var dependents = new Option<bool>("--target-dependents") { Description = "Also remove resources that depend on it." };
        var force = new Option<bool>("--force") { Description = "Remove it even if it is protected." };
        var command = new Command("delete", "Removes a resource from the state; the object itself is not deleted.")
        {
            resource,
            dependents,
            force,
        };
        command.SetAction(arguments =>
            Edit(
                arguments,
                stack,
                snapshot =>
                    StateEdits.Delete(
                        snapshot,
                        StateEdits.Find(snapshot, arguments.GetRequiredValue(resource)),
                        arguments.GetValue(dependents),
                        arguments.GetValue(force)
                    )
            )
        );
        return command;
    }

    private static Command Rename(LocalStackOptions stack)
    {
        var resource = Resource();
        var name = new Argument<string>("new-name") { Description = "New name, as in the program." }.RefusingOptions();
        var command = new Command("rename", "Renames a resource in the state.") { resource, name };
        command.SetAction(arguments =>
            Edit(
                arguments,
                stack,
                snapshot =>
                    StateEdits.Rename(
                        snapshot,
                        StateEdits.Find(snapshot, arguments.GetRequiredValue(resource)),
                        arguments.GetRequiredValue(name)
                    )
            )
        );
        return command;
    }

    private static Command Unprotect(LocalStackOptions stack)
    {
        var resource = new Argument<string?>("resource")
        {
            Description = "URN or unique name of the resource.",
            Arity = ArgumentArity.ZeroOrOne,
        }.RefusingOptions();
        var all = new Option<bool>("--all") { Description = "All resources." };
        var command = new Command("unprotect", "Unprotects a resource, until the next 'up' protects it again.") { resource, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(resource) is null != result.GetValue(all))
            {
                result.AddError("Pass a resource or --all.");
            }
        });
        command.SetAction(arguments =>
            Edit(
                arguments,
                stack,
                snapshot =>
                {
                    var chosen = arguments.GetValue(resource) is { } name ? StateEdits.Find(snapshot, name) : null;
                    return StateEdits.Unprotect(snapshot, other => chosen is null || chosen == other);
                }
            )
        );
        return command;
    }

    private static Argument<string> Resource() =>
        new Argument<string>("resource") { Description = "URN or unique name of the resource." }.RefusingOptions();

    // The previous state is kept beside the new one, as .bak.
    private static int Edit(ParseResult arguments, LocalStackOptions stack, Func<Snapshot, Snapshot> edit) =>
        CommandErrors.Guard(
            arguments,
            () =>
            {
                var opened = stack.Open(arguments, begins: false);
                using var held = opened.Store.Lock();
                var edited = edit(opened.Store.Load(opened.Secrets));
                opened.Store.Backup(opened.Secrets);
                opened.Store.Save(edited, opened.Secrets);
                return 0;
            }
        );

    private static Command Remove(LocalStackOptions stack)
    {
        var command = new Command("rm", "Removes the state of a stack without resources.");
        command.SetAction(arguments =>
            CommandErrors.Guard(
                arguments,
                () =>
                {
                    stack.Open(arguments, begins: false).Remove();
                    return 0;
                }
            )
        );
        return command;
    }
}

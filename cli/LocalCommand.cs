using System.CommandLine;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Cli;

/// <summary><c>zt local</c>: deploys a stack with the local engine instead of Pulumi's command line.</summary>
internal static class LocalCommand
{
    private const string ExitCodes = "Exit codes: 0 success, 1 failure, 7 changes despite --expect-no-changes.";

    public static Command Create()
    {
        var stack = new LocalStackOptions();
        var command = new Command("local", "Deploys stacks with the local engine, for tests and demos. Use pulumi in production.")
        {
            Preview(stack),
            Up(stack),
            Refresh(stack),
            Destroy(stack),
            Import(stack),
            LocalStateCommand.Create(stack),
            LocalConfigCommand.Create(stack),
        };
        stack.AddTo(command);
        return command;
    }

    private static Command Preview(LocalStackOptions stack)
    {
        var run = new LocalRunOptions(changes: false, begins: true);
        var command = new Command("preview", "Shows what 'up' would change. " + ExitCodes);
        run.AddTo(command);
        command.Options.Add(run.Refresh);
        command.Options.Add(run.Json);
        command.SetAction(
            (arguments, ct) =>
                LocalRun.StartAsync(arguments, stack, run, (engine, _, options, token) => engine.PreviewAsync(options, token), ct)
        );
        return command;
    }

    private static Command Up(LocalStackOptions stack)
    {
        var run = new LocalRunOptions(changes: true, begins: true);
        var command = new Command("up", "Deploys what the program declares. " + ExitCodes);
        run.AddTo(command);
        command.Options.Add(run.Refresh);
        command.Options.Add(run.ContinueOnError);
        command.SetAction(
            (arguments, ct) => LocalRun.StartAsync(arguments, stack, run, (engine, _, options, token) => engine.UpAsync(options, token), ct)
        );
        return command;
    }

    private static Command Refresh(LocalStackOptions stack)
    {
        var run = new LocalRunOptions(changes: true);
        var command = new Command("refresh", "Updates the state from the account. " + ExitCodes);
        run.AddTo(command);
        command.Options.Add(run.ClearPendingCreates);
        command.SetAction(
            (arguments, ct) =>
                LocalRun.StartAsync(arguments, stack, run, (engine, _, options, token) => engine.RefreshAsync(options, token), ct)
        );
        return command;
    }

    private static Command Destroy(LocalStackOptions stack)
    {
        var run = new LocalRunOptions(changes: true);
        var command = new Command("destroy", "Deletes every resource of the stack. " + ExitCodes);
        run.AddTo(command);
        command.Options.Add(run.Refresh);
        command.Options.Add(run.ContinueOnError);
        command.SetAction(
            (arguments, ct) =>
                LocalRun.StartAsync(arguments, stack, run, (engine, _, options, token) => engine.DestroyAsync(options, token), ct)
        );
        return command;
    }

    private static Command Import(LocalStackOptions stack)
    {
        var run = new LocalRunOptions(changes: true, begins: true);
        var type = new Argument<string?>("type")
        {
            Description = "Type token, such as zerotrust:index:DeviceProfile.",
            Arity = ArgumentArity.ZeroOrOne,
        }.RefusingOptions();
        var name = new Argument<string?>("name")
        {
            Description = "Name of the resource in the program.",
            Arity = ArgumentArity.ZeroOrOne,
        }.RefusingOptions();
        var id = new Argument<string?>("id")
        {
            Description = "Import ID; see the resource's reference page.",
            Arity = ArgumentArity.ZeroOrOne,
        }.RefusingOptions();
        var file = new Option<string?>("--file") { Description = "File of resources to import, in the format of 'pulumi import --file'." };
        var protect = new Option<bool>("--protect")
        {
            Description = "Protect the resource from deletion.",
            DefaultValueFactory = _ => true,
        };
        var parent = new Option<string?>("--parent") { Description = "URN of the parent. Default: the stack." };
        var provider = new Option<string?>("--provider") { Description = "URN of an explicit provider. Default: the default provider." };
        var command = new Command("import", "Imports existing objects into the state. " + ExitCodes)
        {
            type,
            name,
            id,
            file,
            protect,
            parent,
            provider,
        };
        command.Validators.Add(result =>
        {
            var given = new[] { type, name, id }.Count(argument => result.GetValue(argument) is not null);
            if (result.GetValue(file) is null ? given < 3 : given > 0)
            {
                result.AddError("Pass type, name and id, or --file.");
            }
        });
        run.AddTo(command);
        command.SetAction(
            (arguments, ct) =>
                LocalRun.StartAsync(
                    arguments,
                    stack,
                    run,
                    (engine, opened, options, token) =>
                    {
                        var imports = arguments.GetValue(file) is { } path
                            ? ImportFile.Read(path, opened.Name, arguments.GetValue(protect))
                            :
                            [
                                new ImportSpec(
                                    arguments.GetRequiredValue(type)!,
                                    arguments.GetRequiredValue(name)!,
                                    arguments.GetRequiredValue(id)!
                                )
                                {
                                    Protect = arguments.GetValue(protect),
                                    Parent = Urn.ParseOptional(arguments.GetValue(parent)),
                                    Provider = Urn.ParseOptional(arguments.GetValue(provider)),
                                },
                            ];
                        return engine.ImportAsync(imports, options, token);
                    },
                    ct
                )
        );
        return command;
    }
}

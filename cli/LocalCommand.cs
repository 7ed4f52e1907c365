using System.CommandLine;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Cli;

/// <summary><c>zt local</c>: deploys a stack with the local engine instead of Pulumi's command line.</summary>
internal static class LocalCommand
{
    private const string ExitCodes = "Exit codes: 0 done; 1 failed; 7 changes where --expect-no-changes expected none.";

    public static Command Create()
    {
        var stack = new LocalStackOptions();
        var command = new Command(
            "local",
            "Deploys a stack with the local engine: for tests, demos and trying out. In production use pulumi."
        )
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
        var command = new Command("preview", "Shows what up would do. " + ExitCodes);
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
        var command = new Command("up", "Brings about what the program declares. " + ExitCodes);
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
        var command = new Command("refresh", "Reads what is really there into the state. " + ExitCodes);
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
        };
        var name = new Argument<string?>("name")
        {
            Description = "Name the resource gets in the program.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var id = new Argument<string?>("id")
        {
            Description = "The provider's id of the object; each resource's page says what it looks like.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var file = new Option<string?>("--file") { Description = "File that names several objects, as pulumi import --file takes it." };
        var protect = new Option<bool>("--protect")
        {
            Description = "Protects the resource from deletion. Default: true.",
            DefaultValueFactory = _ => true,
        };
        var parent = new Option<string?>("--parent") { Description = "URN of the parent. Default: the stack." };
        var provider = new Option<string?>("--provider") { Description = "URN of an explicit provider. Default: the default one." };
        var command = new Command("import", "Adopts existing objects into the state. " + ExitCodes)
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
                result.AddError("Give a type, a name and an id, or --file.");
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

using System.CommandLine;
using Spectre.Console;
using ZeroTrust.Engine;

namespace ZeroTrust.Cli;

/// <summary>Options by which every <c>zt local</c> command finds its stack.</summary>
internal sealed class LocalStackOptions
{
    /// <summary>The default stack.</summary>
    public const string DefaultStack = "dev";

    private readonly Option<string?> _stack = new("--stack", "-s")
    {
        Description = $"Stack name. Default: {DefaultStack}, created when first used.",
        Recursive = true,
    };
    private readonly Option<bool> _create = new("--create") { Description = "Create the stack if it does not exist.", Recursive = true };
    private readonly Option<string> _directory = new("--cwd", "-C")
    {
        Description = "Project folder.",
        DefaultValueFactory = _ => ".",
        Recursive = true,
    };
    private readonly Option<string?> _state = new("--state-dir")
    {
        Description = "State folder. Default: .local/state in the project.",
        Recursive = true,
    };
    private readonly Option<bool> _simulate = new("--simulate")
    {
        Description = "Use a simulated account. Account and state are kept in .local/simulated of the project.",
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _stack, _create, _directory, _state, _simulate })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether the account is a simulated one.</summary>
    public bool Simulates(ParseResult arguments) => arguments.GetValue(_simulate);

    /// <param name="arguments">The command line.</param>
    /// <param name="begins">Whether the command may be a stack's first.</param>
    /// <exception cref="EngineException">There is no such stack.</exception>
    public ProjectStack Open(ParseResult arguments, bool begins)
    {
        var directory = arguments.GetRequiredValue(_directory);
        var simulate = Simulates(arguments);
        var state = arguments.GetValue(_state) ?? (simulate ? SimulatedAccount.StateFolder(directory) : null);
        var stack = arguments.GetValue(_stack);
        var stacks = ProjectStack.List(directory, state);
        if (!stacks.Contains(stack ?? DefaultStack) && !(begins && (stack is null || arguments.GetValue(_create))))
        {
            throw new EngineException(
                $"Stack '{stack ?? DefaultStack}' does not exist in this project"
                    + (stacks.Count > 0 ? $"; it has {string.Join(", ", stacks)}." : ".")
                    + (begins ? " Create it with --create." : "")
            );
        }

        // The secrets of a simulated account need no protection.
        Func<string>? ask =
            simulate ? () => ""
            : AnsiConsole.Profile.Capabilities.Interactive ? AskPassphrase
            : null;
        return ProjectStack.Open(
            directory,
            stack ?? DefaultStack,
            state,
            EngineOptions.CurrentEnvironment(),
            ask,
            TimeProvider.System,
            savesSalt: !simulate
        );
    }

    private static string AskPassphrase() =>
        AnsiConsole.Prompt(new TextPrompt<string>("Passphrase of the stack's secrets:").Secret().AllowEmpty());
}

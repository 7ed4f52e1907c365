using System.CommandLine;
using Spectre.Console;
using ZeroTrust.Engine;

namespace ZeroTrust.Cli;

/// <summary>Options by which every <c>zt local</c> command finds its stack.</summary>
internal sealed class LocalStackOptions
{
    private readonly Option<string> _stack = new("--stack", "-s") { Description = "The stack. Default: dev.", DefaultValueFactory = _ => "dev", Recursive = true };
    private readonly Option<string> _directory = new("--cwd", "-C") { Description = "The project's folder. Default: this one.", DefaultValueFactory = _ => ".", Recursive = true };
    private readonly Option<string?> _state = new("--state-dir") { Description = "Folder of the state. Default: .local/state in the project.", Recursive = true };

    public void AddTo(Command command)
    {
        command.Options.Add(_stack);
        command.Options.Add(_directory);
        command.Options.Add(_state);
    }

    public ProjectStack Open(ParseResult arguments) => ProjectStack.Open(
        arguments.GetRequiredValue(_directory),
        arguments.GetRequiredValue(_stack),
        arguments.GetValue(_state),
        Environment(),
        AnsiConsole.Profile.Capabilities.Interactive ? AskPassphrase : null,
        TimeProvider.System);

    /// <summary>Runs a command's body; what the user can act on is said without a stack trace.</summary>
    public static int Guard(ParseResult arguments, Func<int> body)
    {
        try
        {
            return body();
        }
        catch (Exception e) when (IsExpected(e))
        {
            return Fail(arguments, e);
        }
    }

    /// <summary>Whether a user can act on an exception: its message says it all.</summary>
    public static bool IsExpected(Exception e) => e is EngineException or IOException or UnauthorizedAccessException;

    public static int Fail(ParseResult arguments, Exception error)
    {
        arguments.InvocationConfiguration.Error.WriteLine($"error: {error.Message}");
        return OperationResult.Failure;
    }

    private static string AskPassphrase() => AnsiConsole.Prompt(new TextPrompt<string>("Passphrase of the stack's secrets:").Secret().AllowEmpty());

    private static Dictionary<string, string> Environment() => System.Environment.GetEnvironmentVariables()
        .Cast<System.Collections.DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}

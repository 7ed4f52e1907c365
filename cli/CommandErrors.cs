using System.CommandLine;
using ZeroTrust.Cloudflare;
using ZeroTrust.Engine;

namespace ZeroTrust.Cli;

/// <summary>Errors that a user can act on: they are printed to standard error, without a stack trace.</summary>
internal static class CommandErrors
{
    /// <summary>The exit code of commands that failed.</summary>
    public const int ExitCode = 1;

    /// <summary>Runs a command and returns its exit code. Errors begin with the command's name.</summary>
    public static async Task<int> GuardAsync(ParseResult arguments, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is CommandException or CloudflareException || IsExpected(e))
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync($"zt {arguments.CommandResult.Command.Name}: {e.Message}");
            return ExitCode;
        }
    }

    /// <summary>Runs a command of the local engine and returns its exit code. Errors are written as Pulumi writes them.</summary>
    public static int Guard(ParseResult arguments, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (IsExpected(e))
        {
            return Fail(arguments, e);
        }
    }

    public static bool IsExpected(Exception e) =>
        e is EngineException or IOException or UnauthorizedAccessException or InvalidDataException or FormatException;

    public static int Fail(ParseResult arguments, Exception error)
    {
        arguments.InvocationConfiguration.Error.WriteLine($"error: {error.Message}");
        return ExitCode;
    }
}

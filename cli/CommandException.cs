using System.CommandLine;
using ZeroTrust.Cloudflare;

namespace ZeroTrust.Cli;

/// <summary>A command failed. The message says why, and what to do.</summary>
internal sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The exit code of commands that failed.</summary>
    public const int ExitCode = 1;

    /// <summary>Runs a command. Errors that its user can act on are printed to standard error, without a stack trace.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="name">The command's name, such as <c>drift</c>.</param>
    /// <param name="run">Returns the exit code.</param>
    public static async Task<int> GuardAsync(ParseResult arguments, string name, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is CommandException or CloudflareException || LocalStackOptions.IsExpected(e))
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync($"zt {name}: {e.Message}");
            return ExitCode;
        }
    }
}

using System.CommandLine;

namespace ZeroTrust.Cli;

/// <summary>Rules for the arguments of commands.</summary>
internal static class ArgumentRules
{
    /// <summary>Refuses an option that the command does not have, which would otherwise count as the argument.</summary>
    public static Argument<T> RefusingOptions<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { } option)
            {
                result.AddError($"There is no option '{option.Value}'; see --help.");
            }
        });
        return argument;
    }
}

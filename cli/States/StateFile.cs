namespace ZeroTrust.Cli.States;

/// <summary>States and previews in files.</summary>
internal static class StateFile
{
    /// <summary>The name of a file that means standard input.</summary>
    public const string StandardInput = "-";

    /// <param name="what">What the file contains, for the message.</param>
    /// <param name="input">Standard input.</param>
    /// <exception cref="CommandException">The file cannot be read.</exception>
    public static async Task<string> ReadAsync(string file, string what, TextReader input, CancellationToken ct)
    {
        try
        {
            return file == StandardInput ? await input.ReadToEndAsync(ct) : await File.ReadAllTextAsync(file, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"Cannot read the {what}: {e.Message}", e);
        }
    }

    /// <summary>The file's name in messages.</summary>
    public static string Origin(string file) => file == StandardInput ? "standard input" : $"'{file}'";
}

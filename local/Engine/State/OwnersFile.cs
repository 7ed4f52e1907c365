namespace ZeroTrust.Engine.State;

/// <summary>Files that hold secrets; only their owner can read them.</summary>
internal static class OwnersFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a file for writing and restricts its permissions, including those of an existing file.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
        }
        return file;
    }

    /// <summary>Removes an obsolete file; one that cannot be removed does no harm.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next write to this path reports the problem.
        }
    }

    /// <summary>Explains why a file cannot be written and what to do.</summary>
    public static EngineException NotWritten(string path, Exception cause) =>
        new($"{path} cannot be written: {cause.Message} Free disk space or fix the permissions, then run the command again.", cause);
}

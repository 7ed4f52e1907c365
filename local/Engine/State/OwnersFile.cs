namespace ZeroTrust.Engine.State;

/// <summary>Files that hold secrets: their owner alone may read them.</summary>
internal static class OwnersFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a file for writing; one that is there already is closed to others.</summary>
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

    /// <summary>Removes a file that means nothing any more; one that cannot be removed does no harm.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Said by whoever needs the place.
        }
    }

    /// <summary>Says what kept a file from being written, and what to do about it.</summary>
    public static EngineException NotWritten(string path, Exception cause) =>
        new(
            $"{path} cannot be written: {cause.Message} Free some space or get the right to write there; then run the command again.",
            cause
        );
}

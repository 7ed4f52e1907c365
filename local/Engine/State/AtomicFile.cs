namespace ZeroTrust.Engine.State;

/// <summary>Replaces files so that a crash at any moment leaves either the old content or the new, never a mixture.</summary>
internal static class AtomicFile
{
    /// <exception cref="EngineException">The file cannot be written; it is what it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = OwnersFile.Open(temporary, FileMode.Create, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            OwnersFile.TryDelete(temporary);
            throw OwnersFile.NotWritten(path, e);
        }
    }
}

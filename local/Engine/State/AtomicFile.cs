namespace ZeroTrust.Engine.State;

/// <summary>Replaces files atomically: a crash leaves either the old content or the new.</summary>
internal static class AtomicFile
{
    /// <exception cref="EngineException">The file cannot be written; its old content is intact.</exception>
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

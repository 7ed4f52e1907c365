namespace ZeroTrust.Sdk.Generator;

internal enum FileState
{
    Missing,
    Different,
    Stale,
}

/// <summary>A file on disk that differs from the generated one.</summary>
internal sealed record FileDifference(string FullPath, FileState State);

/// <summary>
/// A folder with generated files, possibly among hand-written ones. Only files with <see cref="GeneratedFile.Mark"/> and files of the
/// current run are written or deleted.
/// </summary>
internal sealed class GeneratedTree(string root, IReadOnlyList<GeneratedFile> files)
{
    /// <summary>The mark is within this many characters of the start of a file.</summary>
    private const int MarkReach = 1024;

    private static readonly string[] BuildFolders = ["bin", "obj"];

    /// <summary>Paths of more than one file, also where they differ only by case, which some file systems ignore.</summary>
    public IEnumerable<string> Clashes() =>
        from same in files.GroupBy(file => file.Path, StringComparer.OrdinalIgnoreCase)
        where same.Count() > 1
        select same.Key;

    /// <summary>The differences from the generated files, sorted by path.</summary>
    public IReadOnlyList<FileDifference> Compare()
    {
        var expected = files.ToDictionary(file => FullPath(file.Path), StringComparer.Ordinal);
        var differences = expected
            .Select(entry => (Path: entry.Key, State: StateOf(entry.Key, entry.Value)))
            .Where(entry => entry.State is not null)
            .Select(entry => new FileDifference(entry.Path, entry.State!.Value));
        var stale = OwnFiles().Where(path => !expected.ContainsKey(path)).Select(path => new FileDifference(path, FileState.Stale));
        return [.. differences.Concat(stale).OrderBy(difference => difference.FullPath, StringComparer.Ordinal)];
    }

    /// <summary>Writes the generated files and deletes stale ones; returns the changes.</summary>
    public IReadOnlyList<FileDifference> Write()
    {
        var contents = files.ToDictionary(file => FullPath(file.Path), file => file.Content, StringComparer.Ordinal);
        var differences = Compare();
        foreach (var difference in differences)
        {
            if (difference.State == FileState.Stale)
            {
                File.Delete(difference.FullPath);
                continue;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(difference.FullPath)!);
            File.WriteAllText(difference.FullPath, contents[difference.FullPath]);
        }
        return differences;
    }

    private string FullPath(string relative) => Path.GetFullPath(Path.Combine(root, relative));

    private static FileState? StateOf(string path, GeneratedFile file)
    {
        if (!File.Exists(path))
        {
            return FileState.Missing;
        }
        // A checkout may have converted line endings.
        return File.ReadAllText(path).ReplaceLineEndings("\n") == file.Content ? null : FileState.Different;
    }

    private IEnumerable<string> OwnFiles()
    {
        if (!Directory.Exists(root))
        {
            return [];
        }
        return Directory
            .EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar).Any(BuildFolders.Contains))
            .Where(IsGenerated)
            .Select(Path.GetFullPath);
    }

    public static bool IsGenerated(string path)
    {
        using var reader = new StreamReader(path);
        var start = new char[MarkReach];
        var length = reader.ReadBlock(start);
        return start.AsSpan(0, length).Contains(GeneratedFile.Mark, StringComparison.Ordinal);
    }
}

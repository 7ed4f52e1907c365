namespace ZeroTrust.Tests;

/// <summary>Paths of files in the repository and of build output.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string PathTo(params IEnumerable<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file in a project's build output, in the configuration of these tests.</summary>
    public static string Built(string project, string file)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return PathTo(project, "bin", own.Parent!.Name, own.Name, file);
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "ZeroTrust.Provider.sln")))
        {
            directory =
                directory.Parent ?? throw new InvalidOperationException($"'{AppContext.BaseDirectory}' is not below the repository.");
        }

        return directory.FullName;
    }
}

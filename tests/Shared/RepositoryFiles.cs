namespace ZeroTrust.Tests;

/// <summary>Files of the repository, and what was built from it together with these tests.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string PathTo(params IEnumerable<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file that a project's build made, in this build's configuration.</summary>
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

namespace ZeroTrust.Tests;

/// <summary>Paths of files in the repository and of build output.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string PathTo(params IEnumerable<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file in a project's build output, in the configuration of these tests.</summary>
    public static string Built(string project, string file) => PathTo(project, "bin", Configuration, Output.Name, file);

    /// <summary>Makes builds of other projects use the repository's as they are built already, instead of building them again.</summary>
    public static void UseBuilt(IDictionary<string, string?> environment)
    {
        environment["Configuration"] = Configuration;
        environment["BuildProjectReferences"] = "false";
    }

    /// <summary>The configuration of these tests, such as Release.</summary>
    public static string Configuration => Output.Parent!.Name;

    private static DirectoryInfo Output { get; } = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

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

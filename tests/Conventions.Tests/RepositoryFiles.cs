namespace ZeroTrust.Conventions.Tests;

/// <summary>Files of the repository that conventions are about.</summary>
internal static class RepositoryFiles
{
    private static readonly string Root = FindRoot();

    public static string PathTo(params IEnumerable<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>C# files below a folder, without what a build makes.</summary>
    public static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(PathTo(folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "ZeroTrust.Provider.sln")))
        {
            directory = directory.Parent!;
        }

        return directory.FullName;
    }
}

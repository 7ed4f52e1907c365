namespace ZeroTrust.Provider.Tests;

/// <summary>Files of the repository that tests read in place.</summary>
internal static class RepositoryFiles
{
    private static readonly string Root = FindRoot();

    public static string PathTo(params IEnumerable<string> parts) => Path.Combine([Root, .. parts]);

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

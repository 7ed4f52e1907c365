namespace ZeroTrust.Tests;

/// <summary>Compares output with a file in the test project's <c>golden</c> folder; <c>UPDATE_GOLDEN=1</c> updates the file.</summary>
internal static class Golden
{
    public static void Matches(string file, string actual)
    {
        var project = Path.GetFileName(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..")));
        var path = RepositoryFiles.PathTo("tests", project, "golden", file);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.That(actual, Is.EqualTo(expected), $"If the change is intended, run: UPDATE_GOLDEN=1 dotnet test tests/{project}");
    }
}

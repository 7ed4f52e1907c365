namespace ZeroTrust.Cli.Tests.Drift;

/// <summary>Compares output with reviewed golden files; UPDATE_GOLDEN=1 updates them.</summary>
internal static class Golden
{
    public static void Check(string actual, params string[] path)
    {
        var file = RepositoryFiles.PathTo(path);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.That(
            File.Exists(file) ? File.ReadAllText(file) : "",
            Is.EqualTo(actual),
            $"run UPDATE_GOLDEN=1 dotnet test tests/Cli.Tests, and review {Path.Combine(path)}"
        );
    }
}

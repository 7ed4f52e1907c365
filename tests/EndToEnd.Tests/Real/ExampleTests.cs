namespace ZeroTrust.EndToEnd.Tests.Real;

internal sealed class ExampleTests
{
    // Not in Python, which would need Pulumi's package from PyPI.
    private static IEnumerable<string> Projects =>
        Directory
            .EnumerateFiles(RepositoryFiles.PathTo("examples"), "Pulumi.yaml", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) != "python")
            .Append(RepositoryFiles.PathTo("Pulumi.yaml"))
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, Path.GetDirectoryName(file)!));

    [OneTimeSetUp]
    public void Require_pulumi() => RealStack.RequirePulumi();

    [TestCaseSource(nameof(Projects))]
    public async Task An_example_is_deployed_has_no_changes_and_is_destroyed(string project)
    {
        await using var real = await RealStack.OfAsync(Path.GetFullPath(RepositoryFiles.PathTo(project)));

        await real.Stack.PreviewAsync();
        Assert.That(real.Writes(), Is.Zero);
        await real.Stack.UpAsync();
        Assert.That(real.Writes(), Is.Positive);
        await real.Stack.PreviewAsync(new() { Refresh = true, ExpectNoChanges = true });
        await real.Stack.DestroyAsync();

        Assert.That((await real.Stack.ExportStackAsync()).Json.GetProperty("deployment").TryGetProperty("resources", out _), Is.False);
    }
}

using System.Diagnostics;

namespace ZeroTrust.Cli.Tests;

/// <summary><c>zt</c> as a .NET tool.</summary>
internal sealed class PackageTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tool-").FullName;

    [OneTimeSetUp]
    public async Task Install()
    {
        await RunAsync("dotnet", "pack", RepositoryFiles.PathTo("cli"), "-c", RepositoryFiles.Configuration, "--no-build", "-o", _folder);
        await RunAsync("dotnet", "tool", "install", "ZeroTrust.Cli", "--source", _folder, "--tool-path", _folder);
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task It_creates_a_project_that_refers_to_the_package()
    {
        var help = await RunAsync(Path.Combine(_folder, "zt"), "new", Path.Combine(_folder, "project"));

        Assert.That(help, Does.Contain("zt local up --simulate"));
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(_folder, "project", "project.csproj")),
            Does.Contain("<PackageReference Include=\"Pulumi.ZeroTrust\""),
            "away from a checkout, a project refers to the package"
        );
    }

    // What 'zt local' starts on a machine where no plugin is installed.
    [Test]
    [CancelAfter(60_000)]
    public async Task The_plugin_in_the_tool_serves(CancellationToken ct)
    {
        var assembly = Directory.EnumerateFiles(_folder, "pulumi-resource-zerotrust.dll", SearchOption.AllDirectories).First();
        var start = Start("dotnet", "exec", assembly);
        start.RedirectStandardInput = true;
        using var plugin = Process.Start(start)!;
        try
        {
            Assert.That(await plugin.StandardOutput.ReadLineAsync(ct), Does.Match("^[0-9]+$"));
        }
        finally
        {
            plugin.Kill();
        }
    }

    private static ProcessStartInfo Start(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(
            Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")
        );
        return start;
    }

    private static async Task<string> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(Start(command, arguments))!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, string.Concat(output));
        return output[0];
    }
}

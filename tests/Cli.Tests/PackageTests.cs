using System.Diagnostics;

namespace ZeroTrust.Cli.Tests;

/// <summary><c>zt</c> as a .NET tool.</summary>
internal sealed class PackageTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tool-").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task It_is_packed_installed_as_a_tool_and_runs()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
        await RunAsync("dotnet", "pack", RepositoryFiles.PathTo("cli"), "-c", configuration, "--no-build", "-o", _folder);
        await RunAsync("dotnet", "tool", "install", "ZeroTrust.Cli", "--source", _folder, "--tool-path", _folder);

        var help = await RunAsync(Path.Combine(_folder, "zt"), "new", Path.Combine(_folder, "project"));

        Assert.That(help, Does.Contain("zt local up --simulate"));
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(_folder, "project", "project.csproj")),
            Does.Contain("<PackageReference Include=\"Pulumi.ZeroTrust\""),
            "away from a checkout, a project refers to the package"
        );
    }

    private static async Task<string> RunAsync(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(
            Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")
        );
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, string.Concat(output));
        return output[0];
    }
}

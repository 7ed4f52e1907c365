using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

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

    [Test]
    public async Task It_has_the_licenses_of_all_packages_that_it_includes()
    {
        var settings = Directory.EnumerateFiles(_folder, "zt.deps.json", SearchOption.AllDirectories).First();
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(settings));
        var packages = document
            .RootElement.GetProperty("targets")
            .EnumerateObject()
            .SelectMany(target => target.Value.EnumerateObject())
            .Where(library => library.Value.TryGetProperty("runtime", out _))
            .Select(library => library.Name)
            .Where(name => document.RootElement.GetProperty("libraries").GetProperty(name).GetProperty("type").GetString() == "package");

        var notices = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(settings)!, "THIRD-PARTY-NOTICES.txt"));

        Assert.That(packages.Select(package => package.Split('/')[0]), Is.SupersetOf(["Polly.Core", "Spectre.Console", "YamlDotNet"]));
        Assert.That(
            packages.Where(package => !Regex.IsMatch(notices, $"^{Regex.Escape(package.Replace('/', ' '))}\n.+\n", RegexOptions.Multiline)),
            Is.Empty
        );
        Assert.That(notices, Does.Contain("Permission is hereby granted, free of charge").And.Contain("Apache License\n"));
    }

    [TestCase("", "other.lib 1.2.3 states no license")]
    [TestCase("<license type=\"expression\">SSPL-1.0</license>", "other.lib 1.2.3 has the license 'SSPL-1.0' without its text")]
    public async Task A_package_without_a_license_is_not_published(string license, string message)
    {
        var package = Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(package, "other.lib.nuspec"),
            $"<package><metadata><id>other.lib</id>{license}</metadata></package>"
        );
        var project = Path.Combine(package, "publish.proj");
        await File.WriteAllTextAsync(
            project,
            $"""
            <Project DefaultTargets="Publish">
              <Import Project="{RepositoryFiles.PathTo("eng", "Notices.targets")}" />
              <ItemGroup><Shipped Include="other.lib" Version="1.2.3" Folder="{package}" /></ItemGroup>
              <Target Name="Publish"><WriteNotices Packages="@(Shipped)" Texts="@(LicenseText)" File="{package}/notices" /></Target>
            </Project>
            """
        );

        using var publish = Process.Start(Start("dotnet", "msbuild", project, "-nologo"))!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();

        Assert.That(publish.ExitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain(message));
        Assert.That(File.Exists(Path.Combine(package, "notices")), Is.False);
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

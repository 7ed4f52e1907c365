using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace ZeroTrust.Sdk.Tests;

/// <summary>The packages that <c>eng/pack</c> creates from the C# SDK and the testing kit.</summary>
internal sealed class PackageTests
{
    private const string Framework = "net8.0";

    private static readonly XNamespace Nuspec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private ZipArchive _package = null!;

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        var start = new ProcessStartInfo("bash", [RepositoryFiles.PathTo("eng", "pack"), _folder])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var pack = Process.Start(start)!;
        var output = await Task.WhenAll(pack.StandardOutput.ReadToEndAsync(), pack.StandardError.ReadToEndAsync());
        await pack.WaitForExitAsync();
        Assert.That(pack.ExitCode, Is.Zero, string.Concat(output));
        _package = ZipFile.OpenRead(Directory.GetFiles(_folder, "Pulumi.ZeroTrust.*.nupkg").Single());
    }

    [OneTimeTearDown]
    public void DeleteFolder()
    {
        _package?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void It_depends_only_on_the_declared_version_of_pulumi()
    {
        var declared = XDocument
            .Load(RepositoryFiles.PathTo("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Single(package => (string?)package.Attribute("Include") == "Pulumi")
            .Attribute("Version")!
            .Value;

        var groups = Metadata().Element(Nuspec + "dependencies")!.Elements(Nuspec + "group").ToList();

        Assert.That(
            groups
                .SelectMany(group => group.Elements())
                .Select(dependency => $"{dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}"),
            Is.EqualTo([$"Pulumi [{declared}, 4.0.0)"])
        );
        Assert.That(groups.Select(group => group.Attribute("targetFramework")!.Value), Is.EqualTo([Framework]));
    }

    [Test]
    public void It_has_the_assembly_its_documentation_and_the_language_hosts_files()
    {
        Assert.That(
            _package.Entries.Select(entry => entry.FullName),
            Is.SupersetOf([
                $"lib/{Framework}/Pulumi.ZeroTrust.dll",
                $"lib/{Framework}/Pulumi.ZeroTrust.xml",
                "content/pulumi-plugin.json",
                "content/version.txt",
                "README.md",
                "logo.png",
            ])
        );
        Assert.That(Text($"lib/{Framework}/Pulumi.ZeroTrust.xml"), Does.Contain("<member name=\"T:Pulumi.ZeroTrust.DeviceProfile\">"));
    }

    [Test]
    public void The_plugin_has_the_version_of_the_package()
    {
        var version = Metadata().Element(Nuspec + "version")!.Value;
        var plugin = JsonNode.Parse(Text("content/pulumi-plugin.json"))!;

        Assert.That((string?)plugin["version"], Is.EqualTo(version));
        Assert.That(Text("content/version.txt").Trim(), Is.EqualTo(version));
        Assert.That((string?)plugin["server"], Does.StartWith("github://"));
    }

    [Test]
    public void It_has_metadata_a_readme_and_an_icon()
    {
        var metadata = Metadata();

        Assert.That(
            metadata
                .Elements()
                .Where(element => element.Name.LocalName is "id" or "license" or "readme" or "icon")
                .Select(element => element.Value),
            Is.EquivalentTo(["Pulumi.ZeroTrust", "Apache-2.0", "README.md", "logo.png"])
        );
        Assert.That(metadata.Element(Nuspec + "description")!.Value, Is.Not.Empty);
        Assert.That(metadata.Element(Nuspec + "repository")!.Attribute("url")!.Value, Does.StartWith("https://"));
    }

    [Test]
    public void The_testing_kit_includes_its_own_assemblies_and_depends_only_on_published_packages()
    {
        using var kit = ZipFile.OpenRead(Directory.GetFiles(_folder, "ZeroTrust.Testing.*.nupkg").Single());
        string[] own =
        [
            "ZeroTrust.Testing",
            "ZeroTrust.Engine",
            "ZeroTrust.Protocol",
            "ZeroTrust.Simulator",
            "ZeroTrust.Network",
            "pulumi-resource-zerotrust",
            "zt",
        ];

        Assert.That(kit.Entries.Select(entry => entry.FullName), Is.SupersetOf(own.Select(name => $"lib/net10.0/{name}.dll")));
        Assert.That(
            Metadata(kit).Descendants(Nuspec + "dependency").Select(dependency => dependency.Attribute("id")!.Value),
            Is.Not.Empty.And.None.StartsWith("ZeroTrust.").And.None.EqualTo("Pulumi")
        );
        Assert.That(kit.GetEntry("README.md"), Is.Not.Null);
    }

    private XElement Metadata() => Metadata(_package);

    private static XElement Metadata(ZipArchive package)
    {
        using var stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!.Element(Nuspec + "metadata")!;
    }

    private string Text(string entry)
    {
        using var reader = new StreamReader(_package.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }
}

using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Xml.Linq;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Examples.Tests;

/// <summary>The archive of this platform, installed as <c>pulumi plugin install</c> does.</summary>
internal sealed class ArchiveTests
{
    private static readonly string Version = XDocument
        .Load(RepositoryFiles.PathTo("Directory.Build.props"))
        .Descendants("Version")
        .First()
        .Value;

    private readonly string _home = Directory.CreateTempSubdirectory("pulumi-home-").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_home, recursive: true);

    [Test]
    [CancelAfter(900_000)]
    public async Task The_plugin_of_the_archive_starts_from_a_fresh_pulumi_home(CancellationToken ct)
    {
        var archive = RepositoryFiles.PathTo("artifacts", "plugins", $"pulumi-resource-zerotrust-v{Version}-{Platform}.tar.gz");
        if (!File.Exists(archive))
        {
            Assert.Ignore($"There is no {Path.GetFileName(archive)}; 'make archive' makes it.");
        }

        var folder = Directory.CreateDirectory(Path.Combine(_home, "plugins", $"resource-zerotrust-v{Version}")).FullName;
        await using (var unpacked = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress))
        {
            await TarFile.ExtractToDirectoryAsync(unpacked, folder, overwriteFiles: false, ct);
        }

        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(folder, "THIRD-PARTY-NOTICES.txt"), ct),
            Does.Match("(?m)^Microsoft.NETCore.App.Runtime.+ [0-9.]+\nMIT\n")
                .And.Match("(?m)^Microsoft.AspNetCore.App.Runtime.+ [0-9.]+\nMIT\n")
                .And.Match("(?m)^Grpc.AspNetCore.Server [0-9.]+\nApache-2.0\n")
        );
        var start = new ProcessStartInfo(Path.Combine(folder, $"pulumi-resource-zerotrust{(OperatingSystem.IsWindows() ? ".exe" : "")}"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PULUMI_HOME"] = _home;
        using var plugin = Process.Start(start)!;
        try
        {
            using var channel = LoopbackChannel.To($"127.0.0.1:{await plugin.StandardOutput.ReadLineAsync(ct)}");
            var client = new ResourceProvider.ResourceProviderClient(channel);

            var info = await client.GetPluginInfoAsync(new(), cancellationToken: ct);
            var schema = await client.GetSchemaAsync(new(), cancellationToken: ct);

            Assert.That(info.Version, Is.EqualTo(Version));
            using var document = JsonDocument.Parse(schema.Schema);
            Assert.That(document.RootElement.GetProperty("name").GetString(), Is.EqualTo("zerotrust"));
            Assert.That(
                document.RootElement.GetProperty("resources").EnumerateObject().Select(resource => resource.Name),
                Does.Contain("zerotrust:index:DeviceProfile")
            );
        }
        finally
        {
            plugin.Kill();
        }
    }

    private static string Platform =>
        (
            OperatingSystem.IsWindows() ? "windows"
            : OperatingSystem.IsMacOS() ? "darwin"
            : "linux"
        ) + (RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "-arm64" : "-amd64");
}

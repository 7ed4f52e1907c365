using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ZeroTrust.Examples.Tests;

/// <summary>The commands of the guide, in an empty folder outside the repository.</summary>
[CancelAfter(900_000)]
[Platform("Linux,MacOsX", Reason = "the guide's commands are for a POSIX shell")]
internal sealed partial class FirstRunTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("first-run-").FullName;
    private readonly string _bin = Directory.CreateTempSubdirectory("bin-").FullName;

    [SetUp]
    public void InstallZt()
    {
        var zt = Path.Combine(_bin, "zt");
        File.WriteAllText(zt, $"#!/bin/sh\nexec dotnet {RepositoryFiles.Built("cli", "zt.dll")} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(zt, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    [OneTimeTearDown]
    public void Remove()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_bin, recursive: true);
    }

    [Test]
    public async Task From_an_empty_folder_to_a_stack_that_is_checked_for_drift_without_pulumi(CancellationToken ct)
    {
        Require("curl");

        var (output, codes) = await RunAsync(
            Commands("A project of your own") + Commands("Deploy and look for drift") + Commands("Ask before you change"),
            ct
        );

        Assert.That(
            codes,
            Is.EqualTo([
                "new: 0",
                "local up: 0",
                "local up: 0",
                "drift: 0",
                "local state: 0",
                "simulate: 0",
                "drift: 2",
                "local up: 0",
                "drift: 0",
                "explain: 0",
                "map: 0",
                "impact: 0",
                "local destroy: 0",
            ]),
            output
        );
        Assert.That(output, Does.Contain("3 unchanged").And.Match(@"switchLocked\s+│ true\s+│ true\s+│ false"));
        Assert.That(output, Does.Contain("outside the tunnel: '192.168.20.0/24' is excluded in SplitTunnel 'staff'"));
        Assert.That(output, Does.Match(@"1 profile changes\.(.|\n)*out of the tunnel: 192\.168\.0\.0/20, "));
    }

    [Test]
    public async Task From_an_empty_folder_to_a_stack_that_is_checked_for_drift_with_pulumi(CancellationToken ct)
    {
        Require("pulumi");

        var (output, codes) = await RunAsync(Commands("A project of your own") + Commands("With Pulumi"), ct);

        // Of the commands that run under zt simulate, the shell sees one exit code.
        Assert.That(codes, Is.EqualTo(["new: 0", "simulate: 0"]), output);
        Assert.That(output, Does.Contain("2 resources checked: all as declared."));
    }

    private static void Require(string command)
    {
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!paths.Any(path => File.Exists(Path.Combine(path, command))))
        {
            Assert.Ignore($"'{command}' is not on the PATH.");
        }
    }

    /// <summary>The commands of a section of the guide.</summary>
    private static string Commands(string section)
    {
        var guide = File.ReadAllText(RepositoryFiles.PathTo("docs", "guides", "getting-started.md"));
        var text = guide[guide.IndexOf($"\n## {section}\n", StringComparison.Ordinal)..];
        var end = text.IndexOf("\n## ", 1, StringComparison.Ordinal);
        return string.Concat(Block().Matches(end < 0 ? text : text[..end]).Select(match => match.Groups["commands"].Value));
    }

    private async Task<(string Output, string[] Codes)> RunAsync(string commands, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;
        var codes = Path.Combine(folder, "codes");
        var script = $$"""
            zt() {
              command zt "$@"
              code=$?
              case $1 in local) name="$1 $2" ;; *) name=$1 ;; esac
              echo "$name: $code" >>{{codes}}
              return $code
            }
            export -f zt
            {{commands}}
            """;
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_bin}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        start.Environment.Remove("PULUMI_CONFIG_PASSPHRASE");
        RepositoryFiles.UseBuilt(start.Environment);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return (string.Concat(output), await File.ReadAllLinesAsync(codes, ct));
    }

    [GeneratedRegex("^```sh\n(?<commands>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

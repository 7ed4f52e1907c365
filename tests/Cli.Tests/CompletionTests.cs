using System.Diagnostics;

namespace ZeroTrust.Cli.Tests;

/// <summary>Tests the completion script in a real shell.</summary>
[Platform("Linux", Reason = "the shell is bash")]
internal sealed class CompletionTests
{
    private readonly string _bin = Directory.CreateTempSubdirectory("bin-").FullName;

    [OneTimeSetUp]
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
    public void Remove() => Directory.Delete(_bin, recursive: true);

    [TestCase("zt dr", "drift")]
    [TestCase("zt local st", "state")]
    [TestCase("zt drift --unm", "--unmanaged")]
    [TestCase("zt impact --output mark", "markdown")]
    [TestCase("zt nothing-like-this", "")]
    public async Task Bash_completes_commands_options_and_values(string line, string expected)
    {
        var script = $$"""
            source <(zt completion bash)
            COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=({{line}}); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            $(complete -p zt | sed 's/.*-F \([^ ]*\) .*/\1/')
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        var start = new ProcessStartInfo("bash", ["--norc", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_bin}:{Environment.GetEnvironmentVariable("PATH")}";
        using var bash = Process.Start(start)!;
        var output = await Task.WhenAll(bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();

        Assert.That((output[0].Trim(), output[1]), Is.EqualTo((expected, "")));
    }
}

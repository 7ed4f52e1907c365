using System.Diagnostics;

namespace ZeroTrust.Examples.Tests;

/// <summary>From an empty folder to a deployed stack in a terminal, with only <c>zt</c> and the .NET SDK.</summary>
[CancelAfter(900_000)]
internal sealed class TerminalTests
{
    private const int Width = 110;
    private const int Height = 30;

    private readonly string _folder = Directory.CreateTempSubdirectory("terminal-").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    [Platform("Linux", Reason = "'script' of util-linux provides the terminal")]
    public async Task A_new_project_deploys_immediately_and_the_screen_stays_intact(CancellationToken ct)
    {
        var zt = $"dotnet {RepositoryFiles.Built("cli", "zt.dll")}";

        var screen = await RunAsync($"echo before; {zt} new office && cd office && {zt} local up --simulate --yes; echo code $?", ct);

        Assert.That(screen.Lines[0], Is.EqualTo("before"));
        Assert.That(screen.ToString(), Does.Contain("zt local up --simulate").And.Match(@"Previewing update \(dev\):\n +Type +Name +Plan"));
        Assert.That(
            screen.ToString(),
            Does.Match(
                @"Updating \(dev\):\n +Type +Name +Status.*\n\+ +pulumi:pulumi:Stack +office-dev +created.*\n"
                    + @"\+ +├─ zerotrust:index:DeviceProfile +staff +created"
            )
        );
        Assert.That(screen.ToString(), Does.Contain("+ 3 created").And.EndWith("code 0"));
        Assert.That(
            screen.Lines.Count(line => line.Contains("├─", StringComparison.Ordinal)),
            Is.EqualTo(2),
            "one row each in the preview and the update"
        );

        var again = await RunAsync($"echo before; cd office && {zt} local up --simulate --yes; echo code $?", ct);

        Assert.That(again.Lines[0], Is.EqualTo("before"));
        Assert.That(again.ToString(), Does.Contain("3 unchanged").And.Not.Contain("DeviceProfile").And.EndWith("code 0"));
    }

    private async Task<Screen> RunAsync(string command, CancellationToken ct)
    {
        var start = new ProcessStartInfo("script", ["-qec", $"stty cols {Width} rows {Height}; {command}", "/dev/null"])
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("PULUMI_CONFIG_PASSPHRASE");
        RepositoryFiles.UseBuilt(start.Environment);
        using var process = Process.Start(start)!;
        var screen = new Screen(Width, Height);
        screen.Write(await process.StandardOutput.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return screen;
    }
}

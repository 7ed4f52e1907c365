using System.Text.RegularExpressions;

namespace ZeroTrust.Cli.Tests.Explain;

/// <summary>The guide on devices shows real output.</summary>
internal sealed partial class DeviceGuideTests
{
    [Test]
    public void The_guide_shows_the_real_output()
    {
        var path = RepositoryFiles.PathTo("docs", "guides", "what-devices-get.md");
        var guide = File.ReadAllText(path);
        var printed = Output()
            .Replace(
                guide,
                match =>
                {
                    var file = RepositoryFiles.PathTo("tests", "Cli.Tests", "golden", match.Groups["file"].Value);
                    return $"{match.Groups["mark"].Value}{File.ReadAllText(file).TrimEnd()}\n```";
                }
            );
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, printed);
        }

        Assert.That(Output().Count(guide), Is.EqualTo(3));
        Assert.That(
            File.ReadAllText(path),
            Is.EqualTo(printed),
            "If the change is intended, run: UPDATE_GOLDEN=1 dotnet test tests/Cli.Tests"
        );
    }

    [GeneratedRegex("(?<mark><!-- output: (?<file>\\S+) -->\n```text\n).*?```", RegexOptions.Singleline)]
    private static partial Regex Output();
}

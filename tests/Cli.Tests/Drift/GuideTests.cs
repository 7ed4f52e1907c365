namespace ZeroTrust.Cli.Tests.Drift;

/// <summary>The guide on drift.</summary>
internal sealed class GuideTests
{
    [Test]
    public void The_guide_shows_what_is_printed()
    {
        string[] guide = ["docs", "guides", "drift.md"];
        var text = File.ReadAllText(RepositoryFiles.PathTo(guide));
        var (begin, end) = (text.IndexOf("```text\n", StringComparison.Ordinal) + "```text\n".Length, text.IndexOf("```\n<!-- end of output -->", StringComparison.Ordinal));
        var table = File.ReadAllText(RepositoryFiles.PathTo("tests", "Cli.Tests", "Drift", "golden", "report.table"));

        Golden.Check(text[..begin] + table + text[end..], guide);
    }
}

namespace ZeroTrust.Cli.Tests.Drift;

/// <summary>The guide on drift shows real output.</summary>
internal sealed class GuideTests
{
    private const string Begin = "```text\n";
    private const string End = "```\n<!-- end of output -->";

    [Test]
    public void The_guide_shows_the_real_output()
    {
        string[] guide = ["docs", "guides", "drift.md"];
        var text = File.ReadAllText(RepositoryFiles.PathTo(guide));
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        var table = File.ReadAllText(RepositoryFiles.PathTo("tests", "Cli.Tests", "Drift", "golden", "report.table"));

        Golden.Check(text[..begin] + table + text[end..], guide);
    }
}

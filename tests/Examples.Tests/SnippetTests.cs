using System.Text.RegularExpressions;

namespace ZeroTrust.Examples.Tests;

/// <summary>The code in guides is compiled, and their links lead to existing files.</summary>
internal sealed partial class SnippetTests
{
    private static readonly string[] Examples = ["guides", "sites", "reference", "office", "quickstart", "testing"];

    private const string Repository = "https://github.com/pulumi-zerotrust/pulumi-zerotrust/blob/main/";

    private static IEnumerable<string> Pages =>
        Directory
            .EnumerateFiles(RepositoryFiles.PathTo("docs"), "*.md", SearchOption.AllDirectories)
            .Append(RepositoryFiles.PathTo("README.md"))
            .Select(path => Path.GetRelativePath(RepositoryFiles.Root, path))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Guides =>
        Pages
            .Where(page => page.StartsWith(Path.Combine("docs", "guides"), StringComparison.Ordinal))
            .Append(Path.Combine("docs", "components.md"));

    [TestCaseSource(nameof(Guides))]
    public void Snippets_of_guides_are_examples_or_regions_of_them(string page)
    {
        var regions = Examples
            .SelectMany(example => Directory.EnumerateFiles(RepositoryFiles.PathTo("examples", example), "*.cs"))
            .Select(File.ReadAllText)
            .SelectMany(text =>
                Region().Matches(text).Select(match => Unindented(match.Groups["code"].Value, match.Groups["indent"].Length)).Append(text)
            );

        var snippets = Snippet().Matches(File.ReadAllText(RepositoryFiles.PathTo(page))).Select(match => match.Groups["code"].Value);

        Assert.That(snippets.Except(regions, StringComparer.Ordinal), Is.Empty);
    }

    [TestCaseSource(nameof(Pages))]
    public void Links_of_pages_lead_to_files(string page)
    {
        var folder = Path.GetDirectoryName(RepositoryFiles.PathTo(page))!;

        var targets = Link()
            .Matches(File.ReadAllText(RepositoryFiles.PathTo(page)))
            .Select(match => match.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal));

        Assert.That(targets.Where(target => !Path.Exists(Path.Combine(folder, target))), Is.Empty);
    }

    [TestCaseSource(nameof(Pages))]
    public void Anchors_in_links_lead_to_headings(string page)
    {
        var folder = Path.GetDirectoryName(RepositoryFiles.PathTo(page))!;

        var anchors = Link()
            .Matches(File.ReadAllText(RepositoryFiles.PathTo(page)))
            .Select(match => match.Groups["target"].Value.Split('#'))
            .Where(target => target.Length == 2 && !target[0].Contains(':', StringComparison.Ordinal))
            .Select(target =>
                (File: target[0].Length == 0 ? RepositoryFiles.PathTo(page) : Path.Combine(folder, target[0]), Name: target[1])
            )
            .Where(anchor => anchor.File.EndsWith(".md", StringComparison.Ordinal));

        Assert.That(anchors.Where(anchor => !Headings(anchor.File).Contains(anchor.Name)), Is.Empty);
    }

    // The Registry takes these two pages alone: a link to a file beside them would be broken there.
    [TestCase("_index.md")]
    [TestCase("installation-configuration.md")]
    public void Pages_of_the_registry_have_its_front_matter_and_full_links_to_files(string page)
    {
        var text = File.ReadAllText(RepositoryFiles.PathTo("docs", page));
        var targets = Link().Matches(text).Select(match => match.Groups["target"].Value).ToArray();

        Assert.That(text, Does.Match("^---\ntitle: .+\nmeta_desc: .+\nlayout: package\n---\n"));
        Assert.That(targets, Is.Not.Empty.And.All.StartsWith(Repository));
        Assert.That(targets.Select(target => RepositoryFiles.PathTo(target[Repository.Length..])), Has.All.Exist);
    }

    // The anchor of a heading is its text in lower case, without punctuation, with hyphens for spaces.
    private static IEnumerable<string> Headings(string path) =>
        Heading()
            .Matches(File.ReadAllText(path))
            .Select(match => NotInAnchors().Replace(match.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    private static string Unindented(string code, int indent) =>
        string.Concat(code.Split('\n').SkipLast(1).Select(line => line[Math.Min(indent, line.Length)..] + "\n"));

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex("^(?<indent> *)#region \\w+\n(?<code>.*?)^ *#endregion$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}

using System.Text.RegularExpressions;

namespace ZeroTrust.Examples.Tests;

/// <summary>The code in guides is compiled, and their links lead to existing files.</summary>
internal sealed partial class SnippetTests
{
    private static readonly string[] Examples = ["guides", "sites", "reference", "office", "quickstart", "testing"];

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

    private static string Unindented(string code, int indent) =>
        string.Concat(code.Split('\n').SkipLast(1).Select(line => line[Math.Min(indent, line.Length)..] + "\n"));

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex("^(?<indent> *)#region \\w+\n(?<code>.*?)^ *#endregion$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}

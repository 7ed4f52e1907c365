using System.Text.RegularExpressions;

namespace ZeroTrust.Examples.Tests;

/// <summary>What the guide shows is code that is compiled and run.</summary>
internal sealed partial class SnippetTests
{
    [Test]
    public void Snippets_of_the_guide_are_regions_of_an_example()
    {
        var guide = File.ReadAllText(RepositoryFiles.PathTo("docs", "components.md"));
        var example = File.ReadAllText(RepositoryFiles.PathTo("examples", "sites", "SitesStack.cs"));

        var snippets = Snippet().Matches(guide).Select(match => match.Groups["code"].Value);
        var regions = Region().Matches(example).Select(match => Unindented(match.Groups["code"].Value, match.Groups["indent"].Length));

        Assert.That(snippets, Is.Not.Empty.And.EquivalentTo(regions));
    }

    private static string Unindented(string code, int indent) =>
        string.Concat(code.Split('\n').SkipLast(1).Select(line => line[Math.Min(indent, line.Length)..] + "\n"));

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex("^(?<indent> *)#region \\w+\n(?<code>.*?)^ *#endregion$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}

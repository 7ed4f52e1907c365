using ZeroTrust.Sdk.Generator.CSharp;
using ZeroTrust.Sdk.Generator.Markdown;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Docs;

/// <summary>The list of all pages.</summary>
internal static class IndexPage
{
    public static GeneratedFile Create(
        PackageSchema package,
        IReadOnlyList<ResourceSchema> resources,
        IReadOnlyList<FunctionSchema> functions,
        IReadOnlyList<GuidePage> guides
    )
    {
        var page = new PageWriter(package.DisplayName ?? package.Name);
        page.Block(package.Description);
        WriteLinks(page, "Guides", guides.Where(guide => !guide.IsForMaintainers));
        page.Heading("Reference");
        page.Block($"- [Configuration]({ConfigurationPage.Path})");
        WriteList(page, "Resources", resources.Select(r => (CSharpNames.Class(r), ResourcePage.PathOf(r), r.Description)));
        WriteList(page, "Functions", functions.Select(f => (FunctionPage.NameOf(f), FunctionPage.PathOf(f), f.Description)));
        WriteLinks(page, "For maintainers", guides.Where(guide => guide.IsForMaintainers));
        return page.ToFile("README.md");
    }

    private static void WriteLinks(PageWriter page, string title, IEnumerable<GuidePage> pages)
    {
        var links = pages.Select(link => $"- [{link.Title}]({link.Path})").ToList();
        if (links.Count > 0)
        {
            page.Heading(title);
            page.Block(string.Join('\n', links));
        }
    }

    private static void WriteList(PageWriter page, string title, IEnumerable<(string Name, string Path, string? Description)> entries)
    {
        var rows = entries
            .Select(e => (string[])[$"[{e.Name}]({e.Path})", TableCell.Text(DescriptionText.FirstSentence(e.Description))])
            .ToList();
        if (rows.Count > 0)
        {
            page.SubHeading(title);
            page.Table(["Name", "Purpose"], rows);
        }
    }
}

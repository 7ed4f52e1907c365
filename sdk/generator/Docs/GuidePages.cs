namespace ZeroTrust.Sdk.Generator.Docs;

/// <summary>Finds the hand-written pages of the docs folder, for the index to list.</summary>
internal static class GuidePages
{
    private const string TitleMark = "# ";
    private const string Folder = "guides";

    public static IReadOnlyList<GuidePage> In(string docsFolder) =>
        !Directory.Exists(docsFolder)
            ? []
            :
            [
                .. from path in Pages(docsFolder).Concat(Pages(Path.Combine(docsFolder, Folder)))
                   where !GeneratedTree.IsGenerated(path)
                   orderby Path.GetFileName(path)
                   let title = File.ReadLines(path).FirstOrDefault(line => line.StartsWith(TitleMark, StringComparison.Ordinal))
                   where title is not null
                   select new GuidePage(Path.GetRelativePath(docsFolder, path).Replace('\\', '/'), title[TitleMark.Length..].Trim()),
            ];

    private static IEnumerable<string> Pages(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.md") : [];
}

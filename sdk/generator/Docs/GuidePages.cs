namespace ZeroTrust.Sdk.Generator.Docs;

/// <summary>Finds the hand-written pages in the docs folder, for the index.</summary>
internal static class GuidePages
{
    private const string TitleMark = "# ";

    /// <summary>The guides in the folder <c>guides</c>, then the other hand-written pages for users, then those for maintainers.</summary>
    public static IReadOnlyList<GuidePage> In(string docsFolder) =>
        [.. Pages(docsFolder, "guides"), .. Pages(docsFolder, ""), .. Pages(docsFolder, GuidePage.Maintainers)];

    private static IEnumerable<GuidePage> Pages(string docsFolder, string folder) =>
        !Directory.Exists(Path.Combine(docsFolder, folder))
            ? []
            : from path in Directory.EnumerateFiles(Path.Combine(docsFolder, folder), "*.md")
            where !GeneratedTree.IsGenerated(path)
            orderby Path.GetFileName(path)
            let title = File.ReadLines(path).FirstOrDefault(line => line.StartsWith(TitleMark, StringComparison.Ordinal))
            where title is not null
            select new GuidePage(
                folder.Length == 0 ? Path.GetFileName(path) : $"{folder}/{Path.GetFileName(path)}",
                title[TitleMark.Length..].Trim()
            );
}

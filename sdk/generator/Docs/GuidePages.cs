namespace ZeroTrust.Sdk.Generator.Docs;

/// <summary>Finds the hand-written pages of the docs folder, for the index to list.</summary>
internal static class GuidePages
{
    private const string TitleMark = "# ";

    public static IReadOnlyList<GuidePage> In(string docsFolder) =>
        !Directory.Exists(docsFolder)
            ? []
            :
            [
                .. from path in Directory.EnumerateFiles(docsFolder, "*.md")
                   where !GeneratedTree.IsGenerated(path)
                   orderby Path.GetFileName(path)
                   let title = File.ReadLines(path).FirstOrDefault(line => line.StartsWith(TitleMark, StringComparison.Ordinal))
                   where title is not null
                   select new GuidePage(Path.GetFileName(path), title[TitleMark.Length..].Trim()),
            ];
}

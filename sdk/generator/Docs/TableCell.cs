using ZeroTrust.Sdk.Generator.Markdown;

namespace ZeroTrust.Sdk.Generator.Docs;

/// <summary>Formats Markdown for a table cell.</summary>
internal static class TableCell
{
    /// <summary>A code span. An empty string is shown as an empty literal, since an empty span would be invisible.</summary>
    public static string Code(string text) => text.Length == 0 ? "`\"\"`" : $"`{Escape(text)}`";

    public static string Text(string? markdown) =>
        markdown is null ? "" : string.Join("<br>", MarkdownParser.Parse(DescriptionText.WithoutExamples(markdown)).SelectMany(Lines));

    private static IEnumerable<string> Lines(MarkdownBlock block) =>
        block switch
        {
            Paragraph paragraph => [Escape(paragraph.Text)],
            Heading heading => [$"**{Escape(heading.Text)}**"],
            Verbatim verbatim => verbatim.Lines.Where(line => line.Trim().Length > 0).Select(line => Code(line.Trim())),
            BulletList list => list.Items.Select(
                (item, index) => $"{(list.IsNumbered ? $"{index + 1}." : "•")} {string.Join(' ', item.SelectMany(Lines))}"
            ),
            _ => [],
        };

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}

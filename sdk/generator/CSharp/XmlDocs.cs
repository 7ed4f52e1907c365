using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using ZeroTrust.Sdk.Generator.Markdown;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>Converts Markdown descriptions to XML documentation comments.</summary>
internal static partial class XmlDocs
{
    private const int Width = 110;

    /// <summary>The first paragraph becomes the summary, the rest the remarks, and C# examples become examples.</summary>
    public static void Describe(CodeWriter code, string? markdown)
    {
        if (markdown is null)
        {
            return;
        }
        DescribeWithoutExamples(code, MarkdownParser.Parse(DescriptionText.WithoutExamples(markdown)));
        foreach (var example in DescriptionText.CSharpExamples(markdown))
        {
            Element(code, "example", [.. Block(new Verbatim(example.Split('\n')))]);
        }
    }

    private static void DescribeWithoutExamples(CodeWriter code, IReadOnlyList<MarkdownBlock> blocks)
    {
        if (blocks.Count == 0)
        {
            return;
        }
        if (blocks[0] is not Paragraph first)
        {
            Element(code, "summary", [.. blocks.SelectMany(Block)]);
            return;
        }
        Element(code, "summary", [.. Wrap(Inline(first.Text))]);
        if (blocks.Count > 1)
        {
            Element(code, "remarks", [.. blocks.Skip(1).SelectMany(Block)]);
        }
    }

    /// <summary>A summary with the generator's own words.</summary>
    public static void Summary(CodeWriter code, string text) => Element(code, "summary", [.. Wrap(Inline(text))]);

    public static void Parameter(CodeWriter code, string name, string text) =>
        code.Line($"/// <param name=\"{name}\">{Inline(text)}</param>");

    private static void Element(CodeWriter code, string name, IReadOnlyList<string> lines)
    {
        if (lines.Count == 1)
        {
            code.Line($"/// <{name}>{lines[0]}</{name}>");
            return;
        }
        code.Line($"/// <{name}>");
        foreach (var line in lines)
        {
            code.Line($"/// {line}".TrimEnd());
        }
        code.Line($"/// </{name}>");
    }

    private static IEnumerable<string> Block(MarkdownBlock block) =>
        block switch
        {
            Paragraph paragraph => Wrapped("para", Inline(paragraph.Text)),
            Heading heading => Wrapped("para", $"<b>{Inline(heading.Text)}</b>"),
            Verbatim verbatim => ["<code>", .. verbatim.Lines.Select(Escape), "</code>"],
            BulletList list => [$"<list type=\"{(list.IsNumbered ? "number" : "bullet")}\">", .. list.Items.SelectMany(Item), "</list>"],
            _ => [],
        };

    private static IEnumerable<string> Item(IReadOnlyList<MarkdownBlock> blocks) =>
        blocks switch
        {
            [Paragraph only] => Wrapped("item", $"<description>{Inline(only.Text)}</description>"),
            _ => ["<item><description>", .. blocks.SelectMany(Block), "</description></item>"],
        };

    private static IEnumerable<string> Wrapped(string element, string text) => Wrap($"<{element}>{text}</{element}>");

    private static IEnumerable<string> Wrap(string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line.ToString();
                line.Clear();
            }
            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }
        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    /// <summary>Converts code spans, links, bold and italic text; escapes everything else.</summary>
    private static string Inline(string markdown)
    {
        var xml = new StringBuilder();
        var at = 0;
        foreach (Match match in InlineMarkup().Matches(markdown))
        {
            xml.Append(Escape(markdown[at..match.Index]));
            at = match.Index + match.Length;
            xml.Append(
                match switch
                {
                    _ when match.Groups["escaped"] is { Success: true } escaped => Escape(escaped.Value),
                    _ when match.Groups["code"] is { Success: true } span => $"<c>{Escape(span.Value.Trim())}</c>",
                    _ when match.Groups["url"] is { Success: true } url => Link(url.Value, match.Groups["text"].Value),
                    _ when match.Groups["auto"] is { Success: true } url => Link(url.Value, url.Value),
                    _ when match.Groups["bold"] is { Success: true } bold => $"<b>{Inline(bold.Value)}</b>",
                    _ => $"<i>{Inline(match.Groups["italic"].Value)}</i>",
                }
            );
        }
        return xml.Append(Escape(markdown[at..])).ToString();
    }

    /// <summary>Of links within the docs folder, which an IDE cannot follow, only the text is kept.</summary>
    private static string Link(string url, string text) =>
        url.StartsWith("http", StringComparison.Ordinal) ? $"<see href=\"{Escape(url)}\">{Inline(text)}</see>" : Inline(text);

    private static string Escape(string text) =>
        SecurityElement.Escape(text).Replace("&apos;", "'", StringComparison.Ordinal).Replace("&quot;", "\"", StringComparison.Ordinal);

    [GeneratedRegex(
        @"\\(?<escaped>[\\`*_{}\[\]()#+.!|<>-])"
            + @"|(?<ticks>`+)(?<code>.+?)(?<!`)\k<ticks>(?!`)"
            + @"|!?\[(?<text>[^\]]*)\]\((?<url>[^)\s]+)[^)]*\)"
            + @"|<(?<auto>https?://[^>\s]+)>"
            + @"|\*\*(?<bold>[^*]+)\*\*"
            + @"|(?<![\w*])\*(?<italic>[^*\s][^*]*)\*(?![\w*])"
            + @"|(?<![\w_])_(?<italic>[^_\s][^_]*)_(?![\w_])"
    )]
    private static partial Regex InlineMarkup();
}

using System.Text.RegularExpressions;

namespace ZeroTrust.Sdk.Generator.Markdown;

/// <summary>Splits a description into blocks: paragraphs, headings, lists, fenced code and tables.</summary>
internal static partial class MarkdownParser
{
    public static IReadOnlyList<MarkdownBlock> Parse(string text) => ParseLines(text.ReplaceLineEndings("\n").Split('\n'));

    private static List<MarkdownBlock> ParseLines(IReadOnlyList<string> lines)
    {
        var blocks = new List<MarkdownBlock>();
        for (var at = 0; at < lines.Count; )
        {
            var line = lines[at];
            if (string.IsNullOrWhiteSpace(line))
            {
                at++;
            }
            else if (Fence().Match(line) is { Success: true } fence)
            {
                blocks.Add(TakeFence(lines, ref at, fence.Groups[1].Value));
            }
            else if (HeadingLine().Match(line) is { Success: true } heading)
            {
                blocks.Add(new Heading(heading.Groups[1].Length, heading.Groups[2].Value));
                at++;
            }
            else if (line.TrimStart().StartsWith('|'))
            {
                blocks.Add(new Verbatim(TakeWhile(lines, ref at, l => l.TrimStart().StartsWith('|'))));
            }
            else if (ListItem().IsMatch(line))
            {
                blocks.Add(TakeList(lines, ref at));
            }
            else
            {
                var paragraph = TakeWhile(lines, ref at, IsParagraphLine);
                blocks.Add(new Paragraph(string.Join(' ', paragraph.Select(l => l.TrimStart('>', ' ').Trim()))));
            }
        }
        return blocks;
    }

    private static bool IsParagraphLine(string line) =>
        !string.IsNullOrWhiteSpace(line)
        && !Fence().IsMatch(line)
        && !HeadingLine().IsMatch(line)
        && !ListItem().IsMatch(line)
        && !line.TrimStart().StartsWith('|');

    private static Verbatim TakeFence(IReadOnlyList<string> lines, ref int at, string fence)
    {
        at++;
        var code = TakeWhile(lines, ref at, line => !line.TrimStart().StartsWith(fence, StringComparison.Ordinal));
        at++;
        return new Verbatim(code);
    }

    private static BulletList TakeList(IReadOnlyList<string> lines, ref int at)
    {
        var first = ListItem().Match(lines[at]);
        var indent = first.Groups["indent"].Length;
        var items = new List<IReadOnlyList<MarkdownBlock>>();
        while (at < lines.Count && ListItem().Match(lines[at]) is { Success: true } item && item.Groups["indent"].Length == indent)
        {
            var content = new List<string> { lines[at++][item.Length..] };
            // Indented lines and lazy continuation lines belong to the item; an empty line ends it unless indented text follows.
            while (at < lines.Count && BelongsToItem(lines, at, indent))
            {
                content.Add(Dedent(lines[at++], item.Length));
            }
            items.Add(ParseLines(content));
        }
        return new BulletList(char.IsAsciiDigit(first.Groups["mark"].Value[0]), items);
    }

    private static bool BelongsToItem(IReadOnlyList<string> lines, int at, int indent)
    {
        if (!string.IsNullOrWhiteSpace(lines[at]))
        {
            return Leading(lines[at]) > indent || IsParagraphLine(lines[at]);
        }
        return at + 1 < lines.Count && !string.IsNullOrWhiteSpace(lines[at + 1]) && Leading(lines[at + 1]) > indent;
    }

    private static List<string> TakeWhile(IReadOnlyList<string> lines, ref int at, Func<string, bool> condition)
    {
        var taken = lines.Skip(at).TakeWhile(condition).ToList();
        at += taken.Count;
        return taken;
    }

    private static int Leading(string line) => line.Length - line.TrimStart(' ').Length;

    private static string Dedent(string line, int width) => line[Math.Min(Leading(line), width)..];

    [GeneratedRegex(@"^\s*(```+|~~~+)")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(#{1,6})\s+(.*?)\s*#*$")]
    private static partial Regex HeadingLine();

    [GeneratedRegex(@"^(?<indent> *)(?<mark>[-*+]|\d{1,9}[.)])\s+(?=\S)")]
    private static partial Regex ListItem();
}

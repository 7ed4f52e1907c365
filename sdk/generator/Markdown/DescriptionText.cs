using System.Text;
using System.Text.RegularExpressions;

namespace ZeroTrust.Sdk.Generator.Markdown;

/// <summary>Extracts parts of a description: the examples, the import section and the rest.</summary>
internal static partial class DescriptionText
{
    private const RegexOptions Options = RegexOptions.Singleline | RegexOptions.Multiline;

    private static readonly Dictionary<string, string> Languages = new()
    {
        ["csharp"] = "C#",
        ["typescript"] = "TypeScript",
        ["python"] = "Python",
        ["go"] = "Go",
        ["java"] = "Java",
        ["yaml"] = "YAML",
    };

    /// <summary>A heading directly above examples belongs to them.</summary>
    private const string HeadingBefore = @"(?:^#{1,6} [^\n]*\n\s*)?";

    /// <summary>The description without its examples.</summary>
    public static string WithoutExamples(string text) => Tidy(Choosers().Replace(Examples().Replace(Normalize(text), ""), ""));

    /// <summary>The code of the C# examples.</summary>
    public static IReadOnlyList<string> CSharpExamples(string text)
    {
        var normal = Normalize(text);
        var marked = Examples().Matches(normal).Concat(Choosers().Matches(normal)).ToList();
        return
        [
            .. from fence in CSharpFence().Matches(normal)
            where marked.Any(part => part.Index <= fence.Index && fence.Index < part.Index + part.Length)
            select fence.Groups["code"].Value,
        ];
    }

    /// <summary>The description with each example under a heading with its language, without Pulumi's markers.</summary>
    public static string WithExamples(string text) =>
        Tidy(Marks().Replace(Examples().Replace(Normalize(text), examples => Fence().Replace(examples.Value, UnderItsName)), ""));

    /// <summary>Separates the section under a second-level heading from the rest.</summary>
    public static (string Remainder, string? Section) Cut(string text, string heading)
    {
        var rest = new StringBuilder();
        StringBuilder? section = null;
        var inside = false;
        var inFence = false;
        foreach (var line in Normalize(text).Split('\n'))
        {
            inFence ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (!inFence && (line.StartsWith("## ", StringComparison.Ordinal) || line.StartsWith("# ", StringComparison.Ordinal)))
            {
                inside = line.TrimStart('#').Trim() == heading;
                if (inside)
                {
                    section = new StringBuilder();
                    continue;
                }
            }
            (inside ? section! : rest).Append(line).Append('\n');
        }
        return (Tidy(rest.ToString()), section is null ? null : Tidy(section.ToString()));
    }

    /// <summary>The first paragraph as one line.</summary>
    public static string FirstParagraph(string? text) =>
        text is null ? "" : MarkdownParser.Parse(WithoutExamples(text)).OfType<Paragraph>().FirstOrDefault()?.Text ?? "";

    /// <summary>The first sentence; it ends before a word that begins with a capital letter.</summary>
    public static string FirstSentence(string? text) => SentenceEnd().Split(FirstParagraph(text), 2)[0];

    private static string UnderItsName(Match fence) =>
        Languages.TryGetValue(fence.Groups["language"].Value, out var name) ? $"### {name}\n\n{fence.Value}" : fence.Value;

    private static string Normalize(string text) => text.ReplaceLineEndings("\n");

    private static string Tidy(string text) => EmptyLines().Replace(text, "\n\n").Trim();

    [GeneratedRegex(HeadingBefore + @"\{\{%\s*examples\s*%\}\}.*?\{\{%\s*/examples\s*%\}\}", Options)]
    private static partial Regex Examples();

    [GeneratedRegex(HeadingBefore + @"<!--\s*Start PulumiCodeChooser\s*-->.*?<!--\s*End PulumiCodeChooser\s*-->", Options)]
    private static partial Regex Choosers();

    [GeneratedRegex(@"^```(?<language>\w+)$.*?^```$", Options)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)\n```$", Options)]
    private static partial Regex CSharpFence();

    [GeneratedRegex(@"[ \t]*(\{\{%\s*/?(examples|example)\s*%\}\}|<!--\s*(Start|End) PulumiCodeChooser\s*-->)[ \t]*")]
    private static partial Regex Marks();

    [GeneratedRegex(@"(?<=[.!?])\s+(?=\p{Lu})")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex EmptyLines();
}

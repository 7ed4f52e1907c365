namespace ZeroTrust.Sdk.Generator.Markdown;

/// <summary>One block of a description, as far as descriptions use Markdown.</summary>
internal abstract record MarkdownBlock;

internal sealed record Paragraph(string Text) : MarkdownBlock;

internal sealed record Heading(int Level, string Text) : MarkdownBlock;

/// <summary>Text to be shown as it is: fenced code, or a table.</summary>
internal sealed record Verbatim(IReadOnlyList<string> Lines) : MarkdownBlock;

internal sealed record BulletList(bool IsNumbered, IReadOnlyList<IReadOnlyList<MarkdownBlock>> Items) : MarkdownBlock;

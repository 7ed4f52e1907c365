namespace ZeroTrust.Sdk.Generator.Markdown;

/// <summary>A block of a description; covers the Markdown that descriptions use.</summary>
internal abstract record MarkdownBlock;

internal sealed record Paragraph(string Text) : MarkdownBlock;

internal sealed record Heading(int Level, string Text) : MarkdownBlock;

/// <summary>Preformatted text: fenced code or a table.</summary>
internal sealed record Verbatim(IReadOnlyList<string> Lines) : MarkdownBlock;

internal sealed record BulletList(bool IsNumbered, IReadOnlyList<IReadOnlyList<MarkdownBlock>> Items) : MarkdownBlock;

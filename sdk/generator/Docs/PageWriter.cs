using System.Text;

namespace ZeroTrust.Sdk.Generator.Docs;

/// <summary>Writes a Markdown page: blocks separated by empty lines.</summary>
internal sealed class PageWriter
{
    private readonly StringBuilder _text = new($"<!-- {GeneratedFile.Mark} -->\n");

    public PageWriter(string title) => _text.Append("# ").Append(title).Append('\n');

    public void Heading(string title) => Block($"## {title}");

    public void SubHeading(string title) => Block($"### {title}");

    public void Block(string? markdown)
    {
        if (!string.IsNullOrWhiteSpace(markdown))
        {
            _text.Append('\n').Append(markdown.Trim()).Append('\n');
        }
    }

    /// <summary>Writes a table without its empty columns.</summary>
    public void Table(IReadOnlyList<string> columns, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }
        var shown = Enumerable.Range(0, columns.Count).Where(column => rows.Any(row => row[column].Length > 0)).ToList();
        string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
        Block(
            string.Join(
                '\n',
                (string[])
                    [
                        Row(shown.Select(column => columns[column])),
                        Row(shown.Select(_ => "---")),
                        .. rows.Select(row => Row(shown.Select(column => row[column]))),
                    ]
            )
        );
    }

    public GeneratedFile ToFile(string path) => new(path, _text.ToString());
}

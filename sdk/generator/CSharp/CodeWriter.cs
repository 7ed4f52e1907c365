using System.Text;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>C# text with its indentation. Lines end with LF on every machine.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _atStart = true;

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(line);
        }
        _text.Append('\n');
        _atStart = false;
    }

    /// <summary>Writes a text of several lines, each indented.</summary>
    public void Lines(string lines)
    {
        foreach (var line in lines.Split('\n'))
        {
            Line(line);
        }
    }

    /// <summary>An empty line between members; none before the first one of a block.</summary>
    public void Separate()
    {
        if (!_atStart)
        {
            Line();
        }
    }

    /// <summary>Writes the header and an opening brace; <paramref name="end"/> follows the closing one.</summary>
    public void Block(string header, Action body, string end = "")
    {
        Lines(header);
        Line("{");
        _depth++;
        _atStart = true;
        body();
        _depth--;
        Line("}" + end);
    }

    /// <summary>Writes the header and indents what follows it.</summary>
    public void Indent(string header, Action body)
    {
        Line(header);
        _depth++;
        body();
        _depth--;
    }

    public override string ToString() => _text.ToString();
}

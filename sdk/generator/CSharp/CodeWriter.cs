using System.Text;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>Writes indented C# code, with LF line endings on every platform.</summary>
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

    /// <summary>Writes a multi-line string, indenting each line.</summary>
    public void Lines(string lines)
    {
        foreach (var line in lines.Split('\n'))
        {
            Line(line);
        }
    }

    /// <summary>Writes an empty line between members, but not before the first one in a block.</summary>
    public void Separate()
    {
        if (!_atStart)
        {
            Line();
        }
    }

    /// <summary>Writes a header and a block in braces; <paramref name="end"/> follows the closing brace.</summary>
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

    /// <summary>Writes a header and an indented body.</summary>
    public void Indent(string header, Action body)
    {
        Line(header);
        _depth++;
        body();
        _depth--;
    }

    public override string ToString() => _text.ToString();
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ZeroTrust.Tests;

/// <summary>A terminal screen. Supports text, line ends, cursor movement and erasing; ignores colors.</summary>
internal sealed partial class Screen(int width, int height)
{
    private readonly List<StringBuilder> _lines = [new()];
    private int _top;
    private int _row;
    private int _column;

    /// <summary>All lines, including those scrolled out of view, without trailing blanks.</summary>
    public IReadOnlyList<string> Lines => [.. LinesWithBlanks.Select(line => line.TrimEnd())];

    /// <summary>All lines as they were written.</summary>
    public IEnumerable<string> LinesWithBlanks => _lines.Select(line => line.ToString());

    public override string ToString() => string.Join('\n', Lines).TrimEnd('\n');

    public void Write(string text)
    {
        for (var position = 0; position < text.Length; )
        {
            if (Sequence().Match(text, position) is { Success: true } sequence && sequence.Index == position)
            {
                Apply(sequence.Groups["end"].Value, sequence.Groups["arguments"].Value);
                position += sequence.Length;
                continue;
            }
            Put(text[position++]);
        }
    }

    private void Put(char character)
    {
        switch (character)
        {
            case '\r':
                _column = 0;
                return;
            case '\n':
                // A terminal driver adds the carriage return.
                _column = 0;
                Down();
                return;
            case '\a' or '\b':
                return;
        }
        if (_column == width)
        {
            _column = 0;
            Down();
        }
        var line = _lines[_row];
        line.Append(' ', Math.Max(0, _column + 1 - line.Length));
        line[_column++] = character;
    }

    private void Down()
    {
        _row++;
        if (_row == _lines.Count)
        {
            _lines.Add(new());
        }
        _top = Math.Max(_top, _row - height + 1);
    }

    private void Apply(string end, string arguments)
    {
        // Terminals treat a count of 0 as 1.
        var count = int.TryParse(arguments, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        switch (end)
        {
            case "A":
                _row = Math.Max(_top, _row - Math.Max(1, count));
                break;
            case "B":
                _row = Math.Min(_lines.Count - 1, _row + Math.Max(1, count));
                break;
            case "C":
                _column = Math.Min(width - 1, _column + Math.Max(1, count));
                break;
            case "D":
                _column = Math.Max(0, _column - Math.Max(1, count));
                break;
            case "G":
                _column = Math.Max(1, count) - 1;
                break;
            case "K" when count == 2:
                _lines[_row].Clear();
                break;
            case "K" when count == 0:
                _lines[_row].Length = Math.Min(_lines[_row].Length, _column);
                break;
            case "J" when count == 0:
                _lines[_row].Length = Math.Min(_lines[_row].Length, _column);
                _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
                break;
            case "m" or "h" or "l" or "=" or ">":
                break;
            default:
                throw new NotSupportedException($"ESC[{arguments}{end}");
        }
    }

    [GeneratedRegex(@"\G\x1b(\[(?<arguments>[?0-9;]*)(?<end>[A-Za-z])|(?<end>[=>]))")]
    private static partial Regex Sequence();
}

using System.Globalization;

namespace ZeroTrust.Benchmarks;

/// <summary>A table of measurements, one per line.</summary>
internal sealed class Table
{
    private readonly List<(string What, string Result)> _rows = [];

    public void Add(string what, FormattableString result) => _rows.Add((what, result.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Smallest, median and largest of <paramref name="milliseconds"/>.</summary>
    public void AddTimes(string what, IReadOnlyCollection<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        Add(what, $"{sorted[0]:0.00} / {sorted[sorted.Length / 2]:0.00} / {sorted[^1]:0.00} ms (min / median / max of {sorted.Length})");
    }

    public void Write(TextWriter output)
    {
        var width = _rows.Max(row => row.What.Length);
        foreach (var (what, result) in _rows)
        {
            output.WriteLine($"{what.PadRight(width)}  {result}");
        }
    }
}

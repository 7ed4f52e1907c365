using System.Diagnostics;
using System.Globalization;

namespace ZeroTrust.Benchmarks;

/// <summary>Processor time and peak memory of one kind of process.</summary>
internal sealed record Cost(TimeSpan Processor, double PeakMebibytes);

/// <summary>
/// Measures the cost of a process and its children, as counted by Linux. Polls, since the counters of a process are gone after it has
/// ended.
/// </summary>
internal sealed class ProcessTree(int root)
{
    private const double TicksPerSecond = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<int, (string Name, TimeSpan Processor, double Peak)> _processes = [];

    /// <summary>Polls until the process has ended.</summary>
    public async Task WatchAsync(Process process)
    {
        var ended = process.WaitForExitAsync();
        do
        {
            Read();
        } while (await Task.WhenAny(ended, Task.Delay(Interval)) != ended);
    }

    /// <summary>All processes with the given name, of which Linux keeps only 15 characters.</summary>
    public Cost Of(string name)
    {
        var found = _processes.Values.Where(process => name.StartsWith(process.Name, StringComparison.Ordinal)).ToArray();
        return new(
            found.Aggregate(TimeSpan.Zero, (sum, process) => sum + process.Processor),
            found.Select(process => process.Peak).DefaultIfEmpty().Max()
        );
    }

    private void Read()
    {
        var stats = Directory
            .EnumerateDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) ? Stat(id) : null)
            .OfType<(int Id, int Parent, string Name, TimeSpan Processor)>()
            .ToArray();
        var children = stats.ToLookup(stat => stat.Parent);
        var tree = new Queue<(int Id, int Parent, string Name, TimeSpan Processor)>(stats.Where(stat => stat.Id == root));
        while (tree.TryDequeue(out var stat))
        {
            _processes[stat.Id] = (stat.Name, stat.Processor, PeakMebibytes(stat.Id) ?? _processes.GetValueOrDefault(stat.Id).Peak);
            foreach (var child in children[stat.Id])
            {
                tree.Enqueue(child);
            }
        }
    }

    // The name is in parentheses and may have spaces; after it come the state, the parent and, from the twelfth on, user and system time.
    private static (int Id, int Parent, string Name, TimeSpan Processor)? Stat(int id)
    {
        if (ReadFile($"/proc/{id}/stat") is not { Length: > 0 } text)
        {
            return null;
        }

        var (open, close) = (text.IndexOf('(', StringComparison.Ordinal), text.LastIndexOf(')'));
        var fields = text[(close + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return (
            id,
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            text[(open + 1)..close],
            TimeSpan.FromSeconds(ticks / TicksPerSecond)
        );
    }

    private static double? PeakMebibytes(int id) =>
        ReadFile($"/proc/{id}/status")?.Split('\n').FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
            ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0
            : null;

    private static string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended.
            return null;
        }
    }
}

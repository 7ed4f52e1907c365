namespace ZeroTrust.Provider.Profiles;

/// <summary>
/// The fewest changes of precedence that put profiles in order. Those that stay are the most that have enough free numbers between them for
/// the others: a longest non-decreasing subsequence of how many free numbers are before a profile, less how many profiles are.
/// </summary>
internal static class PrecedencePlan
{
    /// <summary>The distance between two profiles where there is room.</summary>
    private const int Step = 100;

    /// <summary>
    /// Changes in an order in which no two profiles ever share a precedence; a profile in the way of others may move twice.
    /// </summary>
    /// <param name="current">The precedences of the profiles in the order wanted; null where there is none yet.</param>
    /// <param name="taken">Precedences of profiles that stay where they are.</param>
    public static IReadOnlyList<(int Index, int Precedence)> Moves(IReadOnlyList<int?> current, IReadOnlyCollection<int> taken)
    {
        int[] others = [.. taken.Order()];
        var stays = Stays(current, others);
        var targets = new int[current.Count];
        for (var index = 0; index < current.Count; )
        {
            if (stays.Contains(index))
            {
                targets[index] = current[index]!.Value;
                index++;
                continue;
            }

            var end = index;
            while (end < current.Count && !stays.Contains(end))
            {
                end++;
            }

            var after = index == 0 ? -1 : targets[index - 1];
            var before = end == current.Count ? (int?)null : current[end];
            foreach (var number in Between(after, before, end - index, others, current))
            {
                targets[index++] = number;
            }
        }

        return Sequence(current, targets, others);
    }

    private static HashSet<int> Stays(IReadOnlyList<int?> current, int[] others)
    {
        // Free numbers below a number: all from 0 on, except those of others.
        long FreeBelow(long number) => number - Count(others, number);
        var most = FreeBelow((long)int.MaxValue + 1) - current.Count;
        var tails = new List<int>();
        var previous = new int[current.Count];
        long Room(int index) => FreeBelow(current[index]!.Value) - index;
        for (var index = 0; index < current.Count; index++)
        {
            previous[index] = -1;
            if (current[index] is null || Room(index) < 0 || Room(index) > most)
            {
                continue;
            }

            // The first subsequence that ends with more room: this one ends it with less.
            var (low, high) = (0, tails.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = Room(tails[middle]) <= Room(index) ? (middle + 1, high) : (low, middle);
            }

            previous[index] = low == 0 ? -1 : tails[low - 1];
            if (low == tails.Count)
            {
                tails.Add(index);
            }
            else
            {
                tails[low] = index;
            }
        }

        var stays = new HashSet<int>();
        for (var index = tails.Count == 0 ? -1 : tails[^1]; index >= 0; index = previous[index])
        {
            stays.Add(index);
        }

        return stays;
    }

    // So many free numbers between two, spread evenly where there is room, else the first ones.
    private static IEnumerable<int> Between(int after, int? before, int count, int[] others, IReadOnlyList<int?> current)
    {
        var end = before ?? Math.Min((long)int.MaxValue + 1, after + ((long)Step * (count + 1)) + 1);
        var held = current.OfType<int>().ToHashSet();
        var spread = new List<int>();
        long last = after;
        for (var place = 1; place <= count; place++)
        {
            var number = Math.Max(last + 1, after + ((end - after) * place / (count + 1)));
            while (number < end && (Array.BinarySearch(others, (int)number) >= 0 || held.Contains((int)number)))
            {
                number++;
            }

            if (number >= end)
            {
                return Free(after, others).Take(count);
            }

            spread.Add((int)number);
            last = number;
        }

        return spread;
    }

    private static IEnumerable<int> Free(int after, int[] others)
    {
        for (var number = (long)after + 1; number <= int.MaxValue; number++)
        {
            if (Array.BinarySearch(others, (int)number) < 0)
            {
                yield return (int)number;
            }
        }
    }

    // A profile moves when its number is free; when none is, one of them is parked.
    private static List<(int Index, int Precedence)> Sequence(IReadOnlyList<int?> current, int[] targets, int[] others)
    {
        var now = current.ToArray();
        var holders = now.Index().Where(entry => entry.Item is not null).ToDictionary(entry => entry.Item!.Value, entry => entry.Index);
        var waiting = Enumerable.Range(0, now.Length).Where(index => now[index] != targets[index]).ToList();
        var moves = new List<(int Index, int Precedence)>();
        while (waiting.Count > 0)
        {
            var ready = waiting.FindIndex(index => !holders.ContainsKey(targets[index]));
            var mover = waiting[Math.Max(0, ready)];
            var number = ready >= 0 ? targets[mover] : Parking(holders.Keys, targets, others);
            if (now[mover] is { } old)
            {
                holders.Remove(old);
            }

            holders[number] = mover;
            now[mover] = number;
            moves.Add((mover, number));
            if (ready >= 0)
            {
                waiting.RemoveAt(ready);
            }
        }

        return moves;
    }

    // Behind all others, so that a parked profile does not apply to their devices in the meantime.
    private static int Parking(IEnumerable<int> held, int[] targets, int[] others)
    {
        var used = held.Concat(targets).Concat(others).ToHashSet();
        var last = used.Max();
        return last < int.MaxValue ? last + 1 : Free(-1, others).First(number => !used.Contains(number));
    }

    private static int Count(int[] sorted, long below)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < below ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

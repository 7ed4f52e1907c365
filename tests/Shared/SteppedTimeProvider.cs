using Microsoft.Extensions.Time.Testing;

namespace ZeroTrust.Tests;

/// <summary>A fake clock that also reports how long the code under test waits.</summary>
internal sealed class SteppedTimeProvider() : FakeTimeProvider(new DateTimeOffset(2026, 1, 25, 18, 22, 34, TimeSpan.Zero))
{
    /// <summary>Timers due later than this never fire on their own, such as attempt timeouts in tests of other behavior.</summary>
    public static readonly TimeSpan Never = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly Dictionary<WatchedTimer, DateTimeOffset> _due = [];
    private TaskCompletionSource _changed = NewSignal();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var watched = new WatchedTimer(this);
        watched.Start(
            () =>
                base.CreateTimer(
                    given =>
                    {
                        watched.Forget();
                        callback(given);
                    },
                    state,
                    dueTime,
                    period
                ),
            dueTime
        );
        return watched;
    }

    /// <summary>Waits until the code waits for less than <paramref name="longest"/>; returns the duration of that wait.</summary>
    /// <param name="longest">Longer waits are ignored.</param>
    /// <param name="count">The number of such waits; the shortest one is returned.</param>
    public async Task<TimeSpan> NextWaitAsync(TimeSpan longest, int count = 1)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                // A timer that is due is just firing.
                var waits = _due.Values.Select(due => due - GetUtcNow()).Where(wait => wait > TimeSpan.Zero && wait < longest).ToList();
                if (waits.Count >= count)
                {
                    return waits.Min();
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    /// <summary>Runs a task to completion, advancing the clock whenever the code waits for less than <see cref="Never"/>.</summary>
    public Task<T> RunAsync<T>(Task<T> task) => RunAsync(task, Never);

    /// <inheritdoc cref="RunAsync{T}(Task{T})"/>
    public Task RunAsync(Task task) => RunAsync(Finish(task), Never);

    /// <summary>Runs a task to completion, advancing the clock whenever the code waits for less than <paramref name="longest"/>.</summary>
    public async Task<T> RunAsync<T>(Task<T> task, TimeSpan longest)
    {
        while (!task.IsCompleted)
        {
            var wait = NextWaitAsync(longest);
            if (await Task.WhenAny(task, wait) == wait)
            {
                Advance(await wait);
            }
        }

        return await task;
    }

    /// <inheritdoc cref="RunAsync{T}(Task{T}, TimeSpan)"/>
    public Task RunAsync(Task task, TimeSpan longest) => RunAsync(Finish(task), longest);

    private static async Task<bool> Finish(Task task)
    {
        await task;
        return true;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A wait is noted once the clock has its timer: the note may make a test advance the clock immediately.
    private sealed class WatchedTimer(SteppedTimeProvider time) : ITimer
    {
        private ITimer? _timer;
        private int _changes;

        public void Start(Func<ITimer> create, TimeSpan dueTime)
        {
            var change = Forget();
            _timer = create();
            Note(change, dueTime);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var change = Forget();
            var changed = _timer!.Change(dueTime, period);
            Note(change, dueTime);
            return changed;
        }

        public int Forget()
        {
            lock (time._gate)
            {
                time._due.Remove(this);
                return ++_changes;
            }
        }

        public void Dispose()
        {
            Forget();
            _timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Note(int change, TimeSpan dueTime)
        {
            TaskCompletionSource changed;
            lock (time._gate)
            {
                // It may have fired or been disposed in the meantime.
                if (change == _changes && dueTime != Timeout.InfiniteTimeSpan)
                {
                    time._due[this] = time.GetUtcNow() + dueTime;
                }

                (changed, time._changed) = (time._changed, NewSignal());
            }

            changed.SetResult();
        }
    }
}

using Microsoft.Extensions.Time.Testing;

namespace ZeroTrust.Tests;

/// <summary>A fake clock that also reports how long the code under test waits.</summary>
internal sealed class SteppedTimeProvider() : FakeTimeProvider(new DateTimeOffset(2026, 1, 25, 18, 22, 34, TimeSpan.Zero))
{
    /// <summary>Timers due later than this never fire on their own, such as attempt timeouts in tests of other behavior.</summary>
    public static readonly TimeSpan Never = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly Dictionary<object, DateTimeOffset> _due = [];
    private TaskCompletionSource _changed = NewSignal();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var key = new object();
        Note(key, dueTime);
        var timer = base.CreateTimer(
            given =>
            {
                Forget(key);
                callback(given);
            },
            state,
            dueTime,
            period
        );
        return new WatchedTimer(this, key, timer);
    }

    /// <summary>Waits until the code waits for less than <paramref name="longest"/>; returns the duration of that wait.</summary>
    public async Task<TimeSpan> NextWaitAsync(TimeSpan longest)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                var waits = _due.Values.Select(due => due - GetUtcNow()).Where(wait => wait < longest).ToList();
                if (waits.Count > 0)
                {
                    return waits.Min();
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    /// <summary>Runs a task to completion, advancing the clock whenever the code waits.</summary>
    public async Task<T> RunAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            var wait = NextWaitAsync(Never);
            if (await Task.WhenAny(task, wait) == wait)
            {
                Advance(await wait);
            }
        }

        return await task;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Task task) => RunAsync(Finish(task));

    private static async Task<bool> Finish(Task task)
    {
        await task;
        return true;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Note(object key, TimeSpan dueTime)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _due.Remove(key);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                _due[key] = GetUtcNow() + dueTime;
            }

            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }

    private void Forget(object key)
    {
        lock (_gate)
        {
            _due.Remove(key);
        }
    }

    private sealed class WatchedTimer(SteppedTimeProvider time, object key, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Note(key, dueTime);
            return timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            time.Forget(key);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

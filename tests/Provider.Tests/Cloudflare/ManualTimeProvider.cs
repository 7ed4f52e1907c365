namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>A clock that stands still until a test moves it, so that waiting takes no time.</summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    /// <summary>What is due later than this never fires by itself: limits on attempts, in tests that are not about them.</summary>
    public static readonly TimeSpan Never = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);
    private TaskCompletionSource _changed = NewSignal();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; everything that becomes due on the way fires, at its time.</summary>
    public void Advance(TimeSpan span)
    {
        var until = GetUtcNow() + span;
        while (true)
        {
            Timer? due;
            lock (_gate)
            {
                due = _timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
                _now = due?.Due ?? until;
                if (due is not null)
                {
                    _timers.Remove(due);
                }
            }

            if (due is null)
            {
                return;
            }

            due.Fire();
        }
    }

    /// <summary>Waits until something waits for the clock, for less than <paramref name="longest"/>; returns for how long.</summary>
    public async Task<TimeSpan> NextWaitAsync(TimeSpan longest)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_timers.Where(timer => timer.Due - _now < longest).MinBy(timer => timer.Due) is { } next)
                {
                    return next.Due - _now;
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    /// <summary>Runs a task to its end, moving the clock whenever something waits for it.</summary>
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

    private sealed class Timer(ManualTimeProvider time, Action callback) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            TaskCompletionSource changed;
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._now + dueTime;
                    time._timers.Add(this);
                }

                changed = time._changed;
                time._changed = NewSignal();
            }

            changed.SetResult();
            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

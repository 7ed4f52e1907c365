namespace ZeroTrust.Cloudflare;

/// <summary>
/// Keeps the requests of this process below Cloudflare's limits. It is a bucket of tokens, of which each comes back a fixed time after
/// it was taken: a run that fits the bucket is never slowed down, and no span of that length sees more requests than the bucket holds.
/// Callers get their turn in the order they came. All of them stop when the API says that nothing is left.
/// </summary>
internal sealed class RateLimiter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Turn> _waiting = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Bucket[] _buckets;
    private long _pausedUntil;
    private int _serverRemaining = int.MaxValue;
    private long _serverResetsAt;
    private int _unanswered;

    /// <param name="time">The clock.</param>
    /// <param name="limits">How many requests within which span; all of them hold.</param>
    public RateLimiter(TimeProvider time, params IReadOnlyList<(int Requests, TimeSpan Span)> limits)
    {
        _time = time;
        _pausedUntil = _serverResetsAt = time.GetTimestamp();
        _buckets = [.. limits.Select(limit => new Bucket(limit.Requests, limit.Span, time))];
        _timer = time.CreateTimer(_ => Admit(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for the right to send one request. Every turn is ended by <see cref="Answered"/>.</summary>
    public Task WaitForTurnAsync(CancellationToken ct)
    {
        var turn = new Turn();
        lock (_gate)
        {
            var place = _waiting.AddLast(turn);
            turn.Cancellation = ct.UnsafeRegister(_ => GiveUp(place, ct), null);
            Admit();
        }

        return turn.Task;
    }

    /// <summary>The request of a turn was answered, or never will be.</summary>
    /// <param name="budget">What the API said is left.</param>
    public void Answered(ServerBudget? budget)
    {
        lock (_gate)
        {
            _unanswered--;
            if (budget is not null)
            {
                // Requests on their way may not be in the API's count yet.
                _serverRemaining = budget.Remaining - _unanswered;
                _serverResetsAt = After(budget.ResetsIn);
            }
        }

        Admit();
    }

    /// <summary>Nobody gets a turn for a while.</summary>
    public void Pause(TimeSpan span)
    {
        lock (_gate)
        {
            _pausedUntil = Math.Max(_pausedUntil, After(span));
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Admit()
    {
        lock (_gate)
        {
            while (_waiting.First is { } next)
            {
                var wait = Wait();
                if (wait > TimeSpan.Zero)
                {
                    // Timers count whole milliseconds and must not fire just before the moment.
                    _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
                    return;
                }

                Take();
                _waiting.Remove(next);
                next.Value.Cancellation.Unregister();
                next.Value.SetResult();
            }
        }
    }

    private TimeSpan Wait()
    {
        var now = _time.GetTimestamp();
        var wait = _time.GetElapsedTime(now, _pausedUntil);
        if (_serverRemaining <= 0 && _time.GetElapsedTime(now, _serverResetsAt) is var reset && reset > wait)
        {
            wait = reset;
        }

        foreach (var bucket in _buckets)
        {
            var refill = bucket.Wait(now);
            wait = refill > wait ? refill : wait;
        }

        return wait;
    }

    private void Take()
    {
        var now = _time.GetTimestamp();
        _unanswered++;
        _serverRemaining = now < _serverResetsAt ? _serverRemaining - 1 : int.MaxValue;
        foreach (var bucket in _buckets)
        {
            bucket.Take(now);
        }
    }

    private void GiveUp(LinkedListNode<Turn> place, CancellationToken ct)
    {
        lock (_gate)
        {
            if (place.List is not null)
            {
                _waiting.Remove(place);
                place.Value.SetCanceled(ct);
            }
        }
    }

    private long After(TimeSpan span) => _time.GetTimestamp() + (long)(span.TotalSeconds * _time.TimestampFrequency);

    private sealed class Turn() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public CancellationTokenRegistration Cancellation { get; set; }
    }

    private sealed class Bucket(int size, TimeSpan comesBackAfter, TimeProvider time)
    {
        private readonly Queue<long> _taken = new();

        public TimeSpan Wait(long now)
        {
            while (_taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= comesBackAfter)
            {
                _taken.Dequeue();
            }

            return _taken.Count < size ? TimeSpan.Zero : comesBackAfter - time.GetElapsedTime(_taken.Peek(), now);
        }

        public void Take(long now) => _taken.Enqueue(now);
    }
}

/// <summary>What the API says is left of its limit, and for how long that is all.</summary>
internal sealed record ServerBudget(int Remaining, TimeSpan ResetsIn);

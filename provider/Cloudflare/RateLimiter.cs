using System.Globalization;

namespace ZeroTrust.Cloudflare;

/// <summary>
/// Keeps the requests of this process below Cloudflare's limits. A sliding window limits requests per time span: a run that fits the
/// limit is never slowed down, and no span exceeds the limit. Callers are admitted in order. All of them wait when the API reports that
/// its limit is exhausted. Long waits are reported with their reason.
/// </summary>
internal sealed class RateLimiter : IDisposable
{
    /// <summary>Longer waits are reported.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenMessages = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly LinkedList<Turn> _waiting = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Bucket[] _buckets;
    private long _pausedUntil;
    private int _serverRemaining = int.MaxValue;
    private long _serverResetsAt;
    private int _unanswered;
    private long _silentUntil;

    /// <param name="time">The clock.</param>
    /// <param name="limits">Maximum numbers of requests per time span; all of them apply.</param>
    public RateLimiter(TimeProvider time, params IReadOnlyList<(int Requests, TimeSpan Span)> limits)
    {
        _time = time;
        _pausedUntil = _serverResetsAt = _silentUntil = time.GetTimestamp();
        _buckets = [.. limits.Select(limit => new Bucket(limit.Requests, limit.Span, time))];
        _timer = time.CreateTimer(_ => Admit(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Maximum number of concurrent requests.</summary>
    public int MaxInFlight { get; init; } = int.MaxValue;

    /// <summary>Receives messages about long waits.</summary>
    public Action<string>? Report { get; init; }

    /// <summary>Waits until one request may be sent. The caller ends its turn with <see cref="Complete"/>.</summary>
    public Task WaitForTurnAsync(CancellationToken ct)
    {
        var turn = new Turn(_time.GetTimestamp());
        lock (_gate)
        {
            var place = _waiting.AddLast(turn);
            turn.Cancellation = ct.UnsafeRegister(_ => GiveUp(place, ct), null);
        }

        Admit();
        return turn.Task;
    }

    /// <summary>Ends the turn of a request that was answered or failed.</summary>
    /// <param name="budget">The remaining budget reported by the API, if any.</param>
    public void Complete(ServerBudget? budget)
    {
        lock (_gate)
        {
            _unanswered--;
            if (budget is not null)
            {
                // The API may not have counted the requests in flight yet.
                _serverRemaining = budget.Remaining - _unanswered;
                _serverResetsAt = After(budget.ResetsIn);
            }
        }

        Admit();
    }

    /// <summary>Admits no requests for a time span.</summary>
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
        string? message = null;
        lock (_gate)
        {
            while (_waiting.First is { } next)
            {
                var waited = _time.GetElapsedTime(next.Value.Asked);
                var isFull = _unanswered >= MaxInFlight;
                var (wait, reason) = isFull ? (LongWait - waited, "Cloudflare is slow to respond") : Wait();
                if (!isFull && wait <= TimeSpan.Zero)
                {
                    Take();
                    _waiting.Remove(next);
                    next.Value.Cancellation.Unregister();
                    next.Value.SetResult();
                    continue;
                }

                if (wait > TimeSpan.Zero)
                {
                    // Timers have millisecond resolution and must not fire early.
                    _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
                }

                message = MessageOf(isFull ? TimeSpan.Zero : wait, waited, reason);
                break;
            }
        }

        if (message is not null)
        {
            Report?.Invoke(message);
        }
    }

    // Null for a short wait, or if one was reported recently.
    private string? MessageOf(TimeSpan wait, TimeSpan waited, string reason)
    {
        var now = _time.GetTimestamp();
        if ((wait <= LongWait && waited < LongWait) || now < _silentUntil)
        {
            return null;
        }

        _silentUntil = After(wait > BetweenMessages ? wait : BetweenMessages);
        var howLong =
            wait > LongWait ? $"will wait another {Math.Ceiling(wait.TotalSeconds):0} s" : $"have waited {waited.TotalSeconds:0} s";
        return string.Create(CultureInfo.InvariantCulture, $"{_waiting.Count} requests to Cloudflare {howLong}: {reason}.");
    }

    private (TimeSpan Wait, string Reason) Wait()
    {
        var now = _time.GetTimestamp();
        var longest = (Wait: _time.GetElapsedTime(now, _pausedUntil), Reason: "Cloudflare is rate-limiting these credentials");
        if (_serverRemaining <= 0 && _time.GetElapsedTime(now, _serverResetsAt) is var reset && reset > longest.Wait)
        {
            longest = (reset, "Cloudflare's rate limit is used up");
        }

        foreach (var bucket in _buckets)
        {
            var refill = bucket.Wait(now);
            if (refill > longest.Wait)
            {
                longest = (
                    refill,
                    $"the provider sends at most {bucket.Size} within {bucket.Span.TotalSeconds:0} s (maxRequestsPerFiveMinutes)"
                );
            }
        }

        return longest;
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

    private sealed class Turn(long asked) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Asked => asked;

        public CancellationTokenRegistration Cancellation { get; set; }
    }

    private sealed class Bucket(int size, TimeSpan comesBackAfter, TimeProvider time)
    {
        private readonly Queue<long> _taken = new();

        public int Size => size;

        public TimeSpan Span => comesBackAfter;

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

/// <summary>The remaining requests reported by the API, and when the limit resets.</summary>
internal sealed record ServerBudget(int Remaining, TimeSpan ResetsIn);

namespace ZeroTrust.Provider;

/// <summary>
/// Cancels what is under way when the engine says so, and gives requests that create something a little longer, so that nothing is lost.
/// </summary>
internal sealed class Interruption(TimeProvider time) : IDisposable
{
    /// <summary>The engine waits 30 seconds for an interrupted provider.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private Sources _current = new(time);

    /// <summary>Cancels every operation that has begun.</summary>
    public void Cancel()
    {
        Sources current;
        lock (_lock)
        {
            current = _current;
        }

        current.Commit.CancelAfter(Grace);
        current.Stop.Cancel();
    }

    /// <summary>Lets operations begin again: an attached provider outlives the run that cancelled it.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            if (_current.Stop.IsCancellationRequested)
            {
                _current = new(time);
            }
        }
    }

    /// <summary>The tokens of one call.</summary>
    /// <param name="limit">How long the call may take.</param>
    /// <param name="call">The engine's own token for the call.</param>
    public OperationTokens Begin(TimeSpan limit, CancellationToken call)
    {
        lock (_lock)
        {
            return new(limit, Grace, time, _current.Stop.Token, _current.Commit.Token, call);
        }
    }

    public void Dispose() => _current.Dispose();

    private sealed class Sources(TimeProvider time) : IDisposable
    {
        public CancellationTokenSource Stop { get; } = new();

        public CancellationTokenSource Commit { get; } = new(Timeout.InfiniteTimeSpan, time);

        public void Dispose()
        {
            Stop.Dispose();
            Commit.Dispose();
        }
    }
}

/// <summary>When one call has to stop, and when even its creating requests have to.</summary>
internal sealed class OperationTokens : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _commitTimer;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _commit;
    private readonly CancellationToken _interrupted;

    public OperationTokens(
        TimeSpan limit,
        TimeSpan grace,
        TimeProvider time,
        CancellationToken stop,
        CancellationToken commit,
        CancellationToken call
    )
    {
        _interrupted = stop;
        _timer = new(limit, time);
        _commitTimer = new(limit + grace, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop, call, _timer.Token);
        _commit = CancellationTokenSource.CreateLinkedTokenSource(commit, _commitTimer.Token);
    }

    /// <summary>Cancelled by an interruption, the end of the call, or its time limit.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Cancelled a grace period later.</summary>
    public CancellationToken Commit => _commit.Token;

    /// <summary>Whether it was the time limit that ran out.</summary>
    public bool TimedOut => _timer.IsCancellationRequested && !_interrupted.IsCancellationRequested;

    public void Dispose()
    {
        _stop.Dispose();
        _commit.Dispose();
        _timer.Dispose();
        _commitTimer.Dispose();
    }
}

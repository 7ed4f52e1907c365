namespace ZeroTrust.Provider;

/// <summary>
/// Cancels running operations at the engine's request. Creating requests get a grace period, so that no created object is lost.
/// </summary>
internal sealed class Interruption(TimeProvider time) : IDisposable
{
    /// <summary>Below the 30 seconds that the engine waits for an interrupted provider.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private Sources _current = new(time);

    /// <summary>Cancels all running operations.</summary>
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

    /// <summary>Allows new operations: a provider that the engine attached to outlives the run that cancelled it.</summary>
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
    /// <param name="limit">Time limit of the call.</param>
    /// <param name="call">The gRPC call's own token.</param>
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

/// <summary>Cancellation tokens of one call: when it has to stop, and when its creating requests have to stop.</summary>
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

    /// <summary>Cancelled on interruption, at the end of the call, or at its time limit.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Cancelled a grace period after an interruption or the time limit.</summary>
    public CancellationToken Commit => _commit.Token;

    /// <summary>Whether the time limit was reached, as opposed to an interruption.</summary>
    public bool TimedOut => _timer.IsCancellationRequested && !_interrupted.IsCancellationRequested;

    public void Dispose()
    {
        _stop.Dispose();
        _commit.Dispose();
        _timer.Dispose();
        _commitTimer.Dispose();
    }
}

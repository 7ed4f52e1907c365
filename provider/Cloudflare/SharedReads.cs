namespace ZeroTrust.Cloudflare;

/// <summary>
/// Serves many reads of the same data from one call: reads during a call, or shortly after it, get its result. Failures are not cached.
/// Cancelling one read does not affect the others; the call is cancelled when no reader is left.
/// </summary>
/// <param name="read">The call.</param>
/// <param name="freshFor">How long a result is valid.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedReads<TKey, TValue>(Func<TKey, CancellationToken, Task<TValue>> read, TimeSpan freshFor, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Flight> _flights = [];

    public async Task<TValue> GetAsync(TKey key, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Flight flight;
        lock (_gate)
        {
            if (!_flights.TryGetValue(key, out flight!) || flight.IsStale(freshFor, time))
            {
                flight = new();
                _flights[key] = flight;
                flight.Result = Task.Run(() => FlyAsync(key, flight), CancellationToken.None);
            }

            flight.Waiting++;
        }

        try
        {
            return await flight.Result.WaitAsync(ct);
        }
        finally
        {
            Leave(key, flight);
        }
    }

    /// <summary>Invalidates the cached result. Called before and after a write, so that later reads see it.</summary>
    public void Forget(TKey key)
    {
        lock (_gate)
        {
            _flights.Remove(key);
        }
    }

    /// <summary>Invalidates all cached results.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _flights.Clear();
        }
    }

    /// <summary>Runs a write and invalidates the cached result.</summary>
    public async Task<T> ChangeAsync<T>(TKey key, Func<Task<T>> change)
    {
        Forget(key);
        try
        {
            return await change();
        }
        finally
        {
            Forget(key);
        }
    }

    private async Task<TValue> FlyAsync(TKey key, Flight flight)
    {
        try
        {
            var value = await read(key, flight.Cancellation.Token);
            lock (_gate)
            {
                flight.LandedAt = time.GetTimestamp();
            }

            return value;
        }
        catch
        {
            lock (_gate)
            {
                Drop(key, flight);
            }

            throw;
        }
    }

    private void Leave(TKey key, Flight flight)
    {
        lock (_gate)
        {
            if (--flight.Waiting > 0 || flight.LandedAt is not null)
            {
                return;
            }

            Drop(key, flight);
        }

        flight.Cancellation.Cancel();
    }

    private void Drop(TKey key, Flight flight)
    {
        if (_flights.TryGetValue(key, out var current) && current == flight)
        {
            _flights.Remove(key);
        }
    }

    private sealed class Flight
    {
        public CancellationTokenSource Cancellation { get; } = new();

        public Task<TValue> Result { get; set; } = null!;

        public int Waiting { get; set; }

        public long? LandedAt { get; set; }

        public bool IsStale(TimeSpan freshFor, TimeProvider time) => LandedAt is { } landed && time.GetElapsedTime(landed) >= freshFor;
    }
}

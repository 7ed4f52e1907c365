namespace ZeroTrust.Simulator.Http;

/// <summary>Counts requests per credential in fixed windows. Exceeding the limit blocks the credential for another window.</summary>
internal sealed class RateLimit(int quota, TimeSpan window, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Window> _windows = [];

    /// <summary>Whether the limit is off (quota 0).</summary>
    public bool IsOff => quota == 0;

    public int Quota => quota;

    public TimeSpan Length => window;

    /// <summary>Counts one request.</summary>
    public Decision Take(string credential)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var current = _windows.GetValueOrDefault(credential);
            if (current is null || now >= current.End)
            {
                current = new Window(now + window, 0, false);
            }

            if (!current.Blocked)
            {
                current =
                    IsOff || current.Used < quota
                        ? current with
                        {
                            Used = current.Used + 1,
                        }
                        : current with
                        {
                            Blocked = true,
                            End = now + window,
                        };
            }

            _windows[credential] = current;
            return new(!current.Blocked, quota - current.Used, (int)Math.Ceiling((current.End - now).TotalSeconds));
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _windows.Clear();
        }
    }

    /// <param name="Allowed">Whether the request may pass.</param>
    /// <param name="Remaining">Requests left in the window.</param>
    /// <param name="Seconds">Seconds until the next window.</param>
    public readonly record struct Decision(bool Allowed, int Remaining, int Seconds);

    private sealed record Window(DateTimeOffset End, int Used, bool Blocked);
}

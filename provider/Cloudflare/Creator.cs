namespace ZeroTrust.Cloudflare;

/// <summary>
/// Creates objects exactly once. When the response to a create is lost, it looks for an object that is as requested, did not exist
/// before, and was not created by another call of this process. If it finds none, it repeats the create only when Cloudflare would
/// refuse a duplicate.
/// </summary>
/// <param name="list">Lists all objects of a scope, without caching.</param>
/// <param name="id">Identity of an object.</param>
/// <param name="api">Sends the calls.</param>
/// <param name="time">The clock.</param>
internal sealed class Creator<TScope, T>(
    Func<TScope, CancellationToken, Task<IReadOnlyList<T>>> list,
    Func<T, string> id,
    JsonApi api,
    TimeProvider time
)
    where TScope : notnull
    where T : class
{
    /// <summary>Delays between searches: a new object may take a moment to be listed.</summary>
    private static readonly TimeSpan[] Looks = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    /// <summary>
    /// Time limit of the search after the caller has cancelled. Together with the 20 seconds that a create gets then, it stays below the
    /// engine's 30 seconds.
    /// </summary>
    private static readonly TimeSpan LookAfterCancel = TimeSpan.FromSeconds(6);

    // The existing objects are cached across creates, so creating many objects costs one more request every 30 seconds.
    private readonly SharedReads<TScope, HashSet<string>> _before = new(
        async (scope, ct) => [.. (await list(scope, ct)).Select(id)],
        TimeSpan.FromSeconds(30),
        time
    );

    private readonly Lock _gate = new();
    private readonly HashSet<string> _created = [];

    /// <param name="call">The creating POST.</param>
    /// <param name="scope">Scope of the object.</param>
    /// <param name="isWanted">Whether an object is as the call would create it.</param>
    /// <param name="unique">Whether Cloudflare refuses a duplicate, so that repeating the call is safe.</param>
    /// <param name="ct">Cancels. If the request has already been sent, the created object is still looked for.</param>
    public async Task<T> CreateAsync(ApiCall call, TScope scope, Func<T, bool> isWanted, bool unique, CancellationToken ct)
    {
        var before = await _before.GetAsync(scope, ct);
        for (var repeats = 0; ; repeats++)
        {
            try
            {
                return Claim(await api.SendAsync<T>(call with { Repeatable = false }, ct));
            }
            catch (CloudflareException failure)
                when (failure.MayHaveArrived || (repeats > 0 && failure.Kind == CloudflareErrorKind.Refused))
            {
                if (await LookAsync(failure, scope, candidate => isWanted(candidate) && !before.Contains(id(candidate)), ct) is { } found)
                {
                    return found;
                }

                if (!failure.MayHaveArrived)
                {
                    throw;
                }

                // After a 500 or 503 the server is done with the request; after a timeout it may still be executing it.
                if (!unique || failure.Status is not (500 or 503) || repeats >= api.Options.MaxRetries || ct.IsCancellationRequested)
                {
                    const string Findings = "It has not appeared yet, and was not created again: check the account, then run it again.";
                    throw Failures.UnknownOutcome(failure, Findings, api.Redactor);
                }
            }
        }
    }

    private async Task<T?> LookAsync(CloudflareException failure, TScope scope, Func<T, bool> isNew, CancellationToken ct)
    {
        var late = ct.IsCancellationRequested;
        using var patience = late
            ? new CancellationTokenSource(LookAfterCancel, time)
            : CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            foreach (var wait in late ? Looks[..1] : Looks)
            {
                await Task.Delay(wait, time, patience.Token);
                var found = (await list(scope, patience.Token)).Where(isNew).ToList();
                if (found.Count > 1)
                {
                    var ids = string.Join(", ", found.Select(id));
                    throw Failures.UnknownOutcome(failure, $"Several new objects match it ({ids}); none was adopted.", api.Redactor);
                }

                if (found is [var one] && TryClaim(one))
                {
                    return one;
                }
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            throw Failures.UnknownOutcome(failure, "The search for it was cancelled: check the account, then run it again.", api.Redactor);
        }
        catch (CloudflareException blind) when (blind is not CloudflareUnknownOutcomeException)
        {
            throw Failures.UnknownOutcome(failure, $"The search for it also failed ({blind.Message})", api.Redactor);
        }
    }

    private T Claim(T created)
    {
        TryClaim(created);
        return created;
    }

    private bool TryClaim(T candidate)
    {
        lock (_gate)
        {
            return _created.Add(id(candidate));
        }
    }
}

namespace ZeroTrust.Cloudflare;

/// <summary>
/// Creates objects exactly once. When the answer to a creation is lost, it looks for an object that is as wanted, did not exist before
/// and is nobody else's in this process: found, it is the one; not found, nothing is created again unless that cannot make a second one.
/// </summary>
/// <param name="list">Where to look: all objects of a scope, as they are now.</param>
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
    /// <summary>A new object may take a moment to be listed.</summary>
    private static readonly TimeSpan[] Looks = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    /// <summary>
    /// What looking may take when the caller has already cancelled: the 20 seconds that a creation has then and these are less than the
    /// engine's 30.
    /// </summary>
    private static readonly TimeSpan LookAfterCancel = TimeSpan.FromSeconds(6);

    // What existed before is remembered across creations that follow each other: creating many costs one more request each half minute.
    private readonly SharedReads<TScope, HashSet<string>> _before = new(
        async (scope, ct) => [.. (await list(scope, ct)).Select(id)],
        TimeSpan.FromSeconds(30),
        time
    );

    private readonly Lock _gate = new();
    private readonly HashSet<string> _created = [];

    /// <param name="call">The creating POST.</param>
    /// <param name="scope">Where.</param>
    /// <param name="isWanted">Whether an object is what the call creates.</param>
    /// <param name="unique">Whether Cloudflare refuses a second such object, so that repeating the call is safe.</param>
    /// <param name="ct">Cancels. When the request has been sent by then, what it made is looked for all the same.</param>
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

                // A server that says it failed is done with the request; after a timeout, it may still be at it.
                if (!unique || failure.Status is not (500 or 503) || repeats >= api.Options.MaxRetries || ct.IsCancellationRequested)
                {
                    const string Findings =
                        "It is not to be seen so far, and was not created again: look at the account, then run it again.";
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
                    throw Failures.UnknownOutcome(failure, $"Several new objects look like it ({ids}); none was taken.", api.Redactor);
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
            throw Failures.UnknownOutcome(failure, "Looking for it was cancelled: look at the account, then run it again.", api.Redactor);
        }
        catch (CloudflareException blind) when (blind is not CloudflareUnknownOutcomeException)
        {
            throw Failures.UnknownOutcome(failure, $"Looking for it failed as well ({blind.Message})", api.Redactor);
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

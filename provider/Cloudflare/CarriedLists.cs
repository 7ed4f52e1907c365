namespace ZeroTrust.Cloudflare;

/// <summary>
/// Takes lists from the response that lists all profiles: one request for all of them instead of one each. A list that is missing there,
/// or that this process wrote after sending the request, is read from its own endpoint. So is the first list of each kind, to verify
/// that the embedded lists are correct; if they are not, every list is read from its own endpoint and the user is informed.
/// </summary>
/// <param name="options">The client's options.</param>
/// <param name="readProfiles">Reads all profiles of an account and passes them to <see cref="Received"/>.</param>
/// <param name="report">Called when lists have to be read one by one.</param>
/// <param name="time">The clock.</param>
internal sealed class CarriedLists(
    CloudflareOptions options,
    Func<string, CancellationToken, Task> readProfiles,
    Action<string>? report,
    TimeProvider time
)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Carrier> _byAccount = new(StringComparer.Ordinal);
    private readonly Dictionary<(string AccountId, string ProfileId), Carrier> _created = [];
    private readonly Dictionary<ListKey, long> _written = [];
    private readonly Dictionary<(string AccountId, string Kind), Task<bool>> _trusted = [];
    private long _moment;
    private long _forgotten;

    /// <summary>Logical time of a request. Lists that are written later are not in its response.</summary>
    public long Ask() => Interlocked.Increment(ref _moment);

    /// <summary>Records a response with all profiles of an account.</summary>
    public void Received(string accountId, long asked, IReadOnlyList<DevicePolicyWire> profiles)
    {
        var carrier = new Carrier(
            asked,
            time.GetTimestamp(),
            profiles.DistinctBy(profile => profile.PolicyId).ToDictionary(profile => profile.PolicyId, StringComparer.Ordinal)
        );
        lock (_gate)
        {
            if (asked > _forgotten && (!_byAccount.TryGetValue(accountId, out var newest) || newest.Asked < asked))
            {
                _byAccount[accountId] = carrier;
            }
        }
    }

    /// <summary>Records a created profile with its lists.</summary>
    public void Created(string accountId, DevicePolicyWire profile)
    {
        lock (_gate)
        {
            _created[(accountId, profile.PolicyId)] = new(Ask(), time.GetTimestamp(), new() { [profile.PolicyId] = profile });
        }
    }

    /// <summary>Invalidates everything that was asked for so far.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _forgotten = Ask();
            _byAccount.Clear();
            _created.Clear();
        }
    }

    /// <summary>Records that a list is being written or has been written.</summary>
    public void Written(ListKey key)
    {
        lock (_gate)
        {
            _written[key] = Ask();
        }
    }

    /// <summary>A list; <see langword="null"/> when its profile is gone.</summary>
    /// <param name="key">The list.</param>
    /// <param name="kind">Kind of list; all lists of a kind are verified together.</param>
    /// <param name="pick">The list embedded in a profile; <see langword="null"/> when the profile does not have it.</param>
    /// <param name="own">Reads the list from its own endpoint.</param>
    /// <param name="equal">Whether two lists are equivalent.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<T>?> FindAsync<T>(
        ListKey key,
        string kind,
        Func<DevicePolicyWire, IReadOnlyList<T>?> pick,
        Func<CancellationToken, Task<IReadOnlyList<T>?>> own,
        Func<IReadOnlyList<T>, IReadOnlyList<T>, bool> equal,
        CancellationToken ct
    )
    {
        if (!IsAsked(key, kind))
        {
            return await own(ct);
        }

        if (Known(key, pick, fromCreation: true) is { } created)
        {
            return created;
        }

        if (!await ReadAsync(key.AccountId, kind, ct) || Known(key, pick, fromCreation: false) is not { } carried)
        {
            return await own(ct);
        }

        return await TrustAsync(key, kind, carried, own, equal).WaitAsync(ct) ? carried : await own(ct);
    }

    /// <summary>The list if it is reliably known without a request.</summary>
    public IReadOnlyList<T>? Known<T>(ListKey key, string kind, Func<DevicePolicyWire, IReadOnlyList<T>?> pick)
    {
        bool isTrusted;
        lock (_gate)
        {
            isTrusted =
                _trusted.TryGetValue((key.AccountId, kind), out var trusted) && trusted is { IsCompletedSuccessfully: true, Result: true };
        }

        return Known(key, pick, fromCreation: true) ?? (isTrusted ? Known(key, pick, fromCreation: false) : null);
    }

    private bool IsAsked(ListKey key, string kind)
    {
        lock (_gate)
        {
            return options.BulkReads
                && key.ProfileId != IDevicePolicyApi.DefaultProfileId
                && !(
                    _trusted.TryGetValue((key.AccountId, kind), out var trusted)
                    && trusted is { IsCompletedSuccessfully: true, Result: false }
                );
        }
    }

    private IReadOnlyList<T>? Known<T>(ListKey key, Func<DevicePolicyWire, IReadOnlyList<T>?> pick, bool fromCreation)
    {
        lock (_gate)
        {
            var carrier = fromCreation
                ? _created.GetValueOrDefault((key.AccountId, key.ProfileId))
                : _byAccount.GetValueOrDefault(key.AccountId);
            return
                carrier is not null
                && IsFresh(carrier)
                && _written.GetValueOrDefault(key) < carrier.Asked
                && carrier.Profiles.TryGetValue(key.ProfileId, out var profile)
                ? pick(profile)
                : null;
        }
    }

    private async Task<bool> ReadAsync(string accountId, string kind, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_byAccount.TryGetValue(accountId, out var newest) && IsFresh(newest))
            {
                return true;
            }
        }

        try
        {
            await readProfiles(accountId, ct);
            return true;
        }
        catch (CloudflareException gone) when (gone.Kind == CloudflareErrorKind.NotFound)
        {
            return false;
        }
        catch (CloudflareException unreadable) when (unreadable.Kind == CloudflareErrorKind.UnexpectedResponse)
        {
            lock (_gate)
            {
                _trusted[(accountId, kind)] = Task.FromResult(false);
            }

            report?.Invoke($"Profile lists are read one by one: {unreadable.Message}");
            return false;
        }
    }

    private Task<bool> TrustAsync<T>(
        ListKey key,
        string kind,
        IReadOnlyList<T> carried,
        Func<CancellationToken, Task<IReadOnlyList<T>?>> own,
        Func<IReadOnlyList<T>, IReadOnlyList<T>, bool> equal
    )
    {
        lock (_gate)
        {
            if (!_trusted.TryGetValue((key.AccountId, kind), out var trusted) || trusted.IsFaulted)
            {
                _trusted[(key.AccountId, kind)] = trusted = Task.Run(() => CompareAsync(key, carried, own, equal));
            }

            return trusted;
        }
    }

    private async Task<bool> CompareAsync<T>(
        ListKey key,
        IReadOnlyList<T> carried,
        Func<CancellationToken, Task<IReadOnlyList<T>?>> own,
        Func<IReadOnlyList<T>, IReadOnlyList<T>, bool> equal
    )
    {
        if (await own(CancellationToken.None) is { } stored && equal(stored, carried))
        {
            return true;
        }

        report?.Invoke(
            $"Profile lists are read one by one: the response that lists all profiles has a different {key.List} for profile "
                + $"'{key.ProfileId}' than the list's own endpoint. If this persists, "
                + "set zerotrust:bulkReads to false and please report it."
        );
        return false;
    }

    private bool IsFresh(Carrier carrier) => time.GetElapsedTime(carrier.LandedAt) < JsonApi.SharedFor;

    /// <summary>Profiles with their lists, the logical time of the request, and the time of the response.</summary>
    private sealed record Carrier(long Asked, long LandedAt, Dictionary<string, DevicePolicyWire> Profiles);
}

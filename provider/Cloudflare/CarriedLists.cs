namespace ZeroTrust.Cloudflare;

/// <summary>
/// Lists as the answers about profiles carry them: one request for the lists of all profiles, instead of one for each. A list that an
/// answer leaves out, and one
/// that this process has written since the answer was asked for, is read from its own endpoint. So is the first list of each kind, to see
/// whether the API carries
/// lists as they are; when it does not, all of them are, and the user is told.
/// </summary>
/// <param name="options">Whether to.</param>
/// <param name="readProfiles">Reads all profiles of an account, and hands them to <see cref="Answered"/>.</param>
/// <param name="report">Hears that lists are read one by one.</param>
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

    /// <summary>The moment of a question: what is written later is not in its answer.</summary>
    public long Ask() => Interlocked.Increment(ref _moment);

    /// <summary>All profiles of an account were answered.</summary>
    public void Answered(string accountId, long asked, IReadOnlyList<DevicePolicyWire> profiles)
    {
        var carrier = new Carrier(
            asked,
            time.GetTimestamp(),
            profiles.DistinctBy(profile => profile.PolicyId).ToDictionary(profile => profile.PolicyId, StringComparer.Ordinal)
        );
        lock (_gate)
        {
            if (!_byAccount.TryGetValue(accountId, out var newest) || newest.Asked < asked)
            {
                _byAccount[accountId] = carrier;
            }
        }
    }

    /// <summary>A profile was created, with these lists.</summary>
    public void Created(string accountId, DevicePolicyWire profile)
    {
        lock (_gate)
        {
            _created[(accountId, profile.PolicyId)] = new(Ask(), time.GetTimestamp(), new() { [profile.PolicyId] = profile });
        }
    }

    /// <summary>A list is being written, or has been.</summary>
    public void Written(ListKey key)
    {
        lock (_gate)
        {
            _written[key] = Ask();
        }
    }

    /// <summary>A list; <see langword="null"/> when its profile is gone.</summary>
    /// <param name="key">The list.</param>
    /// <param name="kind">Lists that are carried together.</param>
    /// <param name="pick">The list as a profile carries it; <see langword="null"/> when it does not.</param>
    /// <param name="own">Reads the list from its own endpoint.</param>
    /// <param name="equal">Whether two lists mean the same.</param>
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

    /// <summary>A list as far as it is known without a request, and known for sure.</summary>
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
        catch (CloudflareException unreadable) when (unreadable.Kind == CloudflareErrorKind.UnexpectedAnswer)
        {
            lock (_gate)
            {
                _trusted[(accountId, kind)] = Task.FromResult(false);
            }

            report?.Invoke($"The lists of profiles are read one by one: {unreadable.Message}");
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
            $"The lists of profiles are read one by one: Cloudflare's answer that lists all profiles has another {key.List} of profile '{key.ProfileId}' than the list's own "
                + "endpoint. When that goes on, set zerotrust:bulkReads to false and please report it."
        );
        return false;
    }

    private bool IsFresh(Carrier carrier) => time.GetElapsedTime(carrier.LandedAt) < JsonApi.SharedFor;

    /// <summary>Profiles with their lists, the moment they were asked for, and the time they were answered.</summary>
    private sealed record Carrier(long Asked, long LandedAt, Dictionary<string, DevicePolicyWire> Profiles);
}

using System.Collections.Concurrent;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>
/// Places profiles at their precedence. No two profiles of an account may share one, and the engine updates profiles in an order of its own: a profile that is
/// in the way, and that this run is going to move anyway, is moved aside first.
/// </summary>
internal sealed class PrecedenceOrder(IDevicePolicyApi api, TimeProvider time)
{
    // A program's resources arrive within moments of each other, those that depend on this one excepted.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Account, string PolicyId), int> _expected = [];
    private readonly Dictionary<string, SemaphoreSlim> _turns = [];
    private readonly ConcurrentDictionary<string, int> _last = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<DevicePolicyWire>> _before = new(StringComparer.Ordinal);
    private int _highestWanted;

    /// <summary>A profile of the program wants this precedence, whether it exists or not.</summary>
    public void Want(int precedence)
    {
        lock (_gate)
        {
            _highestWanted = Math.Max(_highestWanted, precedence);
        }
    }

    /// <summary>This run is going to move the profile.</summary>
    public void ExpectMove(string account, string policyId, int precedence)
    {
        lock (_gate)
        {
            _expected[(account, policyId)] = precedence;
        }
    }

    /// <summary>Creates a profile; without a precedence of its own it comes after all others.</summary>
    /// <param name="create">Creates it with the precedence given.</param>
    /// <param name="adopts">Whether an existing profile is the one to be created, left by a run that died.</param>
    public async Task<DevicePolicyWire> CreateAsync(
        string account, int? wanted, Func<int, Task<DevicePolicyWire>> create, Func<DevicePolicyWire, bool> adopts, Operation operation, CancellationToken ct)
    {
        if (wanted is { } precedence)
        {
            try
            {
                return await create(precedence);
            }
            catch (CloudflareException refused) when (refused.Kind == CloudflareErrorKind.Refused)
            {
                return await InTurnAsync(account, () => AsideAsync(account, null, precedence, refused, () => create(precedence), adopts, operation, ct), ct);
            }
        }

        return await InTurnAsync(account, () => CreateLastAsync(account, create, adopts, ct), ct);
    }

    /// <summary>Moves a profile.</summary>
    /// <param name="update">Updates it, its precedence included.</param>
    public Task<DevicePolicyWire> UpdateAsync(
        string account, string policyId, int wanted, Func<Task<DevicePolicyWire>> update, Operation operation, CancellationToken ct) =>
        InTurnAsync(account, async () =>
        {
            DevicePolicyWire updated;
            try
            {
                updated = await update();
            }
            catch (CloudflareException refused) when (refused.Kind == CloudflareErrorKind.Refused)
            {
                updated = await AsideAsync(account, policyId, wanted, refused, update, _ => false, operation, ct);
            }

            lock (_gate)
            {
                _expected.Remove((account, policyId));
            }

            return updated;
        }, ct);

    // Moves whoever is in the way, and tries again. Nobody in the way any more is worth a second try as well: it has just been moved by its own update.
    private async Task<DevicePolicyWire> AsideAsync(
        string account, string? policyId, int wanted, CloudflareException refused, Func<Task<DevicePolicyWire>> write, Func<DevicePolicyWire, bool> adopts,
        Operation operation, CancellationToken ct)
    {
        var profiles = await api.ListProfilesAsync(account, null, ct);
        if (profiles.FirstOrDefault(profile => profile.Precedence == wanted && profile.PolicyId != policyId) is { } holder)
        {
            var target = await TargetAsync(account, holder.PolicyId, wanted, ct);
            if (target is null && adopts(holder))
            {
                return holder;
            }

            if (target is null)
            {
                throw new RefusedException(
                    $"{refused.Message} Precedence {wanted} belongs to profile '{holder.Name}' ({holder.PolicyId}), which this update does not move. Choose another "
                    + $"precedence, or change or delete that profile first. {operation.WaysToManage(new(account, holder.PolicyId))}");
            }

            var free = target is { } place && !profiles.Any(profile => profile.Precedence == place) ? place : HighestOf(profiles) + 1;
            await api.PatchProfileAsync(account, holder.PolicyId, new() { ["precedence"] = free }, ct);
        }

        return await write();
    }

    // Where the profile in the way is going; null when it stays.
    private async Task<int?> TargetAsync(string account, string holder, int wanted, CancellationToken ct)
    {
        var deadline = time.GetUtcNow() + Patience;
        while (true)
        {
            lock (_gate)
            {
                if (_expected.TryGetValue((account, holder), out var target) && target != wanted)
                {
                    return target;
                }
            }

            if (time.GetUtcNow() >= deadline)
            {
                return null;
            }

            await Task.Delay(Pause, time, ct);
        }
    }

    private async Task<DevicePolicyWire> CreateLastAsync(
        string account, Func<int, Task<DevicePolicyWire>> create, Func<DevicePolicyWire, bool> adopts, CancellationToken ct)
    {
        if (!_before.TryGetValue(account, out var before))
        {
            _before[account] = before = await api.ListProfilesAsync(account, null, ct);
        }

        if (before.FirstOrDefault(adopts) is { } left)
        {
            return left;
        }

        var last = _last.TryGetValue(account, out var known) ? known : HighestOf(before);

        var next = Math.Max(last, HighestWanted()) + 1;
        DevicePolicyWire created;
        try
        {
            created = await create(next);
        }
        catch (CloudflareException refused) when (refused.Kind == CloudflareErrorKind.Refused)
        {
            // Somebody else may have taken it meanwhile.
            var highest = HighestOf(await api.ListProfilesAsync(account, null, ct));
            if (highest < next)
            {
                throw;
            }

            next = highest + 1;
            created = await create(next);
        }

        _last[account] = next;
        return created;
    }

    private int HighestWanted()
    {
        lock (_gate)
        {
            return _highestWanted;
        }
    }

    private int HighestOf(IReadOnlyList<DevicePolicyWire> profiles) =>
        Math.Max(HighestWanted(), profiles.Select(profile => profile.Precedence ?? 0).DefaultIfEmpty(0).Max());

    // Precedences of one account are moved one after the other: otherwise a profile could be moved aside just after it has arrived.
    private async Task<T> InTurnAsync<T>(string account, Func<Task<T>> action, CancellationToken ct)
    {
        SemaphoreSlim? turn;
        lock (_gate)
        {
            if (!_turns.TryGetValue(account, out turn))
            {
                _turns[account] = turn = new(1);
            }
        }

        await turn.WaitAsync(ct);
        try
        {
            return await action();
        }
        finally
        {
            turn.Release();
        }
    }
}

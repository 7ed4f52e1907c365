using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>
/// Places profiles at their precedence. No two profiles of an account may share one, and the engine updates profiles in an order of its
/// own: a profile that has the precedence which another one wants is moved first, if the program moves it in this run as well.
/// </summary>
internal sealed class PrecedencePlacement(IDevicePolicyApi api, TimeProvider time)
{
    /// <summary>Above what people number by hand: profiles without a precedence of their own begin here.</summary>
    public const int FirstUnnumbered = 10_000;

    // Longer than the engine takes to start parallel changes. Only a change that Cloudflare has refused waits for the others.
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    private const string LeavesFirst = "If the program no longer has that profile: remove it in an update before this one. ";
    private const string OtherOrder = "choose another precedence, or leave the order to a DeviceProfileOrder";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SemaphoreSlim> _turns = [];
    private readonly Dictionary<string, int> _last = [];

    /// <summary>Creates a profile; without a precedence of its own it comes after all others.</summary>
    /// <param name="create">Creates it with the precedence given.</param>
    /// <param name="adopts">Whether an existing profile is adopted instead.</param>
    public async Task<DevicePolicyWire> CreateAsync(
        string account,
        int? wanted,
        Func<int, Task<DevicePolicyWire>> create,
        Func<DevicePolicyWire, bool> adopts,
        Operation operation,
        CancellationToken ct
    )
    {
        if (wanted is not { } precedence)
        {
            return await InTurnAsync(account, () => CreateLastAsync(account, create, adopts, operation, ct), ct);
        }

        try
        {
            return await create(precedence);
        }
        catch (CloudflareException refused) when (refused.Kind == CloudflareErrorKind.Refused)
        {
            return await InTurnAsync(
                account,
                () => VacateAsync(account, null, precedence, refused, () => create(precedence), adopts, operation, ct),
                ct
            );
        }
    }

    /// <summary>Moves a profile.</summary>
    /// <param name="update">Updates it, its precedence included.</param>
    public Task<DevicePolicyWire> UpdateAsync(
        string account,
        string policyId,
        int wanted,
        Func<Task<DevicePolicyWire>> update,
        Operation operation,
        CancellationToken ct
    ) =>
        InTurnAsync(
            account,
            async () =>
            {
                try
                {
                    return await update();
                }
                catch (CloudflareException refused) when (refused.Kind == CloudflareErrorKind.Refused)
                {
                    return await VacateAsync(account, policyId, wanted, refused, update, _ => false, operation, ct);
                }
            },
            ct
        );

    // If no profile is at the precedence any more, try again: its own update has just moved that profile.
    private async Task<DevicePolicyWire> VacateAsync(
        string account,
        string? policyId,
        int wanted,
        CloudflareException refused,
        Func<Task<DevicePolicyWire>> write,
        Func<DevicePolicyWire, bool> adopts,
        Operation operation,
        CancellationToken ct
    )
    {
        await Task.Delay(Window, time, ct);
        var profiles = await api.ListProfilesAsync(account, null, ct);
        if (profiles.FirstOrDefault(profile => profile.Precedence == wanted && profile.PolicyId != policyId) is { } holder)
        {
            if (TargetOf(account, holder.PolicyId, wanted, operation.Program) is not { } target)
            {
                return adopts(holder)
                    ? holder
                    : throw new RefusedException(
                        $"{refused.Message} Precedence {wanted} belongs to profile '{holder.Name}' ({holder.PolicyId}), "
                            + "which this update does not move. "
                            + (
                                policyId is null
                                    ? operation.WaysOut(new(account, holder.PolicyId), OtherOrder, LeavesFirst)
                                    : $"{LeavesFirst}Otherwise {OtherOrder}."
                            )
                    );
            }

            var free = profiles.Any(profile => profile.Precedence == target) ? Next(profiles) : target;
            await api.PatchProfileAsync(account, holder.PolicyId, new() { ["precedence"] = free }, ct);
        }

        return await write();
    }

    // Where the program moves a profile; null when it does not.
    private static int? TargetOf(string account, string policyId, int from, DeclaredProgram program) =>
        program
            .All<DeviceProfileArgs, DeviceProfileState>()
            .Where(declared => declared.Scope == account && declared.State?.PolicyId == policyId && declared.Knows("precedence"))
            .Select(declared => declared.Args.Precedence)
            .FirstOrDefault(target => target != from);

    private async Task<DevicePolicyWire> CreateLastAsync(
        string account,
        Func<int, Task<DevicePolicyWire>> create,
        Func<DevicePolicyWire, bool> adopts,
        Operation operation,
        CancellationToken ct
    )
    {
        IReadOnlyList<DevicePolicyWire> profiles = [];
        if (operation.AdoptExisting || !_last.ContainsKey(account))
        {
            profiles = await api.ListProfilesAsync(account, null, ct);
            if (profiles.FirstOrDefault(adopts) is { } adopted)
            {
                return adopted;
            }
        }

        var declared = operation
            .Program.All<DeviceProfileArgs, DeviceProfileState>()
            .Where(profile => profile.Scope == account)
            .Select(profile => profile.Args.Precedence ?? 0)
            .DefaultIfEmpty(0)
            .Max();
        var next = Math.Max(Math.Max(_last.GetValueOrDefault(account), declared) + 1, Next(profiles));
        DevicePolicyWire created;
        try
        {
            created = await create(next);
        }
        catch (CloudflareException refused) when (refused.Kind == CloudflareErrorKind.Refused)
        {
            // Somebody else may have taken it meanwhile.
            profiles = await api.ListProfilesAsync(account, null, ct);
            if (profiles.All(profile => profile.Precedence != next))
            {
                throw;
            }

            next = Next(profiles);
            created = await create(next);
        }

        _last[account] = next;
        return created;
    }

    private static int Next(IReadOnlyList<DevicePolicyWire> profiles)
    {
        var held = profiles.Select(profile => profile.Precedence ?? 0).Append(FirstUnnumbered - 1).ToHashSet();
        return held.Max() is var last and < int.MaxValue
            ? last + 1
            : Enumerable.Range(FirstUnnumbered, held.Count).First(number => !held.Contains(number));
    }

    // Precedences of one account are changed one after the other: otherwise a profile could be moved just after it has arrived.
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

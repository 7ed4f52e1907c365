using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Account;

/// <summary>
/// The account's emergency switch: <c>disconnect: true</c> disconnects every Windows, macOS and Linux client and every Mesh node of the
/// account until it is set to false. Until then, auto connect and the locked switch have no effect.
/// </summary>
/// <remarks>
/// Source: <c>GET|POST /accounts/{account_id}/devices/resilience/disconnect</c>. Token permission: Zero Trust Resilience Write.
/// The switch is written only when it changes, since each write moves <c>timestamp</c>. Deleting the resource reconnects the devices, when
/// they are disconnected.
/// </remarks>
internal record GlobalWarpOverrideArgs : AccountScoped
{
    /// <summary>Whether all devices are disconnected.</summary>
    public required bool Disconnect { get; init; }

    /// <summary>Why, for the audit log. Cloudflare never returns it, and it is sent only when <c>disconnect</c> changes.</summary>
    [WriteOnly]
    public string? Justification { get; init; }
}

/// <summary>The switch as Cloudflare holds it.</summary>
internal sealed record GlobalWarpOverrideState : GlobalWarpOverrideArgs
{
    /// <summary>When it was last written; unset when it never was.</summary>
    [DerivedFrom("disconnect")]
    public string? Timestamp { get; init; }
}

internal sealed class GlobalWarpOverrideResource(IResilienceApi api)
    : IResource<GlobalWarpOverrideArgs, GlobalWarpOverrideState>,
        IUsesExclusively<GlobalWarpOverrideArgs, GlobalWarpOverrideState>,
        IEquivalentInputs<GlobalWarpOverrideArgs, GlobalWarpOverrideState>,
        IListable
{
    public IEnumerable<ExclusiveUse> Uses(GlobalWarpOverrideArgs args, GlobalWarpOverrideState? state, string account) =>
        [new($"GlobalWarpOverride:{account}", Problems.SameObject, "accountId", "manage the account's global override")];

    public ResourceId Id(GlobalWarpOverrideState state) => new(state.AccountId!);

    public IAsyncEnumerable<ListedObject> ListAsync(string account, CancellationToken ct) =>
        ListedObject.OnlyOne(account, "global override");

    public IEnumerable<Problem> Check(GlobalWarpOverrideArgs args)
    {
        if (args.Disconnect)
        {
            yield return new(
                Problems.DisconnectsEverybody,
                "disconnect",
                "DISCONNECTS EVERY DEVICE of the account until it is false again."
            );
        }
    }

    // It is sent with a change of the switch only.
    public IEnumerable<string> WithoutEffect(GlobalWarpOverrideState old, GlobalWarpOverrideArgs args, IReadOnlyList<Change> changes) =>
        changes.All(change => change.TopLevel == "justification") ? ["justification"] : [];

    public async Task<GlobalWarpOverrideState> CreateAsync(GlobalWarpOverrideArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        return State(account, await SetAsync(account, args.Disconnect, args.Justification, ct));
    }

    public async Task<GlobalWarpOverrideState?> ReadAsync(
        ResourceId id,
        GlobalWarpOverrideState? known,
        Operation operation,
        CancellationToken ct
    ) => State(id.Account, await api.FindGlobalOverrideAsync(id.Account, ct));

    public async Task<GlobalWarpOverrideState> UpdateAsync(
        ResourceId id,
        GlobalWarpOverrideState old,
        GlobalWarpOverrideArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    ) => changes.Has("disconnect") ? State(id.Account, await SetAsync(id.Account, args.Disconnect, args.Justification, ct)) : old;

    public Task DeleteAsync(
        ResourceId id,
        GlobalWarpOverrideState old,
        GlobalWarpOverrideArgs args,
        Operation operation,
        CancellationToken ct
    ) => SetAsync(id.Account, disconnect: false, null, ct);

    // Never set is not disconnected.
    private async Task<GlobalOverrideWire?> SetAsync(string account, bool disconnect, string? justification, CancellationToken ct)
    {
        var current = await api.FindGlobalOverrideAsync(account, ct);
        return (current?.Disconnect ?? false) == disconnect
            ? current
            : await api.SetGlobalOverrideAsync(account, disconnect, justification, ct);
    }

    private static GlobalWarpOverrideState State(string account, GlobalOverrideWire? wire) =>
        new()
        {
            AccountId = account,
            Disconnect = wire?.Disconnect ?? false,
            Timestamp = wire?.Timestamp,
        };
}

[JsonSerializable(typeof(GlobalWarpOverrideArgs)), JsonSerializable(typeof(GlobalWarpOverrideState))]
internal sealed partial class GlobalWarpOverrideJson : JsonSerializerContext;

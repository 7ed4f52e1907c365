using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>
/// The order in which profiles are tried: the first that matches a device applies. The resource numbers the listed profiles with the fewest
/// changes; moving one profile to the front is one change.
/// </summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/devices/policies</c>, <c>PATCH /accounts/{account_id}/devices/policy/{policy_id}</c>. Token
/// permission: Zero Trust Write.
/// Profiles that are not listed keep their precedence; a listed one that moves goes between its neighbors in the list. The listed profiles
/// are for the device client, and leave <c>precedence</c> unset. Deleting the resource leaves the order as it is.
/// </remarks>
internal record DeviceProfileOrderArgs : AccountScoped
{
    /// <summary>
    /// The profiles in the order in which they are tried: their <c>policyId</c>, or the id of a <c>DeviceProfile</c>; each at most once.
    /// </summary>
    [Format(StringFormat.ProfileId), Count(1, 10_000)]
    public required IReadOnlyList<string> ProfileIds { get; init; }
}

/// <summary>The order as Cloudflare has it.</summary>
internal sealed record DeviceProfileOrderState : DeviceProfileOrderArgs;

internal sealed class DeviceProfileOrderResource(IDevicePolicyApi api)
    : IResource<DeviceProfileOrderArgs, DeviceProfileOrderState>,
        IUsesExclusively<DeviceProfileOrderArgs, DeviceProfileOrderState>,
        IEquivalentInputs<DeviceProfileOrderArgs, DeviceProfileOrderState>,
        IListable
{
    private const string ProfileIds = "profileIds";

    /// <summary>The place of a profile among the others.</summary>
    /// <param name="path">The property that decides it.</param>
    public static ExclusiveUse PlaceOf(string account, string policyId, string path) =>
        new($"place:{account}/{policyId}", Problems.TwoPlaces, path, $"decide the place of profile '{policyId}'");

    public IEnumerable<ExclusiveUse> Uses(DeviceProfileOrderArgs args, DeviceProfileOrderState? state, string account) =>
        Canonical(args)
            .Index()
            .Where(entry => entry.Item.Length > 0)
            .Select(entry => PlaceOf(account, entry.Item, $"{ProfileIds}[{entry.Index}]"))
            .Prepend(new($"order:{account}", Problems.SameObject, "accountId", "decide the order of profiles"));

    public ResourceId Id(DeviceProfileOrderState state) => new(state.AccountId!);

    public IAsyncEnumerable<ListedObject> ListAsync(string account, CancellationToken ct) =>
        ListedObject.OnlyOne(account, "order of device profiles");

    public IEnumerable<Problem> Check(DeviceProfileOrderArgs args)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, id) in Canonical(args).Index().Where(entry => entry.Item.Length > 0))
        {
            if (id == IDevicePolicyApi.DefaultProfileId)
            {
                yield return new(
                    Problems.OtherProfileType,
                    $"{ProfileIds}[{index}]",
                    "is the default profile, which is tried last; remove it."
                );
            }
            else if (!seen.TryAdd(id, index))
            {
                yield return new(
                    InputProblems.Duplicate,
                    $"{ProfileIds}[{index}]",
                    $"names the profile of {ProfileIds}[{seen[id]}] again; keep one of them."
                );
            }
        }
    }

    // Profiles that are in order already, with others between them, need no change.
    public IEnumerable<string> WithoutEffect(DeviceProfileOrderState old, DeviceProfileOrderArgs args, IReadOnlyList<Change> changes)
    {
        var wanted = Canonical(args);
        return Canonical(old).Where(wanted.Contains).SequenceEqual(wanted, StringComparer.Ordinal) ? [ProfileIds] : [];
    }

    public Task<DeviceProfileOrderState> CreateAsync(DeviceProfileOrderArgs args, Operation operation, CancellationToken ct) =>
        PlaceAsync(operation.Account(args.AccountId), args, ct);

    public async Task<DeviceProfileOrderState?> ReadAsync(
        ResourceId id,
        DeviceProfileOrderState? known,
        Operation operation,
        CancellationToken ct
    )
    {
        var listed = known is null ? null : Canonical(known).ToHashSet(StringComparer.Ordinal);
        var profiles = await api.ListProfilesAsync(id.Account, null, ct);
        return State(
            id.Account,
            profiles
                .Where(profile => listed?.Contains(profile.PolicyId) ?? true)
                .OrderBy(profile => profile.Precedence ?? int.MaxValue)
                .Select(profile => profile.PolicyId)
        );
    }

    public Task<DeviceProfileOrderState> UpdateAsync(
        ResourceId id,
        DeviceProfileOrderState old,
        DeviceProfileOrderArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    ) => PlaceAsync(id.Account, args, ct);

    public Task DeleteAsync(
        ResourceId id,
        DeviceProfileOrderState old,
        DeviceProfileOrderArgs args,
        Operation operation,
        CancellationToken ct
    ) => Task.CompletedTask;

    private async Task<DeviceProfileOrderState> PlaceAsync(string account, DeviceProfileOrderArgs args, CancellationToken ct)
    {
        var profiles = (await api.ListProfilesAsync(account, null, ct)).ToDictionary(profile => profile.PolicyId, StringComparer.Ordinal);
        var wanted = Canonical(args);
        foreach (var (index, id) in wanted.Index().Where(entry => !profiles.ContainsKey(entry.Item)))
        {
            throw new RefusedException(
                $"{ProfileIds}[{index}]: the account has no profile '{id}' of the device client. If it was deleted outside of Pulumi, "
                    + "pulumi up --refresh creates it again; otherwise, remove the entry."
            );
        }

        var listed = wanted.ToHashSet(StringComparer.Ordinal);
        var others = profiles
            .Values.Where(profile => !listed.Contains(profile.PolicyId))
            .Select(profile => profile.Precedence)
            .OfType<int>();
        foreach (var (index, precedence) in PrecedencePlan.Moves([.. wanted.Select(id => profiles[id].Precedence)], [.. others]))
        {
            await api.PatchProfileAsync(account, wanted[index], new() { ["precedence"] = precedence }, ct);
        }

        return State(account, wanted);
    }

    private static IReadOnlyList<string> Canonical(DeviceProfileOrderArgs args) =>
        [.. (args.ProfileIds ?? []).Select(id => id is null ? "" : StringFormats.Of(StringFormat.ProfileId).Canonical(id))];

    private static DeviceProfileOrderState State(string account, IEnumerable<string> profiles) =>
        new() { AccountId = account, ProfileIds = [.. profiles] };
}

[JsonSerializable(typeof(DeviceProfileOrderArgs)), JsonSerializable(typeof(DeviceProfileOrderState))]
internal sealed partial class DeviceProfileOrderJson : JsonSerializerContext;

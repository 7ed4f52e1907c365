using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>
/// The default device settings profile: what the client does on devices that no custom profile matches. Every account has exactly one, so
/// creating the resource manages the settings it names and leaves all others alone.
/// </summary>
/// <remarks>
/// Source: <c>GET|PATCH /accounts/{account_id}/devices/policy</c>. Token permission: Zero Trust Write.
/// Deleting the resource resets the settings and lists it manages to Cloudflare's defaults, or leaves them with <c>onDelete:
/// "retain"</c>.
/// </remarks>
[Lacks("match", "the default profile has no match: it is for the devices that no DeviceProfile matches; remove it.")]
[Lacks("precedence", "the default profile has no precedence: it comes after every DeviceProfile; remove it.")]
[Lacks("enabled", "the default profile is always enabled; remove it.")]
[Lacks("name", "the default profile has no name of its own; remove it.")]
[Lacks("description", "the default profile has no description; remove it.")]
internal record DefaultDeviceProfileArgs : ProfileWithLists
{
    /// <summary>What deleting the resource does to the settings it manages.</summary>
    [ProviderOnly, Default(Enums.Restore), OneOf(nameof(Enums.OnDelete))]
    public string? OnDelete { get; init; }
}

/// <summary>The default profile as Cloudflare holds it.</summary>
internal sealed record DefaultDeviceProfileState : DefaultDeviceProfileArgs
{
    /// <summary>ID by which Gateway knows the profile.</summary>
    [Stable]
    public string? GatewayUniqueId { get; init; }
}

internal sealed class DefaultDeviceProfileResource(IDevicePolicyApi api)
    : IResource<DefaultDeviceProfileArgs, DefaultDeviceProfileState>,
        IChangeCheck<DefaultDeviceProfileArgs, DefaultDeviceProfileState>,
        IUsesExclusively<DefaultDeviceProfileArgs, DefaultDeviceProfileState>,
        IEquivalentInputs<DefaultDeviceProfileArgs, DefaultDeviceProfileState>,
        IListable
{
    private const string ProfileId = IDevicePolicyApi.DefaultProfileId;

    private readonly InlineLists _lists = new(api);

    public ResourceId Id(DefaultDeviceProfileState state) => new(state.AccountId!);

    public IAsyncEnumerable<ListedObject> ListAsync(string account, CancellationToken ct) => ListedObject.OnlyOne(account, ProfileId);

    public IEnumerable<Problem> Check(DefaultDeviceProfileArgs args) => DeviceProfileRules.Check(args).Concat(InlineLists.Check(args));

    public IEnumerable<Problem> CheckChange(DefaultDeviceProfileState old, DefaultDeviceProfileArgs args, ChangeSet changes) =>
        InlineLists.CheckChange(old, args, changes);

    public IEnumerable<ExclusiveUse> Uses(DefaultDeviceProfileArgs args, DefaultDeviceProfileState? state, string account) =>
        InlineLists
            .Uses(args, state, account, ProfileId)
            .Prepend(new($"DefaultDeviceProfile:{account}", Problems.SameObject, "accountId", "manage the account's default profile"));

    public IEnumerable<string> WithoutEffect(DefaultDeviceProfileState old, DefaultDeviceProfileArgs args, IReadOnlyList<Change> changes) =>
        DeletionChoice.WithoutEffect(changes);

    public async Task<DefaultDeviceProfileState> CreateAsync(DefaultDeviceProfileArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var state = State(account, await api.PatchDefaultProfileAsync(account, BodyOf(args), ct), args);
        return await _lists.WriteAsync(account, ProfileId, state, args, null, ct);
    }

    public async Task<DefaultDeviceProfileState?> ReadAsync(
        ResourceId id,
        DefaultDeviceProfileState? known,
        Operation operation,
        CancellationToken ct
    )
    {
        if (known is null)
        {
            operation.Log(
                Severity.Info,
                "Cloudflare does not return lanAllowMinutes and lanAllowSubnetSize of the default profile, so they are unset here. "
                    + "After an import, set them in the next update."
            );
        }

        var state = State(id.Account, await api.GetDefaultProfileAsync(id.Account, ct), known);
        return await _lists.ReadAsync(id.Account, ProfileId, state, known, ct);
    }

    public async Task<DefaultDeviceProfileState> UpdateAsync(
        ResourceId id,
        DefaultDeviceProfileState old,
        DefaultDeviceProfileArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    )
    {
        var whole = args with { GlobalAcceleration = args.GlobalAcceleration?.Whole(old.GlobalAcceleration) };
        var body = Body.Of(ProfileFields.ToWire(whole), changes, ["onDelete", .. InlineLists.Properties]);
        var known = args with
        {
            LanAllowMinutes = args.LanAllowMinutes ?? (changes.Has("lanAllowMinutes") ? null : old.LanAllowMinutes),
            LanAllowSubnetSize = args.LanAllowSubnetSize ?? (changes.Has("lanAllowSubnetSize") ? null : old.LanAllowSubnetSize),
        };
        return await _lists.UpdateAsync(
            id.Account,
            ProfileId,
            old,
            args,
            changes,
            async () => State(id.Account, await api.PatchDefaultProfileAsync(id.Account, body, ct), known),
            ct
        );
    }

    public async Task DeleteAsync(
        ResourceId id,
        DefaultDeviceProfileState old,
        DefaultDeviceProfileArgs args,
        Operation operation,
        CancellationToken ct
    )
    {
        if (args.OnDelete != Enums.Retain)
        {
            await api.PatchDefaultProfileAsync(id.Account, Defaults(args), ct);
            await _lists.ReleaseAsync(id.Account, ProfileId, old, args, operation, ct);
        }
    }

    private static JsonObject BodyOf(DefaultDeviceProfileArgs args) => Body.Of(ProfileFields.ToWire(args));

    // lan_allow_* are accepted but never returned, so the state keeps the program's values.
    private static DefaultDeviceProfileState State(string account, DevicePolicyWire wire, DefaultDeviceProfileArgs? known) =>
        ProfileFields.FromWire(new DefaultDeviceProfileState { GatewayUniqueId = wire.GatewayUniqueId }, account, wire) with
        {
            LanAllowMinutes = wire.LanAllowMinutes ?? known?.LanAllowMinutes,
            LanAllowSubnetSize = wire.LanAllowSubnetSize ?? known?.LanAllowSubnetSize,
        };

    // Only settings that the program managed are reset: others may be managed elsewhere.
    private static JsonObject Defaults(DefaultDeviceProfileArgs args)
    {
        var managed = BodyOf(args);
        return new(
            SpecReader
                .Read(RecordJson.TypeInfo<DefaultDeviceProfileArgs>(DefaultDeviceProfileJson.Default))
                .Properties.Select(property => (Key: JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), Property: property))
                .Where(entry => managed.ContainsKey(entry.Key))
                .Select(entry => KeyValuePair.Create(entry.Key, ProfileFields.Default(entry.Property)))
        );
    }
}

[JsonSerializable(typeof(DefaultDeviceProfileArgs)), JsonSerializable(typeof(DefaultDeviceProfileState))]
internal sealed partial class DefaultDeviceProfileJson : JsonSerializerContext;

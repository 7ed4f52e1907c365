using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Provider.Cloudflare;
using ZeroTrust.Provider.Model;

namespace ZeroTrust.Provider.Resources;

/// <summary>
/// The default device settings profile: what the client of a device does that no custom profile matches. Every account has exactly one, so creating the
/// resource takes over the settings it names and leaves all others alone.
/// </summary>
/// <remarks>
/// Source: <c>GET|PATCH /accounts/{account_id}/devices/policy</c>. Token permission: Zero Trust Write.
/// Deleting the resource sets the settings it manages back to Cloudflare's defaults, or leaves them with <c>onDelete: "retain"</c>.
/// </remarks>
internal record DefaultDeviceProfileArgs : DeviceProfileSettings
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

internal sealed class DefaultDeviceProfileResource(IDevicePolicyApi api) : IResource<DefaultDeviceProfileArgs, DefaultDeviceProfileState>
{
    public ResourceId Id(DefaultDeviceProfileState state) => new(state.AccountId!);

    public IEnumerable<Problem> Check(DefaultDeviceProfileArgs args) => DeviceProfileRules.Check(args);

    public async Task<DefaultDeviceProfileState> CreateAsync(DefaultDeviceProfileArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        return State(account, await api.PatchDefaultProfileAsync(account, BodyOf(args), ct), args);
    }

    public async Task<DefaultDeviceProfileState?> ReadAsync(ResourceId id, DefaultDeviceProfileState? known, Operation operation, CancellationToken ct) =>
        State(id.Account, await api.GetDefaultProfileAsync(id.Account, ct), known);

    public async Task<DefaultDeviceProfileState> UpdateAsync(
        ResourceId id, DefaultDeviceProfileState old, DefaultDeviceProfileArgs args, ChangeSet changes, Operation operation, CancellationToken ct)
    {
        var body = Body.Of(args, BodyJson.Default.DefaultDeviceProfileArgs, changes, "on_delete");
        return State(id.Account, await api.PatchDefaultProfileAsync(id.Account, body, ct), args);
    }

    public async Task DeleteAsync(ResourceId id, DefaultDeviceProfileState old, DefaultDeviceProfileArgs args, Operation operation, CancellationToken ct)
    {
        if (args.OnDelete != Enums.Retain)
        {
            await api.PatchDefaultProfileAsync(id.Account, Defaults(args), ct);
        }
    }

    private static JsonObject BodyOf(DefaultDeviceProfileArgs args) => Body.Of(args, BodyJson.Default.DefaultDeviceProfileArgs, "on_delete");

    // lan_allow_* are accepted but never returned: state keeps what the program said.
    private static DefaultDeviceProfileState State(string account, DevicePolicyWire wire, DefaultDeviceProfileArgs? known) =>
        Body.Convert(wire, BodyJson.Default.DevicePolicyWire, BodyJson.Default.DefaultDeviceProfileState) with
        {
            AccountId = account,
            LanAllowMinutes = wire.LanAllowMinutes ?? known?.LanAllowMinutes,
            LanAllowSubnetSize = wire.LanAllowSubnetSize ?? known?.LanAllowSubnetSize,
        };

    // Only what the program managed goes back: other settings may be somebody else's.
    private static JsonObject Defaults(DefaultDeviceProfileArgs args)
    {
        var managed = BodyOf(args);
        return new(SpecReader.Read(PulumiJson.Default.DefaultDeviceProfileArgs).Properties
            .Select(property => (Key: JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), Property: property))
            .Where(entry => managed.ContainsKey(entry.Key))
            .Select(entry => KeyValuePair.Create(entry.Key, Default(entry.Property))));
    }

    private static JsonNode? Default(PropertySpec property) => property switch
    {
        { Name: "serviceModeV2" } => new JsonObject { ["mode"] = "warp" },
        { Value.Kind: ValueKind.List } => new JsonArray(),
        { ServerDefault: bool flag } => JsonValue.Create(flag),
        { ServerDefault: int number } => JsonValue.Create(number),
        { ServerDefault: string text } => JsonValue.Create(text),

        // Null unsets what has no default.
        _ => null,
    };
}

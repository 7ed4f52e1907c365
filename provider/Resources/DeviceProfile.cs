using ZeroTrust.Provider.Cloudflare;
using ZeroTrust.Provider.Model;

namespace ZeroTrust.Provider.Resources;

/// <summary>
/// A custom device settings profile: what the client of a matching device does. Profiles are tried in ascending precedence; the first that matches applies,
/// the default profile when none does. Changes reach devices within 10 minutes.
/// </summary>
/// <remarks>
/// Source: <c>POST|GET|PATCH|DELETE /accounts/{account_id}/devices/policy/{policy_id}</c>. Token permission: Zero Trust Write.
/// Properties that are not set are not managed: the server's value is an output, and never a difference. Deleting the resource deletes the profile.
/// </remarks>
internal record DeviceProfileArgs : DeviceProfileSettings
{
    /// <summary>Name, at most 100 characters. Need not be unique.</summary>
    [Length(1, 100)]
    public required string Name { get; init; }

    /// <summary>
    /// Which devices it applies to, such as <c>identity.email == "a@example.com"</c> or <c>any(identity.groups.name[*] in {"Staff"})</c>.
    /// Required for profiles of the device client. At most 10,000 characters.
    /// </summary>
    [Format(TextFormat.Match)]
    public string? Match { get; init; }

    /// <summary>Place in the order in which profiles are tried; lower wins, and no two profiles of an account share one. Unset: after all others.</summary>
    [Range(0, int.MaxValue)]
    public int? Precedence { get; init; }

    /// <summary>Whether the profile is tried at all.</summary>
    [ServerDefault(true)]
    public bool? Enabled { get; init; }

    /// <summary>What it is for. At most 500 characters; empty and unset mean the same.</summary>
    [Length(500)]
    public string? Description { get; init; }

    /// <summary>Kind of client. Changing it replaces the profile.</summary>
    [ReplaceOnChange, ServerDefault("warp"), OneOf(nameof(Enums.ProfileType))]
    public string? ProfileType { get; init; }

    /// <summary>Whether it is the account's default profile of the browser extension. Not for profiles of the device client.</summary>
    [ServerDefault(false)]
    public bool? Default { get; init; }

    /// <summary>Settings of the browser extension: required for its profiles, not allowed for others.</summary>
    public BrowserExtensionConfig? BrowserExtensionConfig { get; init; }
}

/// <summary>A custom profile as Cloudflare holds it.</summary>
internal sealed record DeviceProfileState : DeviceProfileArgs
{
    /// <summary>ID of the profile in its account: what <c>SplitTunnel</c> and <c>FallbackDomains</c> take as <c>profileId</c>.</summary>
    [Stable]
    public required string PolicyId { get; init; }

    /// <summary>ID by which Gateway knows the profile.</summary>
    [Stable]
    public string? GatewayUniqueId { get; init; }

    /// <summary>Digital experience tests aimed at the profile.</summary>
    [Volatile]
    public IReadOnlyList<TargetTest>? TargetTests { get; init; }
}

/// <summary>A digital experience test.</summary>
internal sealed record TargetTest
{
    /// <summary>ID of the test.</summary>
    public string? Id { get; init; }

    /// <summary>Name of the test.</summary>
    public string? Name { get; init; }
}

internal sealed class DeviceProfileResource(IDevicePolicyApi api) : IResource<DeviceProfileArgs, DeviceProfileState>
{
    private const string BrowserExtension = "browser_extension";

    public ResourceId Id(DeviceProfileState state) => new(state.AccountId!, state.PolicyId);

    public IEnumerable<Problem> Check(DeviceProfileArgs args)
    {
        var forBrowser = args.ProfileType == BrowserExtension;
        if (!forBrowser && string.IsNullOrWhiteSpace(args.Match))
        {
            yield return new(Problems.MatchMissing, "match", "is required: a custom profile applies to the devices it matches.") { Involves = ["profileType"] };
        }

        if (!forBrowser && args.BrowserExtensionConfig is not null)
        {
            yield return new(Problems.OtherProfileType, "browserExtensionConfig", "is for profiles with profileType 'browser_extension' only.") { Involves = ["profileType"] };
        }

        if (!forBrowser && args.Default is true)
        {
            yield return new(Problems.OtherProfileType, "default", "is for profiles with profileType 'browser_extension' only; the device client's default profile is DefaultDeviceProfile.")
            {
                Involves = ["profileType"],
            };
        }

        if (forBrowser && args.BrowserExtensionConfig is null)
        {
            yield return new(Problems.Missing, "browserExtensionConfig", "is required for profiles with profileType 'browser_extension'.") { Involves = ["profileType"] };
        }

        foreach (var problem in DeviceProfileRules.Check(args))
        {
            yield return problem;
        }
    }

    public async Task<DeviceProfileState> CreateAsync(DeviceProfileArgs args, Operation operation, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var account = operation.Account(args.AccountId);
        return State(account, await api.CreateProfileAsync(account, Body.Of(args, BodyJson.Default.DeviceProfileArgs), operation.Commit));
    }

    public async Task<DeviceProfileState?> ReadAsync(ResourceId id, DeviceProfileState? known, Operation operation, CancellationToken ct) =>
        await api.FindProfileAsync(id.Account, id.Object, ct) is { } found ? State(id.Account, found) : null;

    public async Task<DeviceProfileState> UpdateAsync(
        ResourceId id, DeviceProfileState old, DeviceProfileArgs args, ChangeSet changes, Operation operation, CancellationToken ct) =>
        State(id.Account, await api.PatchProfileAsync(id.Account, id.Object, Body.Of(args, BodyJson.Default.DeviceProfileArgs, changes), ct));

    public Task DeleteAsync(ResourceId id, DeviceProfileState old, DeviceProfileArgs args, Operation operation, CancellationToken ct) =>
        api.DeleteProfileAsync(id.Account, id.Object, ct);

    public static DeviceProfileState State(string account, DevicePolicyWire wire) =>
        Body.Convert(wire, BodyJson.Default.DevicePolicyWire, BodyJson.Default.DeviceProfileState) with { AccountId = account };
}

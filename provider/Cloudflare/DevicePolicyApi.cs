using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ZeroTrust.Cloudflare;

/// <summary>Device settings profiles and their lists.</summary>
internal interface IDevicePolicyApi
{
    /// <summary>ID of the account's default profile in the methods for lists.</summary>
    const string DefaultProfileId = "default";

    /// <summary>
    /// All custom profiles of one type; <see langword="null"/> means the device client's. Does not include the default profile.
    /// </summary>
    /// <remarks>
    /// Served from one shared call. Embedded lists may be missing or outdated: read lists with their own methods.
    /// </remarks>
    Task<IReadOnlyList<DevicePolicyWire>> ListProfilesAsync(string accountId, string? profileType, CancellationToken ct);

    /// <summary>A custom profile, from the shared list if it is there; <see langword="null"/> when it does not exist.</summary>
    /// <param name="profileType">Its type, whose list is read first; <c>warp</c> when unknown.</param>
    Task<DevicePolicyWire?> FindProfileAsync(string accountId, string profileId, string? profileType, CancellationToken ct);

    /// <summary>Like <see cref="FindProfileAsync"/>, but throws when the profile does not exist.</summary>
    Task<DevicePolicyWire> GetProfileAsync(string accountId, string profileId, CancellationToken ct);

    /// <summary>Creates a custom profile. After a lost response the profile is looked up, never created a second time.</summary>
    /// <exception cref="CloudflareUnknownOutcomeException">The response was lost and the profile has not appeared.</exception>
    Task<DevicePolicyWire> CreateProfileAsync(string accountId, JsonObject profile, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> into a custom profile; only reads it if there are none.</summary>
    Task<DevicePolicyWire> PatchProfileAsync(string accountId, string profileId, JsonObject changes, CancellationToken ct);

    /// <summary>Deletes a custom profile; succeeds if it does not exist.</summary>
    Task DeleteProfileAsync(string accountId, string profileId, CancellationToken ct);

    /// <summary>The default profile. The API returns it without lists and <c>lan_allow_*</c>.</summary>
    Task<DevicePolicyWire> GetDefaultProfileAsync(string accountId, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> into the default profile; only reads it if there are none.</summary>
    Task<DevicePolicyWire> PatchDefaultProfileAsync(string accountId, JsonObject changes, CancellationToken ct);

    /// <summary>
    /// One Split Tunnel list of a profile, from the shared list of profiles if it is there; <see langword="null"/> when the profile does
    /// not exist.
    /// </summary>
    Task<IReadOnlyList<SplitTunnelEntryWire>?> FindSplitTunnelAsync(
        string accountId,
        string profileId,
        SplitTunnelList list,
        CancellationToken ct
    );

    /// <summary>Replaces one Split Tunnel list; returns the stored list.</summary>
    /// <remarks>The other list is cleared when this one becomes non-empty.</remarks>
    Task<IReadOnlyList<SplitTunnelEntryWire>> PutSplitTunnelAsync(
        string accountId,
        string profileId,
        SplitTunnelList list,
        IReadOnlyList<SplitTunnelEntryWire> entries,
        CancellationToken ct
    );

    /// <summary>Reads, edits and replaces a Split Tunnel list; returns the stored list.</summary>
    /// <remarks>
    /// Edits that arrive together share one read and one write. When <paramref name="edit"/> throws or Cloudflare refuses it, only its own
    /// caller gets the exception.
    /// </remarks>
    Task<IReadOnlyList<SplitTunnelEntryWire>> EditSplitTunnelAsync(
        string accountId,
        string profileId,
        SplitTunnelList list,
        ListEdit<SplitTunnelEntryWire> edit,
        CancellationToken ct
    );

    /// <summary>Restores the default exclude list.</summary>
    /// <param name="fallback">List to write if the API does not have the endpoint; <see langword="null"/> to throw.</param>
    Task RestoreDefaultExcludeAsync(
        string accountId,
        string profileId,
        IReadOnlyList<SplitTunnelEntryWire>? fallback,
        CancellationToken ct
    );

    /// <summary>
    /// The fallback domains of a profile, from the shared list of profiles if they are there; <see langword="null"/> when the profile does
    /// not exist.
    /// </summary>
    Task<IReadOnlyList<FallbackDomainWire>?> FindFallbackDomainsAsync(string accountId, string profileId, CancellationToken ct);

    /// <summary>Invalidates what was read of profiles and lists: another process may have changed it since.</summary>
    void Forget();

    /// <summary>Replaces the fallback domains; returns the stored list.</summary>
    Task<IReadOnlyList<FallbackDomainWire>> PutFallbackDomainsAsync(
        string accountId,
        string profileId,
        IReadOnlyList<FallbackDomainWire> domains,
        CancellationToken ct
    );

    /// <summary>Like <see cref="EditSplitTunnelAsync"/>, for fallback domains.</summary>
    Task<IReadOnlyList<FallbackDomainWire>> EditFallbackDomainsAsync(
        string accountId,
        string profileId,
        ListEdit<FallbackDomainWire> edit,
        CancellationToken ct
    );

    /// <summary>Restores the default fallback domains.</summary>
    /// <param name="fallback">List to write if the API does not have the endpoint; <see langword="null"/> to throw.</param>
    Task RestoreDefaultFallbackDomainsAsync(
        string accountId,
        string profileId,
        IReadOnlyList<FallbackDomainWire>? fallback,
        CancellationToken ct
    );
}

/// <inheritdoc cref="IDevicePolicyApi"/>
internal static class DevicePolicyArea
{
    extension(CloudflareClient client)
    {
        public IDevicePolicyApi Profiles => client.Area<IDevicePolicyApi>(api => new DevicePolicyApi(api, client.Report, client.Time));
    }
}

/// <inheritdoc />
internal sealed class DevicePolicyApi : IDevicePolicyApi
{
    private const string Warp = "warp";
    private const string BrowserExtension = "browser_extension";
    private const string DefaultProfile = "/accounts/{account_id}/devices/policy";
    private const string Profile = "/accounts/{account_id}/devices/policy/{policy_id}";

    private static readonly ApiRoute GetProfiles = ApiRoute.Get("/accounts/{account_id}/devices/policies", Permission.ZeroTrustRead);
    private static readonly ApiRoute GetDefaultProfile = ApiRoute.Get(DefaultProfile, Permission.ZeroTrustRead);
    private static readonly ApiRoute PostProfile = ApiRoute.Post(DefaultProfile, Permission.ZeroTrustWrite);
    private static readonly ApiRoute PatchDefaultProfile = ApiRoute.Patch(DefaultProfile, Permission.ZeroTrustWrite);
    private static readonly ApiRoute GetProfile = ApiRoute.Get(Profile, Permission.ZeroTrustRead);
    private static readonly ApiRoute PatchProfile = ApiRoute.Patch(Profile, Permission.ZeroTrustWrite);
    private static readonly ApiRoute DeleteProfile = ApiRoute.Delete(Profile, Permission.ZeroTrustWrite);

    private readonly JsonApi _api;
    private readonly SharedReads<(string AccountId, string Type), IReadOnlyList<DevicePolicyWire>> _profiles;
    private readonly SharedReads<string, DevicePolicyWire> _default;
    private readonly Creator<(string AccountId, string Type), DevicePolicyWire> _creator;
    private readonly CarriedLists _carried;
    private readonly ProfileLists<SplitTunnelEntryWire> _splitTunnels;
    private readonly ProfileLists<FallbackDomainWire> _fallbackDomains;

    /// <param name="api">Sends the calls.</param>
    /// <param name="report">Called when lists have to be read one by one.</param>
    /// <param name="time">The clock.</param>
    public DevicePolicyApi(JsonApi api, Action<string>? report, TimeProvider time)
    {
        _api = api;
        _profiles = new(ReadAllAsync, JsonApi.SharedFor, time);
        _default = new(ReadDefaultAsync, JsonApi.SharedFor, time);
        _creator = new(ReadAllAsync, profile => profile.PolicyId, api, time);
        _carried = new(api.Options, (account, ct) => _profiles.GetAsync((account, Warp), ct), report, time);
        _splitTunnels = new(api, [ProfileListRoutes.Exclude, ProfileListRoutes.Include], CanonicalEntry.Of, _carried, Carried, time);
        _fallbackDomains = new(
            api,
            [ProfileListRoutes.FallbackDomains],
            CanonicalEntry.Of,
            _carried,
            (profile, _) => profile.FallbackDomains,
            time
        );
    }

    public void Forget()
    {
        _profiles.Clear();
        _default.Clear();
        _carried.Forget();
        _splitTunnels.Forget();
        _fallbackDomains.Forget();
    }

    public Task<IReadOnlyList<DevicePolicyWire>> ListProfilesAsync(string accountId, string? profileType, CancellationToken ct) =>
        _profiles.GetAsync((accountId, profileType ?? Warp), ct);

    public async Task<DevicePolicyWire?> FindProfileAsync(string accountId, string profileId, string? profileType, CancellationToken ct) =>
        (await ListProfilesAsync(accountId, profileType, ct)).FirstOrDefault(profile => profile.PolicyId == profileId)
        ?? await _api.FindAsync<DevicePolicyWire>(Get(accountId, profileId), ct);

    // The shared list has no browser extension profiles, which few accounts use.
    public async Task<DevicePolicyWire> GetProfileAsync(string accountId, string profileId, CancellationToken ct) =>
        (await ListProfilesAsync(accountId, Warp, ct)).FirstOrDefault(profile => profile.PolicyId == profileId)
        ?? await ReadAsync(accountId, profileId, ct);

    public Task<DevicePolicyWire> CreateProfileAsync(string accountId, JsonObject profile, CancellationToken ct)
    {
        var wanted = profile.Deserialize(CloudflareJson.TypeInfo<DevicePolicyWire>())!;
        var type = wanted.ProfileType ?? Warp;
        return ChangeAsync(
            accountId,
            async () =>
            {
                var created = await _creator.CreateAsync(
                    ApiCall.To(PostProfile, [accountId], $"profile '{wanted.Name}'").With(profile),
                    (accountId, type),
                    candidate =>
                        candidate.Name == wanted.Name
                        && (wanted.Precedence is null || candidate.Precedence == wanted.Precedence)
                        && (wanted.Match is null || candidate.Match == wanted.Match),
                    // Names may be duplicates; precedences may not.
                    unique: type == Warp && wanted.Precedence is not null,
                    ct
                );
                _carried.Created(accountId, created);
                return created;
            }
        );
    }

    public Task<DevicePolicyWire> PatchProfileAsync(string accountId, string profileId, JsonObject changes, CancellationToken ct) =>
        changes.Count == 0
            ? GetProfileAsync(accountId, profileId, ct)
            : ChangeAsync(
                accountId,
                () =>
                    _api.ChangeAsync<DevicePolicyWire>(
                        ApiCall.To(PatchProfile, [accountId, profileId], $"profile '{profileId}'").With(changes),
                        Get(accountId, profileId),
                        ct
                    )
            );

    public Task DeleteProfileAsync(string accountId, string profileId, CancellationToken ct) =>
        ChangeAsync(
            accountId,
            async () =>
            {
                await _api.DeleteAsync(ApiCall.To(DeleteProfile, [accountId, profileId], $"profile '{profileId}'"), ct);
                _splitTunnels.Forget(accountId, profileId);
                _fallbackDomains.Forget(accountId, profileId);
                return true;
            }
        );

    public Task<DevicePolicyWire> GetDefaultProfileAsync(string accountId, CancellationToken ct) => _default.GetAsync(accountId, ct);

    public Task<DevicePolicyWire> PatchDefaultProfileAsync(string accountId, JsonObject changes, CancellationToken ct) =>
        changes.Count == 0
            ? GetDefaultProfileAsync(accountId, ct)
            : ChangeAsync(
                accountId,
                () =>
                    _api.ChangeAsync<DevicePolicyWire>(
                        ApiCall.To(PatchDefaultProfile, [accountId], "the default profile").With(changes),
                        GetDefault(accountId),
                        ct
                    )
            );

    public Task<IReadOnlyList<SplitTunnelEntryWire>?> FindSplitTunnelAsync(
        string accountId,
        string profileId,
        SplitTunnelList list,
        CancellationToken ct
    ) => _splitTunnels.FindAsync(new(accountId, profileId, Routes(list)), ct);

    public Task<IReadOnlyList<SplitTunnelEntryWire>> PutSplitTunnelAsync(
        string accountId,
        string profileId,
        SplitTunnelList list,
        IReadOnlyList<SplitTunnelEntryWire> entries,
        CancellationToken ct
    ) => _splitTunnels.PutAsync(new(accountId, profileId, Routes(list)), entries, ct);

    public Task<IReadOnlyList<SplitTunnelEntryWire>> EditSplitTunnelAsync(
        string accountId,
        string profileId,
        SplitTunnelList list,
        ListEdit<SplitTunnelEntryWire> edit,
        CancellationToken ct
    ) => _splitTunnels.EditAsync(new(accountId, profileId, Routes(list)), edit, ct);

    public Task RestoreDefaultExcludeAsync(
        string accountId,
        string profileId,
        IReadOnlyList<SplitTunnelEntryWire>? fallback,
        CancellationToken ct
    ) => _splitTunnels.RestoreAsync(new(accountId, profileId, ProfileListRoutes.Exclude), fallback, ct);

    public Task<IReadOnlyList<FallbackDomainWire>?> FindFallbackDomainsAsync(string accountId, string profileId, CancellationToken ct) =>
        _fallbackDomains.FindAsync(new(accountId, profileId, ProfileListRoutes.FallbackDomains), ct);

    public Task<IReadOnlyList<FallbackDomainWire>> PutFallbackDomainsAsync(
        string accountId,
        string profileId,
        IReadOnlyList<FallbackDomainWire> domains,
        CancellationToken ct
    ) => _fallbackDomains.PutAsync(new(accountId, profileId, ProfileListRoutes.FallbackDomains), domains, ct);

    public Task<IReadOnlyList<FallbackDomainWire>> EditFallbackDomainsAsync(
        string accountId,
        string profileId,
        ListEdit<FallbackDomainWire> edit,
        CancellationToken ct
    ) => _fallbackDomains.EditAsync(new(accountId, profileId, ProfileListRoutes.FallbackDomains), edit, ct);

    public Task RestoreDefaultFallbackDomainsAsync(
        string accountId,
        string profileId,
        IReadOnlyList<FallbackDomainWire>? fallback,
        CancellationToken ct
    ) => _fallbackDomains.RestoreAsync(new(accountId, profileId, ProfileListRoutes.FallbackDomains), fallback, ct);

    // At most one of the two lists is in effect: if the other one has entries, this one is empty.
    private static IReadOnlyList<SplitTunnelEntryWire>? Carried(DevicePolicyWire profile, ProfileListRoutes list)
    {
        var (own, other) = list == ProfileListRoutes.Exclude ? (profile.Exclude, profile.Include) : (profile.Include, profile.Exclude);
        return own ?? (other is { Count: > 0 } ? [] : null);
    }

    private static ProfileListRoutes Routes(SplitTunnelList list) =>
        list == SplitTunnelList.Include ? ProfileListRoutes.Include : ProfileListRoutes.Exclude;

    private static ApiCall Get(string accountId, string profileId) =>
        ApiCall.To(GetProfile, [accountId, profileId], $"profile '{profileId}'");

    private static ApiCall GetDefault(string accountId) => ApiCall.To(GetDefaultProfile, [accountId], "the default profile");

    private Task<DevicePolicyWire> ReadAsync(string accountId, string profileId, CancellationToken ct) =>
        _api.SendAsync<DevicePolicyWire>(Get(accountId, profileId), ct);

    private Task<DevicePolicyWire> ReadDefaultAsync(string accountId, CancellationToken ct) =>
        _api.SendAsync<DevicePolicyWire>(GetDefault(accountId), ct);

    private async Task<IReadOnlyList<DevicePolicyWire>> ReadAllAsync((string AccountId, string Type) scope, CancellationToken ct)
    {
        var asked = _carried.Ask();
        var call = ApiCall.To(GetProfiles, [scope.AccountId], "device profiles").ForMany();
        var all = await _api.ListAsync<DevicePolicyWire>(
            scope.Type == Warp ? call : call with { Query = new QueryString().Add("profile_type", scope.Type).ToString() },
            null,
            ct
        );

        // Cloudflare does not document whether the default profile is listed. For the browser extension, `default` marks a custom profile.
        IReadOnlyList<DevicePolicyWire> custom = [.. all.Where(profile => scope.Type != Warp || profile.Default != true)];
        if (scope.Type == Warp)
        {
            _carried.Received(scope.AccountId, asked, custom);
        }

        return custom;
    }

    private async Task<T> ChangeAsync<T>(string accountId, Func<Task<T>> change)
    {
        Forget(accountId);
        try
        {
            return await change();
        }
        finally
        {
            Forget(accountId);
        }
    }

    private void Forget(string accountId)
    {
        _profiles.Forget((accountId, Warp));
        _profiles.Forget((accountId, BrowserExtension));
        _default.Forget(accountId);
    }
}

/// <summary>The two Split Tunnel lists; at most one of them is in effect.</summary>
internal enum SplitTunnelList
{
    /// <summary>The listed traffic bypasses the tunnel.</summary>
    Exclude,

    /// <summary>Only the listed traffic goes through the tunnel.</summary>
    Include,
}

/// <summary>Computes a new list from the stored one. Must be pure, because it may run more than once.</summary>
internal delegate IReadOnlyList<T> ListEdit<T>(IReadOnlyList<T> stored);

/// <summary>The writable fields of a profile.</summary>
internal record DevicePolicyFields
{
    public string? Name { get; init; }

    public string? Match { get; init; }

    public int? Precedence { get; init; }

    public bool? Enabled { get; init; }

    public string? Description { get; init; }

    public bool? Default { get; init; }

    /// <summary><c>warp</c> when absent.</summary>
    public string? ProfileType { get; init; }

    public BrowserExtensionConfigWire? BrowserExtensionConfig { get; init; }

    public bool? AllowModeSwitch { get; init; }

    public bool? AllowUpdates { get; init; }

    public bool? AllowedToLeave { get; init; }

    public int? AutoConnect { get; init; }

    public int? CaptivePortal { get; init; }

    public bool? DisableAutoFallback { get; init; }

    public IReadOnlyList<DnsSearchSuffixWire>? DnsSearchSuffixes { get; init; }

    public bool? ExcludeOfficeIps { get; init; }

    public GlobalAccelerationWire? GlobalAcceleration { get; init; }

    public int? LanAllowMinutes { get; init; }

    public int? LanAllowSubnetSize { get; init; }

    public bool? RegisterInterfaceIpWithDns { get; init; }

    public bool? SccmVpnBoundarySupport { get; init; }

    public ServiceModeV2Wire? ServiceModeV2 { get; init; }

    public string? SupportUrl { get; init; }

    public bool? SwitchLocked { get; init; }

    public string? TunnelProtocol { get; init; }

    public bool? UninstallProtection { get; init; }

    public VirtualNetworkChoiceWire? VirtualNetworks { get; init; }

    /// <summary>Written only on create. In responses, absent does not mean empty.</summary>
    public IReadOnlyList<SplitTunnelEntryWire>? Exclude { get; init; }

    /// <inheritdoc cref="Exclude"/>
    public IReadOnlyList<SplitTunnelEntryWire>? Include { get; init; }
}

/// <summary>A profile as the API returns it.</summary>
internal sealed record DevicePolicyWire : DevicePolicyFields, IIdentified
{
    /// <summary>Empty for the default profile of an account where it has never been changed.</summary>
    public string PolicyId
    {
        get => field ?? Id ?? "";
        init;
    }

    string IIdentified.Identity => PolicyId.Length == 0 && Default is true ? IDevicePolicyApi.DefaultProfileId : PolicyId;

    /// <summary>Name of the policy ID in some responses.</summary>
    public string? Id { get; init; }

    public string? GatewayUniqueId { get; init; }

    /// <summary>DEX tests that target the profile.</summary>
    public IReadOnlyList<TargetTestWire>? TargetTests { get; init; }

    /// <summary>In responses, absent does not mean empty.</summary>
    public IReadOnlyList<FallbackDomainWire>? FallbackDomains { get; init; }
}

/// <summary>A domain appended to single-label names.</summary>
internal sealed record DnsSearchSuffixWire(string? Suffix, string? Description);

/// <summary>Mode of the device client.</summary>
internal sealed record ServiceModeV2Wire(string? Mode, int? Port);

/// <summary>IDs of the virtual networks that users may choose from.</summary>
internal sealed record VirtualNetworkChoiceWire(IReadOnlyList<string>? Allowed, string? Default);

/// <summary>Proxy settings of the browser extension.</summary>
internal sealed record BrowserExtensionConfigWire(string? ProxyControl, bool? ProxyEnabled);

/// <summary>Separate endpoints for clients in China, as IP address and port.</summary>
internal sealed record GlobalAccelerationWire
{
    public bool? Enabled { get; init; }

    public IReadOnlyList<string>? ApiEndpoints { get; init; }

    public IReadOnlyList<string>? MasqueEndpoints { get; init; }

    public IReadOnlyList<string>? WireguardEndpoints { get; init; }

    public bool? Autoswitch { get; init; }
}

/// <summary>A DEX test.</summary>
internal sealed record TargetTestWire(string? Id, string? Name);

/// <summary>An entry of a Split Tunnel list: an address or a host.</summary>
internal sealed record SplitTunnelEntryWire
{
    /// <summary>CIDR.</summary>
    public string? Address { get; init; }

    public string? Host { get; init; }

    public string? Description { get; init; }

    /// <summary>Unknown fields, written back unchanged because a list can only be replaced as a whole.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>A domain suffix that devices resolve outside Gateway.</summary>
internal sealed record FallbackDomainWire
{
    public string? Suffix { get; init; }

    public string? Description { get; init; }

    /// <summary>Addresses of resolvers in the order they are tried. Absent and empty both mean the device's own resolver.</summary>
    public IReadOnlyList<string>? DnsServer { get; init; }

    /// <summary>Unknown fields, written back unchanged because a list can only be replaced as a whole.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

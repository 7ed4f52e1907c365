using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ZeroTrust.Provider.Resources;

namespace ZeroTrust.Provider.Cloudflare;

/// <summary>Device settings profiles and their lists. A profile id is a policy id, or <see cref="DefaultProfileId"/> where a list is meant.</summary>
internal interface IDevicePolicyApi
{
    /// <summary>Stands for the account's default profile in the methods on lists.</summary>
    const string DefaultProfileId = "default";

    /// <summary>All custom profiles of one type; <see langword="null"/> is the device client's. The default profile is not among them.</summary>
    /// <remarks>Served from one shared call. The lists inside an item are not reliable: read them with their own methods.</remarks>
    [Route("GET", "/accounts/{account_id}/devices/policies", Permission = "Zero Trust Read")]
    Task<IReadOnlyList<DevicePolicyWire>> ListProfilesAsync(string accountId, string? profileType, CancellationToken ct);

    /// <summary>One custom profile, from the shared list when it is there; <see langword="null"/> when it is gone.</summary>
    [Route("GET", "/accounts/{account_id}/devices/policy/{policy_id}", Permission = "Zero Trust Read")]
    Task<DevicePolicyWire?> FindProfileAsync(string accountId, string profileId, CancellationToken ct);

    /// <summary>As <see cref="FindProfileAsync"/>, but throws when it is gone.</summary>
    [Route("GET", "/accounts/{account_id}/devices/policy/{policy_id}", Permission = "Zero Trust Read")]
    Task<DevicePolicyWire> GetProfileAsync(string accountId, string profileId, CancellationToken ct);

    /// <summary>Creates a custom profile. After a lost answer it is looked up, never created a second time.</summary>
    /// <exception cref="CloudflareUnknownOutcomeException">The answer was lost and the profile is not to be seen.</exception>
    [Route("POST", "/accounts/{account_id}/devices/policy", Permission = "Zero Trust Write")]
    Task<DevicePolicyWire> CreateProfileAsync(string accountId, JsonObject profile, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> into a custom profile; without any, it is only read.</summary>
    [Route("PATCH", "/accounts/{account_id}/devices/policy/{policy_id}", Permission = "Zero Trust Write")]
    Task<DevicePolicyWire> PatchProfileAsync(string accountId, string profileId, JsonObject changes, CancellationToken ct);

    /// <summary>Deletes a custom profile; one that is gone is fine.</summary>
    [Route("DELETE", "/accounts/{account_id}/devices/policy/{policy_id}", Permission = "Zero Trust Write")]
    Task DeleteProfileAsync(string accountId, string profileId, CancellationToken ct);

    /// <summary>The default profile. It carries no lists, and never <c>lan_allow_*</c>.</summary>
    [Route("GET", "/accounts/{account_id}/devices/policy", Permission = "Zero Trust Read")]
    Task<DevicePolicyWire> GetDefaultProfileAsync(string accountId, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> into the default profile; without any, it is only read.</summary>
    [Route("PATCH", "/accounts/{account_id}/devices/policy", Permission = "Zero Trust Write")]
    Task<DevicePolicyWire> PatchDefaultProfileAsync(string accountId, JsonObject changes, CancellationToken ct);

    /// <summary>One split tunnel list of a profile; <see langword="null"/> when the profile is gone.</summary>
    [Route("GET", "/accounts/{account_id}/devices/policy/exclude", Permission = "Zero Trust Read")]
    [Route("GET", "/accounts/{account_id}/devices/policy/include", Permission = "Zero Trust Read")]
    [Route("GET", "/accounts/{account_id}/devices/policy/{policy_id}/exclude", Permission = "Zero Trust Read")]
    [Route("GET", "/accounts/{account_id}/devices/policy/{policy_id}/include", Permission = "Zero Trust Read")]
    Task<IReadOnlyList<SplitTunnelEntryWire>?> FindSplitTunnelAsync(
        string accountId, string profileId, SplitTunnelList list, CancellationToken ct);

    /// <summary>Replaces one split tunnel list; returns what was stored. Entries of the other list are lost when this one becomes non-empty.</summary>
    [Route("PUT", "/accounts/{account_id}/devices/policy/exclude", Permission = "Zero Trust Write")]
    [Route("PUT", "/accounts/{account_id}/devices/policy/include", Permission = "Zero Trust Write")]
    [Route("PUT", "/accounts/{account_id}/devices/policy/{policy_id}/exclude", Permission = "Zero Trust Write")]
    [Route("PUT", "/accounts/{account_id}/devices/policy/{policy_id}/include", Permission = "Zero Trust Write")]
    Task<IReadOnlyList<SplitTunnelEntryWire>> PutSplitTunnelAsync(
        string accountId, string profileId, SplitTunnelList list, IReadOnlyList<SplitTunnelEntryWire> entries, CancellationToken ct);

    /// <summary>Reads a split tunnel list, changes it and replaces it; returns what was stored.</summary>
    /// <remarks>Edits that arrive together share one read and one write. What <paramref name="edit"/> throws is thrown to its own caller only.</remarks>
    [Route("GET", "/accounts/{account_id}/devices/policy/exclude", Permission = "Zero Trust Read")]
    [Route("GET", "/accounts/{account_id}/devices/policy/include", Permission = "Zero Trust Read")]
    [Route("GET", "/accounts/{account_id}/devices/policy/{policy_id}/exclude", Permission = "Zero Trust Read")]
    [Route("GET", "/accounts/{account_id}/devices/policy/{policy_id}/include", Permission = "Zero Trust Read")]
    [Route("PUT", "/accounts/{account_id}/devices/policy/exclude", Permission = "Zero Trust Write")]
    [Route("PUT", "/accounts/{account_id}/devices/policy/include", Permission = "Zero Trust Write")]
    [Route("PUT", "/accounts/{account_id}/devices/policy/{policy_id}/exclude", Permission = "Zero Trust Write")]
    [Route("PUT", "/accounts/{account_id}/devices/policy/{policy_id}/include", Permission = "Zero Trust Write")]
    Task<IReadOnlyList<SplitTunnelEntryWire>> EditSplitTunnelAsync(
        string accountId, string profileId, SplitTunnelList list, ListEdit<SplitTunnelEntryWire> edit, CancellationToken ct);

    /// <summary>Puts the default exclude list back; returns what was stored.</summary>
    /// <param name="fallback">Written instead when the API does not know the endpoint yet; <see langword="null"/> throws then.</param>
    [Route("DELETE", "/accounts/{account_id}/devices/policy/exclude", Permission = "Zero Trust Write")]
    [Route("DELETE", "/accounts/{account_id}/devices/policy/{policy_id}/exclude", Permission = "Zero Trust Write")]
    Task<IReadOnlyList<SplitTunnelEntryWire>> RestoreDefaultExcludeAsync(
        string accountId, string profileId, IReadOnlyList<SplitTunnelEntryWire>? fallback, CancellationToken ct);

    /// <summary>The fallback domains of a profile; <see langword="null"/> when the profile is gone.</summary>
    [Route("GET", "/accounts/{account_id}/devices/policy/fallback_domains", Permission = "Zero Trust Read")]
    [Route("GET", "/accounts/{account_id}/devices/policy/{policy_id}/fallback_domains", Permission = "Zero Trust Read")]
    Task<IReadOnlyList<FallbackDomainWire>?> FindFallbackDomainsAsync(string accountId, string profileId, CancellationToken ct);

    /// <summary>Replaces the fallback domains; returns what was stored.</summary>
    [Route("PUT", "/accounts/{account_id}/devices/policy/fallback_domains", Permission = "Zero Trust Write")]
    [Route("PUT", "/accounts/{account_id}/devices/policy/{policy_id}/fallback_domains", Permission = "Zero Trust Write")]
    Task<IReadOnlyList<FallbackDomainWire>> PutFallbackDomainsAsync(
        string accountId, string profileId, IReadOnlyList<FallbackDomainWire> domains, CancellationToken ct);

    /// <summary>As <see cref="EditSplitTunnelAsync"/>, for the fallback domains.</summary>
    [Route("GET", "/accounts/{account_id}/devices/policy/fallback_domains", Permission = "Zero Trust Read")]
    [Route("GET", "/accounts/{account_id}/devices/policy/{policy_id}/fallback_domains", Permission = "Zero Trust Read")]
    [Route("PUT", "/accounts/{account_id}/devices/policy/fallback_domains", Permission = "Zero Trust Write")]
    [Route("PUT", "/accounts/{account_id}/devices/policy/{policy_id}/fallback_domains", Permission = "Zero Trust Write")]
    Task<IReadOnlyList<FallbackDomainWire>> EditFallbackDomainsAsync(
        string accountId, string profileId, ListEdit<FallbackDomainWire> edit, CancellationToken ct);

    /// <summary>Puts the default fallback domains back; returns what was stored.</summary>
    /// <param name="fallback">Written instead when the API does not know the endpoint yet; <see langword="null"/> throws then.</param>
    [Route("DELETE", "/accounts/{account_id}/devices/policy/fallback_domains", Permission = "Zero Trust Write")]
    [Route("DELETE", "/accounts/{account_id}/devices/policy/{policy_id}/fallback_domains", Permission = "Zero Trust Write")]
    Task<IReadOnlyList<FallbackDomainWire>> RestoreDefaultFallbackDomainsAsync(
        string accountId, string profileId, IReadOnlyList<FallbackDomainWire>? fallback, CancellationToken ct);
}

/// <summary>The two split tunnel lists; at most one of them is in effect.</summary>
internal enum SplitTunnelList
{
    /// <summary>What bypasses the tunnel.</summary>
    Exclude,

    /// <summary>What alone goes through the tunnel.</summary>
    Include,
}

/// <summary>A change to a list: from what is stored to what shall be. Pure: it may run more than once.</summary>
internal delegate IReadOnlyList<T> ListEdit<T>(IReadOnlyList<T> stored);

/// <summary>A profile as the API answers it.</summary>
internal sealed record DevicePolicyWire : DeviceProfileSettings
{
    /// <summary>Empty for a default profile of an account that has never been changed.</summary>
    public string PolicyId { get => field ?? Id ?? ""; init; }

    /// <summary>What some answers call the policy id.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Match { get; init; }

    public int? Precedence { get; init; }

    public bool? Enabled { get; init; }

    public string? Description { get; init; }

    public bool? Default { get; init; }

    /// <summary><c>warp</c> when absent.</summary>
    public string? ProfileType { get; init; }

    public BrowserExtensionConfig? BrowserExtensionConfig { get; init; }

    public string? GatewayUniqueId { get; init; }

    /// <summary>DEX tests that are aimed at the profile.</summary>
    public IReadOnlyList<TargetTestWire>? TargetTests { get; init; }

    /// <summary>Not reliable: absent is not empty.</summary>
    public IReadOnlyList<SplitTunnelEntryWire>? Exclude { get; init; }

    /// <summary>Not reliable: absent is not empty.</summary>
    public IReadOnlyList<SplitTunnelEntryWire>? Include { get; init; }

    /// <summary>Not reliable: absent is not empty.</summary>
    public IReadOnlyList<FallbackDomainWire>? FallbackDomains { get; init; }
}

/// <summary>A DEX test.</summary>
internal sealed record TargetTestWire(string? Id, string? Name);

/// <summary>A route of a split tunnel: an address or a host.</summary>
internal sealed record SplitTunnelEntryWire
{
    /// <summary>CIDR.</summary>
    public string? Address { get; init; }

    public string? Host { get; init; }

    public string? Description { get; init; }

    /// <summary>What this version does not know; written back as it came, since a list can only be replaced whole.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>A suffix that devices resolve outside Gateway.</summary>
internal sealed record FallbackDomainWire
{
    public string? Suffix { get; init; }

    public string? Description { get; init; }

    /// <summary>Resolver addresses in the order tried; absent and empty mean the device's own.</summary>
    public IReadOnlyList<string>? DnsServer { get; init; }

    /// <summary>What this version does not know; written back as it came, since a list can only be replaced whole.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

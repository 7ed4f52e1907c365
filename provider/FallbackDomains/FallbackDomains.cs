using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Lists;

namespace ZeroTrust.Provider.FallbackDomains;

/// <summary>
/// The whole Local Domain Fallback list of a profile: domain suffixes that devices do not resolve through Gateway.
/// The resource owns the list: suffixes that others added are removed, Cloudflare's default ones included.
/// </summary>
/// <remarks>
/// Source: <c>GET|PUT|DELETE /accounts/{account_id}/devices/policy/{policy_id}/fallback_domains</c>. Token permission: Zero Trust Write.
/// The list and the profile's split tunnel together hold at most 1,000 entries. Deleting the resource restores Cloudflare's default list,
/// or leaves the list with <c>onDelete: "retain"</c>.
/// </remarks>
internal record FallbackDomainsArgs : AccountScoped
{
    /// <summary>The profile: a <c>policyId</c>, the id of a <c>DeviceProfile</c>, or <c>default</c>.</summary>
    [ReplaceOnChange, Stable, Default(IDevicePolicyApi.DefaultProfileId), Format(StringFormat.ProfileId)]
    public string? ProfileId { get; init; }

    /// <summary>
    /// The suffixes, each at most once; at most 1,000. Their order has no meaning. Required without <c>includeDefaults</c>.
    /// </summary>
    [Set("suffix"), Count(0, 1000), OptionalWith("includeDefaults")]
    public required IReadOnlyList<FallbackDomainEntry> Domains { get; init; }

    /// <summary>
    /// Whether the list keeps Cloudflare's default suffixes in addition to <c>domains</c>: the published ones, as the account holds them.
    /// An entry in <c>domains</c> replaces the default one.
    /// </summary>
    [Default(false)]
    public bool? IncludeDefaults { get; init; }

    /// <summary>
    /// Default suffixes to leave out, such as <c>internal</c> when a tunnel leads to its hosts. Only with <c>includeDefaults</c>.
    /// </summary>
    [ProviderOnly, ClearOnRemoval, Set, Format(StringFormat.Suffix)]
    public IReadOnlyList<string>? ExceptDefaults { get; init; }

    /// <summary>What deleting the resource does to the list.</summary>
    [ProviderOnly, Default(Enums.Restore), OneOf(nameof(Enums.OnDelete))]
    public string? OnDelete { get; init; }
}

/// <summary>A domain suffix and who resolves it.</summary>
internal sealed record FallbackDomainEntry
{
    // Documentation asks for no more; more are stored, but clients may ignore them.
    private const int RecommendedServers = 8;

    /// <summary>Suffix such as <c>corp.example.com</c>, without a leading dot.</summary>
    [Format(StringFormat.Suffix)]
    public required string Suffix { get; init; }

    /// <summary>What it is for. At most 100 characters; empty and unset mean the same.</summary>
    [Length(100)]
    public string? Description { get; init; }

    /// <summary>
    /// IP addresses of the DNS servers, in the order asked. Empty: the device's own resolvers. Cloudflare recommends at most 8.
    /// </summary>
    [Format(StringFormat.IpAddress)]
    public IReadOnlyList<string>? DnsServers { get; init; }

    public FallbackDomainWire ToWire() =>
        new()
        {
            Suffix = StringFormats.Of(StringFormat.Suffix).Canonical(Suffix),
            Description = string.IsNullOrEmpty(Description) ? null : Description,
            DnsServer = DnsServers is { Count: > 0 } servers
                ? [.. servers.Select(StringFormats.Of(StringFormat.IpAddress).Canonical)]
                : null,
        };

    public IEnumerable<Problem> Check(string path)
    {
        if (DnsServers?.Count > RecommendedServers)
        {
            yield return new(
                Problems.ManyDnsServers,
                path.Length == 0 ? "dnsServers" : $"{path}.dnsServers",
                $"has {DnsServers.Count} servers; Cloudflare recommends at most {RecommendedServers}."
            );
        }
    }

    public static FallbackDomainEntry FromWire(FallbackDomainWire wire) =>
        new()
        {
            Suffix = wire.Suffix ?? "",
            Description = wire.Description,
            DnsServers = wire.DnsServer,
        };
}

/// <summary>The list as Cloudflare holds it.</summary>
internal sealed record FallbackDomainsState : FallbackDomainsArgs
{
    /// <summary>The default suffixes that <c>includeDefaults</c> keeps, as the account had them.</summary>
    [DerivedFrom("includeDefaults")]
    public IReadOnlyList<FallbackDomainEntry>? Defaults { get; init; }
}

internal sealed class FallbackDomainsResource(IDevicePolicyApi api)
    : IResource<FallbackDomainsArgs, FallbackDomainsState>,
        IUsesExclusively<FallbackDomainsArgs, FallbackDomainsState>,
        IEquivalentInputs<FallbackDomainsArgs, FallbackDomainsState>,
        IListable
{
    /// <summary>Cloudflare's default suffixes.</summary>
    public static readonly DefaultEntries<FallbackDomainEntry> Defaults = new(
        [.. CloudflareDefaults.FallbackDomains.Select(FallbackDomainEntry.FromWire)],
        Key,
        StringFormats.Of(StringFormat.Suffix).Canonical,
        _ => false
    );

    public IEnumerable<ExclusiveUse> Uses(FallbackDomainsArgs args, FallbackDomainsState? state, string account) =>
        [ListUses.FallbackDomains(account, ProfileIdFormat.Of(args.ProfileId))];

    public ResourceId Id(FallbackDomainsState state) => new(state.AccountId!, ProfileIdFormat.Of(state.ProfileId));

    public IAsyncEnumerable<ListedObject> ListAsync(string account, CancellationToken ct) => ProfileListing.ListAsync(api, account, ct);

    public IEnumerable<Problem> Check(FallbackDomainsArgs args) =>
        args
            .Domains.Index()
            .SelectMany(entry => entry.Item.Check($"domains[{entry.Index}]"))
            .Concat(DefaultRules.Check(Defaults, args.IncludeDefaults, args.ExceptDefaults, "domains", args.Domains));

    public IEnumerable<string> WithoutEffect(FallbackDomainsState old, FallbackDomainsArgs args, IReadOnlyList<Change> changes)
    {
        var isSame = Contents(Recorded(old)).SetEquals(Contents(Wanted(args, old.Defaults)));
        return DeletionChoice.WithoutEffect(changes).Concat(isSame ? DefaultRules.Properties("domains") : []);
    }

    public Task<FallbackDomainsState> CreateAsync(FallbackDomainsArgs args, Operation operation, CancellationToken ct) =>
        PutAsync(operation.Account(args.AccountId), args, null, ct);

    public async Task<FallbackDomainsState?> ReadAsync(
        ResourceId id,
        FallbackDomainsState? known,
        Operation operation,
        CancellationToken ct
    )
    {
        var profile = StringFormats.Of(StringFormat.ProfileId).Canonical(id.Object);
        if (await api.FindFallbackDomainsAsync(id.Account, profile, ct) is not { } found)
        {
            return null;
        }

        // A list that has all of Cloudflare's defaults is imported as one that keeps them.
        IReadOnlyList<FallbackDomainEntry> stored = [.. found.Select(FallbackDomainEntry.FromWire)];
        return State(id.Account, profile, found, known, known is null && Defaults.AreIn(stored) ? Defaults.In(stored) : known?.Defaults);
    }

    public async Task<FallbackDomainsState> UpdateAsync(
        ResourceId id,
        FallbackDomainsState old,
        FallbackDomainsArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    ) => changes.IsEmpty || DefaultRules.Properties("domains").Any(changes.Has) ? await PutAsync(id.Account, args, old.Defaults, ct) : old;

    public async Task DeleteAsync(
        ResourceId id,
        FallbackDomainsState old,
        FallbackDomainsArgs args,
        Operation operation,
        CancellationToken ct
    )
    {
        if (args.OnDelete == Enums.Retain)
        {
            return;
        }

        await ReleaseAsync(api, id.Account, id.Object, [.. Recorded(old).Select(domain => domain.ToWire())], operation, ct);
    }

    /// <summary>Releases the list of a profile.</summary>
    /// <param name="recorded">Its entries as they were recorded last.</param>
    public static Task ReleaseAsync(
        IDevicePolicyApi api,
        string account,
        string profile,
        IReadOnlyList<FallbackDomainWire> recorded,
        Operation operation,
        CancellationToken ct
    )
    {
        var release = new ListRelease<FallbackDomainWire>(
            ListUses.FallbackDomains(account, profile),
            CloudflareDefaults.FallbackDomains,
            CanonicalEntry.Of,
            Content
        );
        return release.RunAsync(
            recorded,
            api.Forget,
            () => api.FindFallbackDomainsAsync(account, profile, ct),
            () => api.RestoreDefaultFallbackDomainsAsync(account, profile, CloudflareDefaults.FallbackDomains, ct),
            domains => api.PutFallbackDomainsAsync(account, profile, domains, ct),
            operation
        );
    }

    private async Task<FallbackDomainsState> PutAsync(
        string account,
        FallbackDomainsArgs args,
        IReadOnlyList<FallbackDomainEntry>? knownDefaults,
        CancellationToken ct
    )
    {
        var profile = ProfileIdFormat.Of(args.ProfileId);
        var defaults = args.IncludeDefaults is true ? knownDefaults ?? await DefaultsAsync(account, profile, ct) : null;
        var stored = await api.PutFallbackDomainsAsync(account, profile, [.. Wanted(args, defaults).Select(domain => domain.ToWire())], ct);
        return State(account, profile, stored, args, defaults);
    }

    private async Task<IReadOnlyList<FallbackDomainEntry>> DefaultsAsync(string account, string profile, CancellationToken ct) =>
        Defaults.In([.. (await api.FindFallbackDomainsAsync(account, profile, ct) ?? []).Select(FallbackDomainEntry.FromWire)]);

    private static IEnumerable<FallbackDomainEntry> Wanted(FallbackDomainsArgs args, IReadOnlyList<FallbackDomainEntry>? defaults) =>
        args.Domains.Concat(Defaults.Kept(args.IncludeDefaults, defaults, args.ExceptDefaults, args.Domains));

    private static IEnumerable<FallbackDomainEntry> Recorded(FallbackDomainsState state) => Wanted(state, state.Defaults);

    private static HashSet<string> Contents(IEnumerable<FallbackDomainEntry> domains) =>
        domains.Select(domain => Content(domain.ToWire())).ToHashSet(StringComparer.Ordinal);

    private static string Content(FallbackDomainWire domain) =>
        $"{CanonicalEntry.Of(domain)} {string.Join(' ', domain.DnsServer ?? [])} {domain.Description}";

    private static string Key(FallbackDomainEntry domain) => CanonicalEntry.Of(domain.ToWire());

    private static FallbackDomainsState State(
        string account,
        string profile,
        IReadOnlyList<FallbackDomainWire> stored,
        FallbackDomainsArgs? known,
        IReadOnlyList<FallbackDomainEntry>? defaults
    )
    {
        var kept = Defaults.Kept(defaults is not null, defaults, known?.ExceptDefaults, known?.Domains ?? []);
        var (own, hasAll) = Defaults.Part([.. stored.Select(FallbackDomainEntry.FromWire)], kept);
        return new()
        {
            AccountId = account,
            ProfileId = profile,
            Domains = own,
            IncludeDefaults = defaults is not null && hasAll,
            ExceptDefaults = known?.ExceptDefaults,
            Defaults = defaults,
        };
    }
}

[JsonSerializable(typeof(FallbackDomainsArgs)), JsonSerializable(typeof(FallbackDomainsState))]
internal sealed partial class FallbackDomainsJson : JsonSerializerContext;

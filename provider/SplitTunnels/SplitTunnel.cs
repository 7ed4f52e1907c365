using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Profiles;

namespace ZeroTrust.Provider.SplitTunnels;

/// <summary>
/// The whole Split Tunnel list of a profile: what bypasses the tunnel (mode <c>exclude</c>) or what alone goes through it (mode <c>include</c>).
/// The resource owns the list: routes that others added are removed.
/// </summary>
/// <remarks>
/// Source: <c>GET|PUT|DELETE /accounts/{account_id}/devices/policy/{policy_id}/exclude</c> and <c>/include</c>. Token permission: Zero Trust Write.
/// A profile has one mode: changing <c>mode</c> replaces the routes of the other list. The list and the profile's fallback domains together hold at most
/// 1,000 entries. Deleting the resource puts Cloudflare's default exclude list back, or leaves the list with <c>onDelete: "retain"</c>.
/// </remarks>
internal record SplitTunnelArgs : AccountScoped
{
    /// <summary>The profile: a <c>policyId</c>, the id of a <c>DeviceProfile</c>, or <c>default</c>.</summary>
    [ReplaceOnChange, Stable, Default(IDevicePolicyApi.DefaultProfileId), Format(StringFormat.ProfileId)]
    public string? ProfileId { get; init; }

    /// <summary>Which traffic the routes name.</summary>
    [Default("exclude"), OneOf(nameof(Enums.SplitTunnelMode))]
    public string? Mode { get; init; }

    /// <summary>The routes, each at most once; at most 1,000. Their order has no meaning.</summary>
    [Set("address", "host"), Count(0, 1000)]
    public required IReadOnlyList<SplitTunnelEntry> Routes { get; init; }

    /// <summary>
    /// Whether Cloudflare's default routes stay in the list beside <c>routes</c>; for mode <c>exclude</c>. The provider restores the account's default list once,
    /// remembers its routes as <c>defaults</c>, and writes them with every change; a route that is also in <c>routes</c> is as it says there.
    /// </summary>
    [Default(false)]
    public bool? IncludeDefaults { get; init; }

    /// <summary>What deleting the resource does to the list.</summary>
    [ProviderOnly, Default(Enums.Restore), OneOf(nameof(Enums.OnDelete))]
    public string? OnDelete { get; init; }
}

/// <summary>The list as Cloudflare holds it.</summary>
internal sealed record SplitTunnelState : SplitTunnelArgs
{
    /// <summary>The default routes that <c>includeDefaults</c> keeps, as the account had them.</summary>
    [DerivedFrom("includeDefaults")]
    public IReadOnlyList<SplitTunnelEntry>? Defaults { get; init; }
}

internal sealed class SplitTunnelResource(IDevicePolicyApi api)
    : IResource<SplitTunnelArgs, SplitTunnelState>,
        IChangeCheck<SplitTunnelArgs, SplitTunnelState>,
        IUsesExclusively<SplitTunnelArgs, SplitTunnelState>,
        IInformant<SplitTunnelArgs, SplitTunnelState>,
        IListable
{
    public IEnumerable<ExclusiveUse> Uses(SplitTunnelArgs args, SplitTunnelState? state, string account) => [ListUses.SplitTunnel(account, ProfileId(args))];

    // The defaults that stay in the list are known once the account has told them.
    public IEnumerable<ProgramFact> Facts(SplitTunnelArgs args, SplitTunnelState? state, string account, string urn)
    {
        var kept = Kept(args.IncludeDefaults is true ? state?.Defaults : null, args.Routes);
        yield return new SplitTunnelFact(
            account, ProfileId(args), args.Mode ?? "", Whole: true, "routes", [.. ProfileFacts.Entries(args.Routes, "routes"), .. kept.Select(route => ("includeDefaults", route))])
        {
            Involves = ["profileId", "mode", "routes"],
        };
    }

    public ResourceId Id(SplitTunnelState state) => new(state.AccountId!, ProfileId(state));

    public IAsyncEnumerable<ListedObject> ListAsync(string account, CancellationToken ct) => ProfileListing.ListAsync(api, account, ct);

    public IEnumerable<Problem> Check(SplitTunnelArgs args)
    {
        if (args.Mode == SplitTunnelRules.Include && args.IncludeDefaults is true)
        {
            yield return new(Problems.NoDefaultsToInclude, "includeDefaults", "is for mode 'exclude'; remove it for mode 'include'.") { Involves = ["mode"] };
        }

        foreach (var problem in SplitTunnelRules.Check(args.Routes, args.Mode, "routes", "mode"))
        {
            yield return problem;
        }
    }

    public IEnumerable<Problem> CheckChange(SplitTunnelState old, SplitTunnelArgs args, ChangeSet changes)
    {
        var dropped = old.Routes.Count + (old.Defaults?.Count ?? 0);
        if (changes.Has("mode") && dropped > 0)
        {
            yield return new(Problems.ModeSwitch, "mode", $"changing it from '{old.Mode}' to '{args.Mode}' drops the {dropped} routes of the {old.Mode} list.");
        }
    }

    public Task<SplitTunnelState> CreateAsync(SplitTunnelArgs args, Operation operation, CancellationToken ct) =>
        PutAsync(operation.Account(args.AccountId), args, null, ct);

    public async Task<SplitTunnelState?> ReadAsync(ResourceId id, SplitTunnelState? known, Operation operation, CancellationToken ct)
    {
        var found = await FindAsync(api, id.Account, id.Object, ListOf(known?.Mode), ct);
        return found is { } list ? State(id.Account, id.Object, list.List, list.Entries, known?.Routes ?? [], known?.Defaults) : null;
    }

    /// <summary>The list in effect; null when the profile is gone. The one that is expected to be costs one request when it is.</summary>
    public static async Task<(SplitTunnelList List, IReadOnlyList<SplitTunnelEntryWire> Entries)?> FindAsync(
        IDevicePolicyApi api, string account, string profile, SplitTunnelList expected, CancellationToken ct)
    {
        // The API has no mode: the list that has entries is the one in effect.
        var other = expected == SplitTunnelList.Include ? SplitTunnelList.Exclude : SplitTunnelList.Include;
        if (await api.FindSplitTunnelAsync(account, profile, expected, ct) is not { } entries)
        {
            return null;
        }

        if (entries.Count == 0 && await api.FindSplitTunnelAsync(account, profile, other, ct) is { Count: > 0 } actual)
        {
            return (other, actual);
        }

        return (entries.Count == 0 ? SplitTunnelList.Exclude : expected, entries);
    }

    public static string ModeOf(SplitTunnelList list) => list == SplitTunnelList.Include ? SplitTunnelRules.Include : "exclude";

    public static SplitTunnelList ListOf(string? mode) => mode == SplitTunnelRules.Include ? SplitTunnelList.Include : SplitTunnelList.Exclude;

    public async Task<SplitTunnelState> UpdateAsync(
        ResourceId id, SplitTunnelState old, SplitTunnelArgs args, ChangeSet changes, Operation operation, CancellationToken ct) =>
        changes.Has("routes") || changes.Has("mode") || changes.Has("includeDefaults") || changes.IsEmpty
            ? await PutAsync(id.Account, args, old.Defaults, ct)
            : old;

    public async Task DeleteAsync(ResourceId id, SplitTunnelState old, SplitTunnelArgs args, Operation operation, CancellationToken ct)
    {
        if (args.OnDelete == Enums.Retain)
        {
            return;
        }

        await ReleaseAsync(api, id.Account, id.Object, ListOf(old.Mode), [.. Recorded(old)], operation, ct);
    }

    /// <summary>Releases the list of a profile.</summary>
    /// <param name="list">Which of the two it was.</param>
    /// <param name="recorded">Its entries as they were recorded last.</param>
    public static Task ReleaseAsync(
        IDevicePolicyApi api, string account, string profile, SplitTunnelList list, IReadOnlyList<SplitTunnelEntryWire> recorded, Operation operation,
        CancellationToken ct)
    {
        var release = new ListRelease<SplitTunnelEntryWire>(
            ListUses.SplitTunnel(account, profile),
            list == SplitTunnelList.Exclude ? CloudflareDefaults.Exclude : [],
            CanonicalEntry.Of,
            entry => $"{CanonicalEntry.Of(entry)} {entry.Description}");
        return release.RunAsync(
            recorded,
            async () => await FindAsync(api, account, profile, list, ct) is { } found ? found.List == list || found.Entries.Count == 0 ? found.Entries : [] : null,
            () => api.RestoreDefaultExcludeAsync(account, profile, CloudflareDefaults.Exclude, ct),
            entries => api.PutSplitTunnelAsync(account, profile, list, entries, ct),
            operation);
    }

    private async Task<SplitTunnelState> PutAsync(string account, SplitTunnelArgs args, IReadOnlyList<SplitTunnelEntry>? knownDefaults, CancellationToken ct)
    {
        var (profile, list) = (ProfileId(args), ListOf(args.Mode));
        var defaults = args.IncludeDefaults is true ? knownDefaults ?? await DefaultsAsync(account, profile, ct) : null;
        var entries = args.Routes.Concat(Kept(defaults, args.Routes)).Select(route => route.ToWire());
        var stored = await api.PutSplitTunnelAsync(account, profile, list, [.. entries], ct);
        return State(account, profile, list, stored, args.Routes, defaults);
    }

    // Accounts differ in their defaults, so only the account can tell. Where it cannot restore them, the list as it is has to do.
    private async Task<IReadOnlyList<SplitTunnelEntry>> DefaultsAsync(string account, string profile, CancellationToken ct)
    {
        var before = await api.FindSplitTunnelAsync(account, profile, SplitTunnelList.Exclude, ct);
        try
        {
            before = await api.RestoreDefaultExcludeAsync(account, profile, null, ct);
        }
        catch (CloudflareException unknown) when (before is not null && unknown.Kind is CloudflareErrorKind.Refused or CloudflareErrorKind.NotFound)
        {
        }

        return [.. (before ?? []).Select(SplitTunnelEntry.FromWire)];
    }

    private static IEnumerable<SplitTunnelEntryWire> Recorded(SplitTunnelState state) =>
        state.Routes.Concat(Kept(state.IncludeDefaults is true ? state.Defaults : null, state.Routes)).Select(route => route.ToWire());

    // A default that the program writes itself is the program's.
    private static IEnumerable<SplitTunnelEntry> Kept(IReadOnlyList<SplitTunnelEntry>? defaults, IReadOnlyList<SplitTunnelEntry> own) =>
        (defaults ?? []).ExceptBy(own.Select(Key), Key);

    private static string Key(SplitTunnelEntry route) => CanonicalEntry.Of(route.ToWire());

    private static SplitTunnelState State(
        string account,
        string profile,
        SplitTunnelList list,
        IReadOnlyList<SplitTunnelEntryWire> stored,
        IReadOnlyList<SplitTunnelEntry> own,
        IReadOnlyList<SplitTunnelEntry>? defaults)
    {
        var kept = Kept(defaults, own).Select(Key).ToHashSet(StringComparer.Ordinal);
        return new()
        {
            AccountId = account,
            ProfileId = profile,
            Mode = ModeOf(list),
            Routes = [.. stored.Where(route => !kept.Contains(CanonicalEntry.Of(route))).Select(SplitTunnelEntry.FromWire)],

            // Defaults that somebody took out of the list are drift.
            IncludeDefaults = defaults is not null && kept.IsSubsetOf(stored.Select(CanonicalEntry.Of)),
            Defaults = defaults,
        };
    }

    private static string ProfileId(SplitTunnelArgs args) => StringFormats.Of(StringFormat.ProfileId).Canonical(args.ProfileId ?? IDevicePolicyApi.DefaultProfileId);
}

[JsonSerializable(typeof(SplitTunnelArgs)), JsonSerializable(typeof(SplitTunnelState))]
internal sealed partial class SplitTunnelJson : JsonSerializerContext;

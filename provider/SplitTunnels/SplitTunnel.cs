using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Lists;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.SplitTunnels;

/// <summary>
/// The whole Split Tunnel list of a profile: what bypasses the tunnel (mode <c>exclude</c>), or the only traffic that goes through it (mode
/// <c>include</c>). The resource owns the list: routes that others added are removed.
/// </summary>
/// <remarks>
/// Source: <c>GET|PUT|DELETE /accounts/{account_id}/devices/policy/{policy_id}/exclude</c> and <c>/include</c>. Token permission: Zero
/// Trust Write.
/// A profile has one mode: changing <c>mode</c> replaces the routes of the other list. The list and the profile's fallback domains together
/// hold at most 1,000 entries. Deleting the resource restores Cloudflare's default exclude list, or leaves the list with <c>onDelete:
/// "retain"</c>.
/// </remarks>
internal record SplitTunnelArgs : AccountScoped
{
    /// <summary>The profile: a <c>policyId</c>, the id of a <c>DeviceProfile</c>, or <c>default</c>.</summary>
    [ReplaceOnChange, Stable, Default(IDevicePolicyApi.DefaultProfileId), Format(StringFormat.ProfileId)]
    public string? ProfileId { get; init; }

    /// <summary>Which traffic the routes name.</summary>
    [Default(SplitTunnelRules.Exclude), OneOf(nameof(Enums.SplitTunnelMode))]
    public string? Mode { get; init; }

    /// <summary>
    /// The routes, each at most once; at most 1,000. Their order has no meaning. Required without <c>includeDefaults</c>.
    /// </summary>
    [Set("address", "host"), Count(0, 1000), OptionalWith("includeDefaults")]
    public required IReadOnlyList<SplitTunnelEntry> Routes { get; init; }

    /// <summary>
    /// Whether the list keeps Cloudflare's default routes in addition to <c>routes</c>; for mode <c>exclude</c>. These are the
    /// published ones as the account holds them, and any multicast and unique local ranges that it holds. An entry in <c>routes</c>
    /// replaces the default one.
    /// </summary>
    [Default(false)]
    public bool? IncludeDefaults { get; init; }

    /// <summary>
    /// Default routes to leave out, such as <c>10.0.0.0/8</c> when a tunnel leads there. Only with <c>includeDefaults</c>.
    /// </summary>
    [ProviderOnly, ClearOnRemoval, Set, Format(StringFormat.Cidr)]
    public IReadOnlyList<string>? ExceptDefaults { get; init; }

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
        IEquivalentInputs<SplitTunnelArgs, SplitTunnelState>,
        IListable
{
    private static readonly IpPrefix[] SpecialRanges = [IpPrefix.Parse("224.0.0.0/3"), IpPrefix.Parse("ff00::/8")];
    private static readonly IpPrefix UniqueLocal = IpPrefix.Parse("fc00::/7");

    /// <summary>Cloudflare's default routes.</summary>
    public static readonly DefaultEntries<SplitTunnelEntry> Defaults = new(
        [.. CloudflareDefaults.Exclude.Select(SplitTunnelEntry.FromWire)],
        Key,
        CanonicalEntry.Network,
        IsSpecialRange
    );

    public IEnumerable<ExclusiveUse> Uses(SplitTunnelArgs args, SplitTunnelState? state, string account) =>
        [ListUses.SplitTunnel(account, ProfileIdFormat.Of(args.ProfileId))];

    public ResourceId Id(SplitTunnelState state) => new(state.AccountId!, ProfileIdFormat.Of(state.ProfileId));

    public IAsyncEnumerable<ListedObject> ListAsync(string account, CancellationToken ct) => ProfileListing.ListAsync(api, account, ct);

    public IEnumerable<Problem> Check(SplitTunnelArgs args)
    {
        if (args.Mode == SplitTunnelRules.Include && args.IncludeDefaults is true)
        {
            yield return new(Problems.NoDefaultsToInclude, "includeDefaults", "is for mode 'exclude'; remove it for mode 'include'.");
        }

        foreach (
            var problem in SplitTunnelRules
                .Check(args.Routes, args.Mode, "routes", Kept(args, null))
                .Concat(DefaultRules.Check(Defaults, args.IncludeDefaults, args.ExceptDefaults, "routes", args.Routes))
        )
        {
            yield return problem;
        }
    }

    public IEnumerable<string> WithoutEffect(SplitTunnelState old, SplitTunnelArgs args, IReadOnlyList<Change> changes)
    {
        var isSame =
            changes.All(change => change.TopLevel != "mode") && Contents(Recorded(old)).SetEquals(Contents(Wanted(args, old.Defaults)));
        return DeletionChoice.WithoutEffect(changes).Concat(isSame ? DefaultRules.Properties("routes") : []);
    }

    public IEnumerable<Problem> CheckChange(SplitTunnelState old, SplitTunnelArgs args, ChangeSet changes)
    {
        var dropped = old.Routes.Count + (old.Defaults?.Count ?? 0);
        if (changes.Has("mode") && dropped > 0)
        {
            yield return new(
                Problems.ModeSwitch,
                "mode",
                $"changing it from '{old.Mode}' to '{args.Mode}' drops {SplitTunnelRules.Counted(dropped)} of the {old.Mode} list."
            );
        }
    }

    public Task<SplitTunnelState> CreateAsync(SplitTunnelArgs args, Operation operation, CancellationToken ct) =>
        PutAsync(operation.Account(args.AccountId), args, null, ct);

    public async Task<SplitTunnelState?> ReadAsync(ResourceId id, SplitTunnelState? known, Operation operation, CancellationToken ct)
    {
        var profile = StringFormats.Of(StringFormat.ProfileId).Canonical(id.Object);
        if (await FindAsync(api, id.Account, profile, ListOf(known?.Mode), ct) is not { } found)
        {
            return null;
        }

        // A list that has all of Cloudflare's defaults is imported as one that keeps them.
        IReadOnlyList<SplitTunnelEntry> stored = [.. found.Entries.Select(SplitTunnelEntry.FromWire)];
        var imported = known is null && found.List == SplitTunnelList.Exclude && Defaults.AreIn(stored);
        return State(id.Account, profile, found.List, found.Entries, known, imported ? Defaults.In(stored) : known?.Defaults);
    }

    /// <summary>The list in effect; null when the profile is gone. The one that is expected to be costs one request when it is.</summary>
    public static async Task<(SplitTunnelList List, IReadOnlyList<SplitTunnelEntryWire> Entries)?> FindAsync(
        IDevicePolicyApi api,
        string account,
        string profile,
        SplitTunnelList expected,
        CancellationToken ct
    )
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

    public static string ModeOf(SplitTunnelList list) =>
        list == SplitTunnelList.Include ? SplitTunnelRules.Include : SplitTunnelRules.Exclude;

    public static SplitTunnelList ListOf(string? mode) =>
        mode == SplitTunnelRules.Include ? SplitTunnelList.Include : SplitTunnelList.Exclude;

    public async Task<SplitTunnelState> UpdateAsync(
        ResourceId id,
        SplitTunnelState old,
        SplitTunnelArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    ) =>
        changes.IsEmpty || changes.Has("mode") || DefaultRules.Properties("routes").Any(changes.Has)
            ? await PutAsync(id.Account, args, old.Defaults, ct)
            : old;

    public async Task DeleteAsync(ResourceId id, SplitTunnelState old, SplitTunnelArgs args, Operation operation, CancellationToken ct)
    {
        if (args.OnDelete == Enums.Retain)
        {
            return;
        }

        await ReleaseAsync(api, id.Account, id.Object, ListOf(old.Mode), [.. Recorded(old).Select(route => route.ToWire())], operation, ct);
    }

    /// <summary>Releases the list of a profile.</summary>
    /// <param name="list">Which of the two it was.</param>
    /// <param name="recorded">Its entries as they were recorded last.</param>
    public static Task ReleaseAsync(
        IDevicePolicyApi api,
        string account,
        string profile,
        SplitTunnelList list,
        IReadOnlyList<SplitTunnelEntryWire> recorded,
        Operation operation,
        CancellationToken ct
    )
    {
        var release = new ListRelease<SplitTunnelEntryWire>(
            ListUses.SplitTunnel(account, profile),
            list == SplitTunnelList.Exclude ? CloudflareDefaults.Exclude : [],
            CanonicalEntry.Of,
            Content
        );
        return release.RunAsync(
            recorded,
            api.Forget,
            async () =>
                await FindAsync(api, account, profile, list, ct) is { } found
                    ? found.List == list || found.Entries.Count == 0
                        ? found.Entries
                        : []
                    : null,
            () => api.RestoreDefaultExcludeAsync(account, profile, CloudflareDefaults.Exclude, ct),
            entries => api.PutSplitTunnelAsync(account, profile, list, entries, ct),
            operation
        );
    }

    private async Task<SplitTunnelState> PutAsync(
        string account,
        SplitTunnelArgs args,
        IReadOnlyList<SplitTunnelEntry>? knownDefaults,
        CancellationToken ct
    )
    {
        var (profile, list) = (ProfileIdFormat.Of(args.ProfileId), ListOf(args.Mode));
        var defaults = args.IncludeDefaults is true ? knownDefaults ?? await DefaultsAsync(account, profile, ct) : null;
        var stored = await api.PutSplitTunnelAsync(account, profile, list, [.. Wanted(args, defaults).Select(route => route.ToWire())], ct);
        return State(account, profile, list, stored, args, defaults);
    }

    private async Task<IReadOnlyList<SplitTunnelEntry>> DefaultsAsync(string account, string profile, CancellationToken ct) =>
        Defaults.In([
            .. (await api.FindSplitTunnelAsync(account, profile, SplitTunnelList.Exclude, ct) ?? []).Select(SplitTunnelEntry.FromWire),
        ]);

    /// <summary>The default routes that stay beside the program's own.</summary>
    /// <param name="defaults">The defaults of the account; null if they have not been read.</param>
    public static IReadOnlyList<SplitTunnelEntry> Kept(SplitTunnelArgs args, IReadOnlyList<SplitTunnelEntry>? defaults) =>
        Defaults.Kept(args.IncludeDefaults is true && args.Mode != SplitTunnelRules.Include, defaults, args.ExceptDefaults, args.Routes);

    private static IEnumerable<SplitTunnelEntry> Wanted(SplitTunnelArgs args, IReadOnlyList<SplitTunnelEntry>? defaults) =>
        args.Routes.Concat(Kept(args, defaults));

    private static IEnumerable<SplitTunnelEntry> Recorded(SplitTunnelState state) => Wanted(state, state.Defaults);

    private static HashSet<string> Contents(IEnumerable<SplitTunnelEntry> routes) =>
        routes.Select(route => Content(route.ToWire())).ToHashSet(StringComparer.Ordinal);

    private static string Content(SplitTunnelEntryWire route) => $"{CanonicalEntry.Of(route)} {route.Description}";

    private static string Key(SplitTunnelEntry route) => CanonicalEntry.Of(route.ToWire());

    // What nobody routes by choice: multicast, reserved and unique local ranges.
    private static bool IsSpecialRange(SplitTunnelEntry route) =>
        IpPrefix.TryParse(route.Address, out var prefix) && (SpecialRanges.Any(range => range.Contains(prefix)) || prefix == UniqueLocal);

    private static SplitTunnelState State(
        string account,
        string profile,
        SplitTunnelList list,
        IReadOnlyList<SplitTunnelEntryWire> stored,
        SplitTunnelArgs? known,
        IReadOnlyList<SplitTunnelEntry>? defaults
    )
    {
        var kept = Defaults.Kept(defaults is not null, defaults, known?.ExceptDefaults, known?.Routes ?? []);
        var (own, hasAll) = Defaults.Part([.. stored.Select(SplitTunnelEntry.FromWire)], kept);
        return new()
        {
            AccountId = account,
            ProfileId = profile,
            Mode = ModeOf(list),
            Routes = own,
            IncludeDefaults = defaults is not null && hasAll,
            ExceptDefaults = known?.ExceptDefaults,
            Defaults = defaults,
        };
    }
}

[JsonSerializable(typeof(SplitTunnelArgs)), JsonSerializable(typeof(SplitTunnelState))]
internal sealed partial class SplitTunnelJson : JsonSerializerContext;

using ZeroTrust.Provider.Cloudflare;
using ZeroTrust.Provider.Model;
using ZeroTrust.Provider.Model.Formats;

namespace ZeroTrust.Provider.Resources;

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
    [ReplaceOnChange, Stable, Default(IDevicePolicyApi.DefaultProfileId), Format(TextFormat.ProfileId)]
    public string? ProfileId { get; init; }

    /// <summary>Which traffic the routes name.</summary>
    [Default("exclude"), OneOf(nameof(Enums.SplitTunnelMode))]
    public string? Mode { get; init; }

    /// <summary>The routes, each at most once; at most 1,000. Their order has no meaning.</summary>
    [Set("address", "host"), Count(0, 1000)]
    public required IReadOnlyList<SplitTunnelEntry> Routes { get; init; }

    /// <summary>What deleting the resource does to the list.</summary>
    [ProviderOnly, Default(Enums.Restore), OneOf(nameof(Enums.OnDelete))]
    public string? OnDelete { get; init; }
}

/// <summary>The list as Cloudflare holds it.</summary>
internal sealed record SplitTunnelState : SplitTunnelArgs;

internal sealed class SplitTunnelResource(IDevicePolicyApi api) : IResource<SplitTunnelArgs, SplitTunnelState>
{
    private const string Include = "include";

    public ResourceId Id(SplitTunnelState state) => new(state.AccountId!, ProfileId(state));

    public IEnumerable<Problem> Check(SplitTunnelArgs args)
    {
        if (args.Mode == Include && args.Routes.Count == 0)
        {
            yield return new(Problems.NoInclude, "routes", "needs at least one route in mode 'include'.") { Involves = ["mode"] };
        }

        foreach (var problem in args.Routes.Index().SelectMany(entry => entry.Item.Check($"routes[{entry.Index}]")))
        {
            yield return problem;
        }
    }

    public Task<SplitTunnelState> CreateAsync(SplitTunnelArgs args, Operation operation, CancellationToken ct) => PutAsync(operation.Account(args.AccountId), args, ct);

    public async Task<SplitTunnelState?> ReadAsync(ResourceId id, SplitTunnelState? known, Operation operation, CancellationToken ct)
    {
        // The API has no mode: the list that has entries is the one in effect. The expected one is asked first, and alone when it has any.
        var expected = known?.Mode == Include ? SplitTunnelList.Include : SplitTunnelList.Exclude;
        var other = expected == SplitTunnelList.Include ? SplitTunnelList.Exclude : SplitTunnelList.Include;
        if (await api.FindSplitTunnelAsync(id.Account, id.Object, expected, ct) is not { } entries)
        {
            return null;
        }

        if (entries.Count == 0 && await api.FindSplitTunnelAsync(id.Account, id.Object, other, ct) is { Count: > 0 } actual)
        {
            return State(id.Account, id.Object, other, actual);
        }

        return State(id.Account, id.Object, entries.Count == 0 ? SplitTunnelList.Exclude : expected, entries);
    }

    public async Task<SplitTunnelState> UpdateAsync(
        ResourceId id, SplitTunnelState old, SplitTunnelArgs args, ChangeSet changes, Operation operation, CancellationToken ct) =>
        changes.Has("routes") || changes.Has("mode") || changes.IsEmpty
            ? await PutAsync(id.Account, args, ct)
            : old;

    public async Task DeleteAsync(ResourceId id, SplitTunnelState old, SplitTunnelArgs args, Operation operation, CancellationToken ct)
    {
        if (args.OnDelete == Enums.Retain)
        {
            return;
        }

        try
        {
            await api.RestoreDefaultExcludeAsync(id.Account, id.Object, CloudflareDefaults.Exclude, ct);
        }
        catch (CloudflareException failure) when (failure.Kind == CloudflareErrorKind.NotFound)
        {
            // The profile is gone, and its list with it.
        }
    }

    private async Task<SplitTunnelState> PutAsync(string account, SplitTunnelArgs args, CancellationToken ct)
    {
        var list = args.Mode == Include ? SplitTunnelList.Include : SplitTunnelList.Exclude;
        var stored = await api.PutSplitTunnelAsync(account, ProfileId(args), list, [.. args.Routes.Select(route => route.ToWire())], ct);
        return State(account, ProfileId(args), list, stored);
    }

    private static SplitTunnelState State(string account, string profile, SplitTunnelList list, IReadOnlyList<SplitTunnelEntryWire> entries) => new()
    {
        AccountId = account,
        ProfileId = profile,
        Mode = list == SplitTunnelList.Include ? Include : "exclude",
        Routes = [.. entries.Select(SplitTunnelEntry.FromWire)],
    };

    private static string ProfileId(SplitTunnelArgs args) => TextFormats.Of(TextFormat.ProfileId).Canonical(args.ProfileId ?? IDevicePolicyApi.DefaultProfileId);
}

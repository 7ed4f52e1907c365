using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Lists;

namespace ZeroTrust.Provider.SplitTunnels;

/// <summary>
/// One route of a profile's Split Tunnel list. All other routes of the list are left alone, whether another resource or another tool
/// manages them.
/// </summary>
/// <remarks>
/// Source: <c>GET|PUT /accounts/{account_id}/devices/policy/{policy_id}/exclude</c> and <c>/include</c>. Token permission: Zero Trust
/// Write.
/// Routes that change together are written together. A route belongs to the list in effect: adding one to the other list would drop all
/// routes of this one, and is refused; <c>SplitTunnel</c> changes the mode. Do not use it for a list that a <c>SplitTunnel</c>
/// manages, which owns all its routes.
/// The API replaces lists whole and does not detect concurrent changes. So the list is read back a moment after each write, and a route
/// that another program removed is written again, a few times; then the update fails and names the route. A program that takes many seconds
/// between its read and its write can still remove it, which the next refresh shows.
/// Deleting the resource removes the route from the list.
/// </remarks>
internal record SplitTunnelRouteArgs : AccountScoped
{
    /// <summary>The profile: a <c>policyId</c>, the id of a <c>DeviceProfile</c>, or <c>default</c>.</summary>
    [ReplaceOnChange, Stable, Default(IDevicePolicyApi.DefaultProfileId), Format(StringFormat.ProfileId)]
    public string? ProfileId { get; init; }

    /// <summary>The list that gets the route. It has to be the list in effect.</summary>
    [ReplaceOnChange, Stable, Default(SplitTunnelRules.Exclude), OneOf(nameof(Enums.SplitTunnelMode))]
    public string? Mode { get; init; }

    /// <summary>IPv4 or IPv6 prefix such as <c>10.0.0.0/8</c>. Either this or <c>host</c>.</summary>
    [ReplaceOnChange, Stable, InId, Format(StringFormat.Cidr)]
    public string? Address { get; init; }

    /// <summary>
    /// Domain such as <c>intranet.example.com</c>, or <c>*.example.com</c> for all below it. Either this or <c>address</c>.
    /// </summary>
    [ReplaceOnChange, Stable, InId, Format(StringFormat.Host)]
    public string? Host { get; init; }

    /// <summary>What it is for. At most 100 characters; empty and unset mean the same.</summary>
    [Length(100), ClearOnRemoval]
    public string? Description { get; init; }
}

/// <summary>The route as Cloudflare holds it.</summary>
internal sealed record SplitTunnelRouteState : SplitTunnelRouteArgs;

internal sealed class SplitTunnelRouteResource(IDevicePolicyApi api)
    : IResource<SplitTunnelRouteArgs, SplitTunnelRouteState>,
        IUsesExclusively<SplitTunnelRouteArgs, SplitTunnelRouteState>,
        IListable
{
    public IEnumerable<ExclusiveUse> Uses(SplitTunnelRouteArgs args, SplitTunnelRouteState? state, string account) =>
        ListUses
            .Entry(ListUses.SplitTunnel(account, ProfileIdFormat.Of(args.ProfileId)), Key(args))
            .Append(
                ListUses.Mode(
                    account,
                    ProfileIdFormat.Of(args.ProfileId),
                    SplitTunnelResource.ModeOf(SplitTunnelResource.ListOf(args.Mode)),
                    "mode"
                )
            );

    public ResourceId Id(SplitTunnelRouteState state) => Id(state.AccountId!, ProfileIdFormat.Of(state.ProfileId), state);

    public async IAsyncEnumerable<ListedObject> ListAsync(string account, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var profile in ProfileListing.ListAsync(api, account, ct))
        {
            var found = await SplitTunnelResource.FindAsync(api, account, profile.Id.Object, SplitTunnelList.Exclude, ct);
            foreach (var key in (found?.Entries ?? []).Select(CanonicalEntry.Of))
            {
                yield return new(new(account, $"{profile.Id.Object}/{key}"), $"{profile.Name} {key}");
            }
        }
    }

    public IEnumerable<Problem> Check(SplitTunnelRouteArgs args) =>
        EntryOf(args).Check("").Concat(SplitTunnelRules.OfClient([EntryOf(args)], args.Mode, _ => "address"));

    public async Task<SplitTunnelRouteState> CreateAsync(SplitTunnelRouteArgs args, Operation operation, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var (account, profile, list) = (
            operation.Account(args.AccountId),
            ProfileIdFormat.Of(args.ProfileId),
            SplitTunnelResource.ListOf(args.Mode)
        );
        await RequireEffectAsync(account, profile, args, ct);
        var stored = await Membership(account, profile, list)
            .AddAsync(
                EntryOf(args).ToWire(),
                existing => Agrees(args, existing),
                existing =>
                    new(
                        $"The {args.Mode} list of profile '{profile}' has '{Key(args)}' already, "
                            + $"with the description '{existing.Description}'. "
                            + operation.WaysOut(Id(account, profile, args), "declare it as it is", adoptable: false)
                    ),
                operation
            );
        return State(account, profile, list, stored);
    }

    public async Task<SplitTunnelRouteState?> ReadAsync(
        ResourceId id,
        SplitTunnelRouteState? known,
        Operation operation,
        CancellationToken ct
    )
    {
        var (profile, key) = ListEntryId.Of(id);
        if (await SplitTunnelResource.FindAsync(api, id.Account, profile, SplitTunnelResource.ListOf(known?.Mode), ct) is not { } found)
        {
            return null;
        }

        return found.Entries.FirstOrDefault(entry => CanonicalEntry.Of(entry) == key) is { } stored
            ? State(id.Account, profile, found.List, stored)
            : null;
    }

    public async Task<SplitTunnelRouteState> UpdateAsync(
        ResourceId id,
        SplitTunnelRouteState old,
        SplitTunnelRouteArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    )
    {
        var ((profile, _), list) = (ListEntryId.Of(id), SplitTunnelResource.ListOf(args.Mode));
        await RequireEffectAsync(id.Account, profile, args, ct);
        return State(id.Account, profile, list, await Membership(id.Account, profile, list).ReplaceAsync(EntryOf(args).ToWire(), ct));
    }

    public Task DeleteAsync(ResourceId id, SplitTunnelRouteState old, SplitTunnelRouteArgs args, Operation operation, CancellationToken ct)
    {
        var (profile, key) = ListEntryId.Of(id);
        return Membership(id.Account, profile, SplitTunnelResource.ListOf(old.Mode)).RemoveAsync(key, operation, ct);
    }

    private ListMembership<SplitTunnelEntryWire> Membership(string account, string profile, SplitTunnelList list) =>
        new(
            ListUses.SplitTunnel(account, profile),
            CanonicalEntry.Of,
            (edit, ct) => api.EditSplitTunnelAsync(account, profile, list, edit, ct)
        );

    // Writing one list drops the other.
    private async Task RequireEffectAsync(string account, string profile, SplitTunnelRouteArgs args, CancellationToken ct)
    {
        var list = SplitTunnelResource.ListOf(args.Mode);
        if (
            await SplitTunnelResource.FindAsync(api, account, profile, list, ct) is { } effective
            && effective.List != list
            && effective.Entries.Count > 0
        )
        {
            var actual = SplitTunnelResource.ModeOf(effective.List);
            throw new RefusedException(
                $"Profile '{profile}' is in mode '{actual}': "
                    + $"adding '{Key(args)}' to the {args.Mode} list would drop {SplitTunnelRules.Counted(effective.Entries.Count)} "
                    + $"of the {actual} list. Set mode to '{actual}', or change the profile's mode with a SplitTunnel resource."
            );
        }
    }

    private static SplitTunnelEntry EntryOf(SplitTunnelRouteArgs args) =>
        new()
        {
            Address = args.Address,
            Host = args.Host,
            Description = args.Description,
        };

    // What the program leaves unset may be anything.
    private static bool Agrees(SplitTunnelRouteArgs args, SplitTunnelEntryWire existing) =>
        string.IsNullOrEmpty(args.Description) || args.Description == existing.Description;

    private static ResourceId Id(string account, string profile, SplitTunnelRouteArgs args) => new(account, $"{profile}/{Key(args)}");

    private static string Key(SplitTunnelRouteArgs args) => CanonicalEntry.Of(EntryOf(args).ToWire());

    private static SplitTunnelRouteState State(string account, string profile, SplitTunnelList list, SplitTunnelEntryWire wire) =>
        new()
        {
            AccountId = account,
            ProfileId = profile,
            Mode = SplitTunnelResource.ModeOf(list),
            Address = wire.Address,
            Host = wire.Host,
            Description = wire.Description,
        };
}

[JsonSerializable(typeof(SplitTunnelRouteArgs)), JsonSerializable(typeof(SplitTunnelRouteState))]
internal sealed partial class SplitTunnelRouteJson : JsonSerializerContext;

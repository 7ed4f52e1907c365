using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Networks;

/// <summary>
/// A route: a private network that devices reach through a tunnel. A network is routed at most once in each virtual network.
/// </summary>
/// <remarks>
/// Source: <c>POST|GET|PATCH|DELETE /accounts/{account_id}/teamnet/routes/{route_id}</c>. Token permission: Cloudflare Tunnel Write.
/// An account has at most 1,000 routes, of all kinds of tunnel together. Deleting the resource deletes the route; a route that was deleted
/// with its tunnel counts as deleted.
/// </remarks>
internal record TunnelRouteArgs : AccountScoped
{
    /// <summary>The private network: an IPv4 or IPv6 prefix such as <c>10.0.0.0/16</c>.</summary>
    [Format(StringFormat.Cidr), Unique]
    public required string Network { get; init; }

    /// <summary>The tunnel that leads there: its <c>tunnelId</c>, or the id of a <c>WarpConnectorTunnel</c>.</summary>
    [ReplaceWhenUnknown, Format(StringFormat.TunnelId)]
    public required string TunnelId { get; init; }

    /// <summary>What it is for. At most 256 characters; empty and unset mean the same.</summary>
    [Length(256), ClearOnRemoval]
    public string? Comment { get; init; }

    /// <summary>
    /// The virtual network of the route: its <c>virtualNetworkId</c>, or the ID of a <c>VirtualNetwork</c>. Default: the account's default
    /// network.
    /// </summary>
    [ReplaceWhenUnknown, Format(StringFormat.VirtualNetworkId), AlwaysOutput]
    public string? VirtualNetworkId { get; init; }
}

/// <summary>A route as Cloudflare holds it.</summary>
internal sealed record TunnelRouteState : TunnelRouteArgs
{
    /// <summary>ID of the route in its account.</summary>
    [Stable, Format(StringFormat.Uuid)]
    public required string RouteId { get; init; }

    /// <summary>When it was created.</summary>
    [Stable]
    public string? CreatedAt { get; init; }
}

internal sealed class TunnelRouteResource(IRoutesApi api, IVirtualNetworksApi networks)
    : IResource<TunnelRouteArgs, TunnelRouteState>,
        IUsesExclusively<TunnelRouteArgs, TunnelRouteState>,
        IListable
{
    public IEnumerable<ExclusiveUse> Uses(TunnelRouteArgs args, TunnelRouteState? state, string account) =>
        [
            new(
                $"route:{account}/{Canonical(args).VirtualNetworkId}/{CanonicalEntry.Network(args.Network)}",
                Problems.SameObject,
                "network",
                $"route {CanonicalEntry.Network(args.Network)} in the same virtual network"
            ),
        ];

    public ResourceId Id(TunnelRouteState state) => new(state.AccountId!, state.RouteId);

    public async IAsyncEnumerable<ListedObject> ListAsync(string account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var route in await api.ListRoutesAsync(account, ct))
        {
            yield return new(new(account, route.Id), route.Network ?? route.Id);
        }
    }

    public IEnumerable<Problem> Check(TunnelRouteArgs args) => [];

    public async Task<TunnelRouteState> CreateAsync(TunnelRouteArgs args, Operation operation, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var account = operation.Account(args.AccountId);
        var canonical = Canonical(args);
        try
        {
            return State(account, await api.CreateRouteAsync(account, Body.Of(ToWire(canonical)), operation.Commit), args);
        }
        catch (CloudflareException failure) when (failure.Kind == CloudflareErrorKind.Refused)
        {
            if (await FindHolderAsync(account, canonical, ct) is not { } holder)
            {
                throw;
            }

            return Declares(canonical, holder) && operation.Adopt(new(account, holder.Id))
                ? State(account, holder, args)
                : throw NetworkTaken(failure, account, holder, args, operation);
        }
    }

    public async Task<TunnelRouteState?> ReadAsync(ResourceId id, TunnelRouteState? known, Operation operation, CancellationToken ct) =>
        await api.FindRouteAsync(id.Account, id.Object, ct) is { } found ? State(id.Account, found, known) : null;

    public async Task<TunnelRouteState> UpdateAsync(
        ResourceId id,
        TunnelRouteState old,
        TunnelRouteArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    )
    {
        var body = Body.Of(ToWire(Canonical(args with { Comment = args.Comment ?? "" })), changes);
        try
        {
            return State(id.Account, await api.PatchRouteAsync(id.Account, id.Object, body, ct), old);
        }
        catch (CloudflareException failure) when (failure.Kind == CloudflareErrorKind.Refused)
        {
            var wanted = Canonical(args) with { VirtualNetworkId = Canonical(args).VirtualNetworkId ?? old.VirtualNetworkId };
            if (await FindHolderAsync(id.Account, wanted, ct) is not { } holder || holder.Id == id.Object)
            {
                throw;
            }

            throw Adoption.TakenFromAnother($"{failure.Message} {Held(args, holder)}", "network or virtual network");
        }
    }

    public Task DeleteAsync(ResourceId id, TunnelRouteState old, TunnelRouteArgs args, Operation operation, CancellationToken ct) =>
        api.DeleteRouteAsync(id.Account, id.Object, ct);

    private async Task<RouteWire?> FindHolderAsync(string account, TunnelRouteArgs args, CancellationToken ct)
    {
        var network = CanonicalEntry.Network(args.Network);
        var within =
            args.VirtualNetworkId
            ?? (await networks.ListVirtualNetworksAsync(account, ct)).FirstOrDefault(one => one.IsDefaultNetwork is true)?.Id;
        return (await api.ListRoutesAsync(account, ct)).FirstOrDefault(route =>
            CanonicalEntry.Network(route.Network ?? "") == network && within is not null && SameId(within, route.VirtualNetworkId)
        );
    }

    private static string Held(TunnelRouteArgs args, RouteWire holder) =>
        $"{CanonicalEntry.Network(args.Network)} is routed already, through tunnel '{holder.TunnelName ?? holder.TunnelId}'.";

    private static bool Declares(TunnelRouteArgs args, RouteWire route) =>
        SameId(args.TunnelId, route.TunnelId) && (args.Comment ?? "") == (route.Comment ?? "");

    private static RefusedException NetworkTaken(
        CloudflareException failure,
        string account,
        RouteWire holder,
        TunnelRouteArgs args,
        Operation operation
    ) =>
        new(
            $"{failure.Message} {Held(args, holder)} "
                + operation.WaysOut(new(account, holder.Id), "choose another network or virtual network")
        );

    private static bool SameId(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    // Cloudflare stores a network as it is sent, and then finds it under that spelling only.
    private static TunnelRouteArgs Canonical(TunnelRouteArgs args) =>
        args with
        {
            Network = StringFormats.Of(StringFormat.Cidr).Canonical(args.Network),
            TunnelId = StringFormats.Of(StringFormat.TunnelId).Canonical(args.TunnelId),
            VirtualNetworkId = StringFormats.CanonicalOrNull(StringFormat.VirtualNetworkId, args.VirtualNetworkId),
        };

    private static RouteRequest ToWire(TunnelRouteArgs args) => new(args.Network, args.TunnelId, args.Comment, args.VirtualNetworkId);

    public static TunnelRouteState State(string account, RouteWire wire, TunnelRouteArgs? known) =>
        new()
        {
            AccountId = account,
            RouteId = wire.Id,
            Network = wire.Network ?? known?.Network ?? "",
            TunnelId = wire.TunnelId ?? known?.TunnelId ?? "",
            Comment = string.IsNullOrEmpty(wire.Comment) ? null : wire.Comment,
            VirtualNetworkId = wire.VirtualNetworkId ?? known?.VirtualNetworkId,
            CreatedAt = wire.CreatedAt,
        };
}

[JsonSerializable(typeof(TunnelRouteArgs)), JsonSerializable(typeof(TunnelRouteState))]
internal sealed partial class TunnelRouteJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Networks;

/// <summary>
/// The routes of an account, sorted by network, through tunnels of every kind. Filters are combined with AND.
/// </summary>
/// <remarks>Source: <c>GET /accounts/{account_id}/teamnet/routes</c>. Token permission: Cloudflare Tunnel Read.</remarks>
internal sealed record GetTunnelRoutesArgs : AccountScoped
{
    /// <summary>Only routes through this tunnel: its <c>tunnelId</c>, or the id of a <c>WarpConnectorTunnel</c>.</summary>
    [Format(StringFormat.TunnelId)]
    public string? TunnelId { get; init; }

    /// <summary>
    /// Only routes in this virtual network: its <c>virtualNetworkId</c>, or the id of a <c>VirtualNetwork</c>. Unset: in all of them.
    /// </summary>
    [Format(StringFormat.VirtualNetworkId)]
    public string? VirtualNetworkId { get; init; }

    /// <summary>Only routes whose network is, or is within, this one, such as <c>10.0.0.0/8</c>.</summary>
    [Format(StringFormat.Cidr)]
    public string? NetworkSubset { get; init; }

    /// <summary>Only routes whose network is, or contains, this one, such as <c>10.1.2.3/32</c>.</summary>
    [Format(StringFormat.Cidr)]
    public string? NetworkSuperset { get; init; }
}

/// <summary>Routes found.</summary>
internal sealed record GetTunnelRoutesResult
{
    /// <summary>The routes, by network; IPv4 before IPv6.</summary>
    public required IReadOnlyList<TunnelRouteInfo> Routes { get; init; }
}

/// <summary>A route.</summary>
internal sealed record TunnelRouteInfo : AccountScoped
{
    /// <summary>ID of the route in its account.</summary>
    public required string RouteId { get; init; }

    /// <summary>The private network.</summary>
    public required string Network { get; init; }

    /// <summary>ID of the tunnel that leads there.</summary>
    public required string TunnelId { get; init; }

    /// <summary>Name of the tunnel.</summary>
    public string? TunnelName { get; init; }

    /// <summary>Kind of the tunnel: <c>warp_connector</c>, <c>cfd_tunnel</c> and others.</summary>
    public string? TunnelType { get; init; }

    /// <summary>ID of the virtual network that the route is in.</summary>
    public string? VirtualNetworkId { get; init; }

    /// <summary>Name of that virtual network.</summary>
    public string? VirtualNetworkName { get; init; }

    /// <summary>What it is for.</summary>
    public string? Comment { get; init; }

    /// <summary>When it was created.</summary>
    public string? CreatedAt { get; init; }

    public static TunnelRouteInfo Of(string account, RouteWire route) =>
        new()
        {
            AccountId = account,
            RouteId = route.Id,
            Network = route.Network ?? "",
            TunnelId = route.TunnelId ?? "",
            TunnelName = route.TunnelName,
            TunnelType = route.TunType,
            VirtualNetworkId = route.VirtualNetworkId,
            VirtualNetworkName = route.VirtualNetworkName,
            Comment = route.Comment,
            CreatedAt = route.CreatedAt,
        };
}

internal sealed class GetTunnelRoutes(IRoutesApi api) : IFunction<GetTunnelRoutesArgs, GetTunnelRoutesResult>
{
    public async Task<GetTunnelRoutesResult> InvokeAsync(GetTunnelRoutesArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var tunnel = StringFormats.CanonicalOrNull(StringFormat.TunnelId, args.TunnelId);
        var virtualNetwork = StringFormats.CanonicalOrNull(StringFormat.VirtualNetworkId, args.VirtualNetworkId);
        var subset = Prefix(args.NetworkSubset);
        var superset = Prefix(args.NetworkSuperset);
        return new()
        {
            Routes =
            [
                .. from route in await api.ListRoutesAsync(account, ct)
                where tunnel is null || route.TunnelId == tunnel
                where virtualNetwork is null || route.VirtualNetworkId == virtualNetwork
                let network = Prefix(route.Network)
                where subset is null || (network is not null && subset.Value.Contains(network.Value))
                where superset is null || (network is not null && network.Value.Contains(superset.Value))
                orderby network, route.VirtualNetworkName
                select TunnelRouteInfo.Of(account, route),
            ],
        };
    }

    private static IpPrefix? Prefix(string? text) => IpPrefix.TryParse(text, out var prefix) ? prefix : null;
}

[JsonSerializable(typeof(GetTunnelRoutesArgs)), JsonSerializable(typeof(GetTunnelRoutesResult))]
internal sealed partial class GetTunnelRoutesJson : JsonSerializerContext;

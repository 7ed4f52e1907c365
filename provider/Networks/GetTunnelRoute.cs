using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Networks;

/// <summary>The route that an address takes in a virtual network: the most specific one that contains it.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/teamnet/routes/ip/{ip}</c>. Token permission: Cloudflare Tunnel Read.
/// </remarks>
internal sealed record GetTunnelRouteArgs : AccountScoped
{
    /// <summary>An IPv4 or IPv6 address, such as <c>10.1.2.3</c>.</summary>
    [Format(StringFormat.IpAddress)]
    public required string Address { get; init; }

    /// <summary>
    /// The virtual network to look in: its <c>virtualNetworkId</c>, or the id of a <c>VirtualNetwork</c>. Unset: the account's default one.
    /// </summary>
    [Format(StringFormat.VirtualNetworkId)]
    public string? VirtualNetworkId { get; init; }
}

internal sealed class GetTunnelRoute(IRoutesApi api) : IFunction<GetTunnelRouteArgs, TunnelRouteInfo>
{
    public async Task<TunnelRouteInfo> InvokeAsync(GetTunnelRouteArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var address = StringFormats.Of(StringFormat.IpAddress).Canonical(args.Address);
        var network = StringFormats.CanonicalOrNull(StringFormat.VirtualNetworkId, args.VirtualNetworkId);
        return await api.FindRouteOfAddressAsync(account, address, network, ct) is { } found
            ? TunnelRouteInfo.Of(account, found)
            : throw new RefusedException(
                $"No route of account {account} takes '{args.Address}' in "
                    + $"{(network is null ? "its default virtual network" : $"virtual network '{network}'")}; "
                    + "getTunnelRoutes lists the existing ones."
            );
    }
}

[JsonSerializable(typeof(GetTunnelRouteArgs)), JsonSerializable(typeof(TunnelRouteInfo))]
internal sealed partial class GetTunnelRouteJson : JsonSerializerContext;

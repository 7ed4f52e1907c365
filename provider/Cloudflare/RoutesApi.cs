using System.Text.Json.Nodes;

namespace ZeroTrust.Provider.Cloudflare;

/// <summary>Private networks that are reached through tunnels.</summary>
internal interface IRoutesApi
{
    /// <summary>All live routes, through tunnels of every kind. Served from one shared call.</summary>
    [Route("GET", "/accounts/{account_id}/teamnet/routes", Permission = "Cloudflare Tunnel Read")]
    Task<IReadOnlyList<RouteWire>> ListRoutesAsync(string accountId, CancellationToken ct);

    /// <summary>One route, from the shared list when it is there; <see langword="null"/> when it is gone, which includes deleted softly.</summary>
    [Route("GET", "/accounts/{account_id}/teamnet/routes/{route_id}", Permission = "Cloudflare Tunnel Read")]
    Task<RouteWire?> FindRouteAsync(string accountId, string routeId, CancellationToken ct);

    /// <summary>The route that an address takes; <see langword="null"/> when there is none.</summary>
    /// <param name="virtualNetworkId"><see langword="null"/>: the default virtual network.</param>
    [Route("GET", "/accounts/{account_id}/teamnet/routes/ip/{ip}", Permission = "Cloudflare Tunnel Read")]
    Task<RouteWire?> FindRouteOfAddressAsync(string accountId, string address, string? virtualNetworkId, CancellationToken ct);

    /// <summary>Creates a route. After a lost answer it is looked up, never created a second time.</summary>
    /// <exception cref="CloudflareUnknownOutcomeException">The answer was lost and the route is not to be seen.</exception>
    [Route("POST", "/accounts/{account_id}/teamnet/routes", Permission = "Cloudflare Tunnel Write")]
    Task<RouteWire> CreateRouteAsync(string accountId, JsonObject route, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> into a route; without any, it is only read.</summary>
    [Route("PATCH", "/accounts/{account_id}/teamnet/routes/{route_id}", Permission = "Cloudflare Tunnel Write")]
    Task<RouteWire> PatchRouteAsync(string accountId, string routeId, JsonObject changes, CancellationToken ct);

    /// <summary>Deletes a route; one that is gone, perhaps with its tunnel, is fine.</summary>
    [Route("DELETE", "/accounts/{account_id}/teamnet/routes/{route_id}", Permission = "Cloudflare Tunnel Write")]
    Task DeleteRouteAsync(string accountId, string routeId, CancellationToken ct);
}

/// <summary>A route.</summary>
internal sealed record RouteWire
{
    public string Id { get => field ?? ""; init; }

    /// <summary>CIDR.</summary>
    public string? Network { get; init; }

    public string? TunnelId { get; init; }

    public string? TunnelName { get; init; }

    public string? TunType { get; init; }

    public string? VirtualNetworkId { get; init; }

    public string? VirtualNetworkName { get; init; }

    public string? Comment { get; init; }

    public string? CreatedAt { get; init; }

    public string? DeletedAt { get; init; }
}

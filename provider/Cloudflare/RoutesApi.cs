using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZeroTrust.Cloudflare;

/// <summary>Routes of private networks through tunnels.</summary>
internal interface IRoutesApi
{
    /// <summary>All live routes through tunnels of any kind. Served from one shared call.</summary>
    Task<IReadOnlyList<RouteWire>> ListRoutesAsync(string accountId, CancellationToken ct);

    /// <summary>A route, from the shared list if it is there; <see langword="null"/> when it does not exist or is soft-deleted.</summary>
    Task<RouteWire?> FindRouteAsync(string accountId, string routeId, CancellationToken ct);

    /// <summary>The route of an address; <see langword="null"/> when there is none.</summary>
    /// <param name="virtualNetworkId"><see langword="null"/> for the default virtual network.</param>
    Task<RouteWire?> FindRouteOfAddressAsync(string accountId, string address, string? virtualNetworkId, CancellationToken ct);

    /// <summary>Creates a route. After a lost response the route is looked up, never created a second time.</summary>
    /// <exception cref="CloudflareUnknownOutcomeException">The response was lost and the route has not appeared.</exception>
    Task<RouteWire> CreateRouteAsync(string accountId, JsonObject route, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> into a route; only reads it if there are none.</summary>
    Task<RouteWire> PatchRouteAsync(string accountId, string routeId, JsonObject changes, CancellationToken ct);

    /// <summary>Deletes a route; succeeds if it does not exist, for example because its tunnel was deleted.</summary>
    Task DeleteRouteAsync(string accountId, string routeId, CancellationToken ct);
}

/// <inheritdoc cref="IRoutesApi"/>
internal static class RoutesArea
{
    extension(CloudflareClient client)
    {
        public IRoutesApi Routes => client.Area<IRoutesApi>(api => new RoutesApi(api, client.Time));
    }
}

/// <inheritdoc />
internal sealed class RoutesApi : IRoutesApi
{
    private const string Routes = "/accounts/{account_id}/teamnet/routes";
    private const string Route = "/accounts/{account_id}/teamnet/routes/{route_id}";
    private const int PageSize = 1000;

    private static readonly ApiRoute GetRoutes = ApiRoute.Get(Routes, Permission.TunnelRead);
    private static readonly ApiRoute PostRoutes = ApiRoute.Post(Routes, Permission.TunnelWrite);
    private static readonly ApiRoute GetRoute = ApiRoute.Get(Route, Permission.TunnelRead);
    private static readonly ApiRoute PatchRoute = ApiRoute.Patch(Route, Permission.TunnelWrite);
    private static readonly ApiRoute DeleteRoute = ApiRoute.Delete(Route, Permission.TunnelWrite);
    private static readonly ApiRoute GetRouteOfAddress = ApiRoute.Get(
        "/accounts/{account_id}/teamnet/routes/ip/{ip}",
        Permission.TunnelRead
    );

    private readonly JsonApi _api;
    private readonly SharedReads<string, IReadOnlyList<RouteWire>> _routes;
    private readonly Creator<string, RouteWire> _creator;

    public RoutesApi(JsonApi api, TimeProvider time)
    {
        _api = api;
        _routes = new(ReadAllAsync, JsonApi.SharedFor, time);
        _creator = new(ReadAllAsync, route => route.Id, api, time);
    }

    public Task<IReadOnlyList<RouteWire>> ListRoutesAsync(string accountId, CancellationToken ct) => _routes.GetAsync(accountId, ct);

    public async Task<RouteWire?> FindRouteAsync(string accountId, string routeId, CancellationToken ct) =>
        (await ListRoutesAsync(accountId, ct)).FirstOrDefault(route => route.Id == routeId)
        ?? Live(await _api.FindAsync<RouteWire>(Get(accountId, routeId), ct));

    public async Task<RouteWire?> FindRouteOfAddressAsync(string accountId, string address, string? virtualNetworkId, CancellationToken ct)
    {
        var call = ApiCall.To(GetRouteOfAddress, [accountId, address], $"the route of '{address}'");
        return Live(
            await _api.FindAsync<RouteWire>(
                call with
                {
                    Query = new QueryString().Add("virtual_network_id", virtualNetworkId).ToString(),
                },
                ct
            )
        );
    }

    public Task<RouteWire> CreateRouteAsync(string accountId, JsonObject route, CancellationToken ct)
    {
        var wanted = route.Deserialize(CloudflareJson.TypeInfo<RouteWire>())!;
        var network = CanonicalEntry.Network(wanted.Network ?? "");
        return _routes.ChangeAsync(
            accountId,
            () =>
                _creator.CreateAsync(
                    ApiCall.To(PostRoutes, [accountId], $"route '{wanted.Network}'").With(route),
                    accountId,
                    candidate =>
                        CanonicalEntry.Network(candidate.Network ?? "") == network
                        && candidate.TunnelId == wanted.TunnelId
                        && (wanted.VirtualNetworkId is null || candidate.VirtualNetworkId == wanted.VirtualNetworkId),
                    // A CIDR is unique in a virtual network.
                    unique: true,
                    ct
                )
        );
    }

    public Task<RouteWire> PatchRouteAsync(string accountId, string routeId, JsonObject changes, CancellationToken ct) =>
        changes.Count == 0
            ? JsonApi.RequireAsync(FindRouteAsync(accountId, routeId, ct), Get(accountId, routeId))
            : _routes.ChangeAsync(
                accountId,
                () =>
                    _api.ChangeAsync<RouteWire>(
                        ApiCall.To(PatchRoute, [accountId, routeId], Subject(routeId)).With(changes),
                        Get(accountId, routeId),
                        ct
                    )
            );

    public Task DeleteRouteAsync(string accountId, string routeId, CancellationToken ct) =>
        _routes.ChangeAsync(
            accountId,
            async () =>
            {
                await _api.DeleteAsync(ApiCall.To(DeleteRoute, [accountId, routeId], Subject(routeId)), ct);
                return true;
            }
        );

    private static string Subject(string routeId) => $"route '{routeId}'";

    private static ApiCall Get(string accountId, string routeId) => ApiCall.To(GetRoute, [accountId, routeId], Subject(routeId));

    private static RouteWire? Live(RouteWire? route) => route is { DeletedAt: null or "" } ? route : null;

    private async Task<IReadOnlyList<RouteWire>> ReadAllAsync(string accountId, CancellationToken ct)
    {
        var all = await _api.ListAsync<RouteWire>(
            ApiCall.To(GetRoutes, [accountId], "routes").ForMany() with
            {
                Query = "is_deleted=false",
            },
            PageSize,
            ct
        );
        return [.. all.Where(route => Live(route) is not null)];
    }
}

/// <summary>The writable fields of a route.</summary>
internal sealed record RouteRequest(string? Network, string? TunnelId, string? Comment, string? VirtualNetworkId);

/// <summary>A route.</summary>
internal sealed record RouteWire : IIdentified
{
    public string Id
    {
        get => field ?? "";
        init;
    }

    string IIdentified.Identity => Id;

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

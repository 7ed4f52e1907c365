using System.Text.Json.Nodes;

namespace ZeroTrust.Cloudflare;

/// <summary>Routes of private hostnames through tunnels.</summary>
internal interface IHostnameRoutesApi
{
    /// <summary>All live routes. Served from one shared call.</summary>
    Task<IReadOnlyList<HostnameRouteWire>> ListHostnameRoutesAsync(string accountId, CancellationToken ct);

    /// <summary>A route, from the shared list if it is there; <see langword="null"/> when it does not exist or is soft-deleted.</summary>
    Task<HostnameRouteWire?> FindHostnameRouteAsync(string accountId, string routeId, CancellationToken ct);

    /// <summary>Creates a route. After a lost response the route is looked up, never created a second time.</summary>
    /// <exception cref="CloudflareUnknownOutcomeException">The response was lost and the route has not appeared.</exception>
    Task<HostnameRouteWire> CreateHostnameRouteAsync(string accountId, HostnameRouteRequest route, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> into a route; only reads it if there are none.</summary>
    Task<HostnameRouteWire> PatchHostnameRouteAsync(string accountId, string routeId, JsonObject changes, CancellationToken ct);

    /// <summary>Deletes a route; succeeds if it does not exist, for example because its tunnel was deleted.</summary>
    Task DeleteHostnameRouteAsync(string accountId, string routeId, CancellationToken ct);
}

/// <inheritdoc cref="IHostnameRoutesApi"/>
internal static class HostnameRoutesArea
{
    extension(CloudflareClient client)
    {
        public IHostnameRoutesApi HostnameRoutes => client.Area<IHostnameRoutesApi>(api => new HostnameRoutesApi(api, client.Time));
    }
}

/// <inheritdoc />
internal sealed class HostnameRoutesApi : IHostnameRoutesApi
{
    private const string Routes = "/accounts/{account_id}/zerotrust/routes/hostname";
    private const string Route = Routes + "/{hostname_route_id}";
    private const int PageSize = 1000;

    private static readonly ApiRoute GetRoutes = ApiRoute.Get(Routes, Permission.TunnelRead);
    private static readonly ApiRoute PostRoute = ApiRoute.Post(Routes, Permission.TunnelWrite);
    private static readonly ApiRoute GetRoute = ApiRoute.Get(Route, Permission.TunnelRead);
    private static readonly ApiRoute PatchRoute = ApiRoute.Patch(Route, Permission.TunnelWrite);
    private static readonly ApiRoute DeleteRoute = ApiRoute.Delete(Route, Permission.TunnelWrite);

    private readonly JsonApi _api;
    private readonly SharedReads<string, IReadOnlyList<HostnameRouteWire>> _routes;
    private readonly Creator<string, HostnameRouteWire> _creator;

    public HostnameRoutesApi(JsonApi api, TimeProvider time)
    {
        _api = api;
        _routes = new(ReadAllAsync, JsonApi.SharedFor, time);
        _creator = new(ReadAllAsync, route => route.Id, api, time);
    }

    public Task<IReadOnlyList<HostnameRouteWire>> ListHostnameRoutesAsync(string accountId, CancellationToken ct) =>
        _routes.GetAsync(accountId, ct);

    public async Task<HostnameRouteWire?> FindHostnameRouteAsync(string accountId, string routeId, CancellationToken ct) =>
        (await ListHostnameRoutesAsync(accountId, ct)).FirstOrDefault(route => route.Id == routeId)
        ?? Live(await _api.FindAsync<HostnameRouteWire>(Get(accountId, routeId), ct));

    public Task<HostnameRouteWire> CreateHostnameRouteAsync(string accountId, HostnameRouteRequest route, CancellationToken ct) =>
        _routes.ChangeAsync(
            accountId,
            () =>
                _creator.CreateAsync(
                    ApiCall.To(PostRoute, [accountId], $"hostname route '{route.Hostname}'").With(route),
                    accountId,
                    candidate =>
                        string.Equals(candidate.Hostname, route.Hostname, StringComparison.OrdinalIgnoreCase)
                        && candidate.TunnelId == route.TunnelId,
                    // A hostname is unique in an account.
                    unique: true,
                    ct
                )
        );

    public Task<HostnameRouteWire> PatchHostnameRouteAsync(string accountId, string routeId, JsonObject changes, CancellationToken ct) =>
        changes.Count == 0
            ? JsonApi.RequireAsync(FindHostnameRouteAsync(accountId, routeId, ct), Get(accountId, routeId))
            : _routes.ChangeAsync(
                accountId,
                async () =>
                    await _api.SendForOptionalAsync<HostnameRouteWire>(
                        ApiCall.To(PatchRoute, [accountId, routeId], Subject(routeId)).With(changes),
                        ct
                    ) ?? await _api.SendAsync<HostnameRouteWire>(Get(accountId, routeId), ct)
            );

    public Task DeleteHostnameRouteAsync(string accountId, string routeId, CancellationToken ct) =>
        _routes.ChangeAsync(
            accountId,
            async () =>
            {
                await _api.DeleteAsync(ApiCall.To(DeleteRoute, [accountId, routeId], Subject(routeId)), ct);
                return true;
            }
        );

    private static string Subject(string routeId) => $"hostname route '{routeId}'";

    private static ApiCall Get(string accountId, string routeId) => ApiCall.To(GetRoute, [accountId, routeId], Subject(routeId));

    private static HostnameRouteWire? Live(HostnameRouteWire? route) => route is { DeletedAt: null or "" } ? route : null;

    private async Task<IReadOnlyList<HostnameRouteWire>> ReadAllAsync(string accountId, CancellationToken ct)
    {
        var all = await _api.ListAsync<HostnameRouteWire>(
            ApiCall.To(GetRoutes, [accountId], "hostname routes") with
            {
                Query = "is_deleted=false",
            },
            PageSize,
            ct
        );
        return [.. all.Where(route => Live(route) is not null)];
    }
}

/// <summary>The writable fields of a hostname route.</summary>
internal sealed record HostnameRouteRequest
{
    public string? Hostname { get; init; }

    public string? TunnelId { get; init; }

    public string? Comment { get; init; }
}

/// <summary>A hostname route.</summary>
internal sealed record HostnameRouteWire
{
    public string Id
    {
        get => field ?? "";
        init;
    }

    public string? Hostname { get; init; }

    public string? TunnelId { get; init; }

    public string? TunnelName { get; init; }

    public string? TunType { get; init; }

    public string? Comment { get; init; }

    public string? CreatedAt { get; init; }

    public string? DeletedAt { get; init; }
}

using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Networks;

/// <summary>One hostname route, by its id or its hostname.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/zerotrust/routes/hostname/{hostname_route_id}</c>. Token permission: Cloudflare Tunnel Read.
/// </remarks>
internal sealed record GetHostnameRouteArgs : AccountScoped
{
    /// <summary>The route: its <c>routeId</c>, or the id of a <c>HostnameRoute</c>. Either this or <c>hostname</c>.</summary>
    [Format(StringFormat.RouteId)]
    public string? RouteId { get; init; }

    /// <summary>The private hostname. Either this or <c>routeId</c>.</summary>
    [Format(StringFormat.Suffix)]
    public string? Hostname { get; init; }
}

internal sealed class GetHostnameRoute(IHostnameRoutesApi api) : IFunction<GetHostnameRouteArgs, HostnameRouteInfo>
{
    public IEnumerable<Problem> Check(GetHostnameRouteArgs args) => LookUp.Check(("routeId", args.RouteId), ("hostname", args.Hostname));

    public async Task<HostnameRouteInfo> InvokeAsync(GetHostnameRouteArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var found = string.IsNullOrEmpty(args.RouteId)
            ? await FindAsync(account, StringFormats.Of(StringFormat.Suffix).Canonical(args.Hostname!), ct)
            : await api.FindHostnameRouteAsync(account, StringFormats.Of(StringFormat.RouteId).Canonical(args.RouteId), ct);
        return found is not null
            ? HostnameRouteInfo.Of(account, found)
            : throw LookUp.NotFound(account, "hostname route", args.RouteId, args.Hostname, "getHostnameRoutes");
    }

    private async Task<HostnameRouteWire?> FindAsync(string account, string hostname, CancellationToken ct) =>
        (await api.ListHostnameRoutesAsync(account, ct)).FirstOrDefault(route =>
            StringFormats.Of(StringFormat.Suffix).Canonical(route.Hostname ?? "") == hostname
        );
}

[JsonSerializable(typeof(GetHostnameRouteArgs)), JsonSerializable(typeof(HostnameRouteInfo))]
internal sealed partial class GetHostnameRouteJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Networks;

/// <summary>The hostname routes of an account, by hostname.</summary>
/// <remarks>Source: <c>GET /accounts/{account_id}/zerotrust/routes/hostname</c>. Token permission: Cloudflare Tunnel Read.</remarks>
internal sealed record GetHostnameRoutesArgs : AccountScoped
{
    /// <summary>Only routes through this tunnel: its <c>tunnelId</c>, or the id of a <c>WarpConnectorTunnel</c>.</summary>
    [Format(StringFormat.TunnelId)]
    public string? TunnelId { get; init; }
}

/// <summary>Hostname routes found.</summary>
internal sealed record GetHostnameRoutesResult
{
    /// <summary>The routes, by hostname.</summary>
    public required IReadOnlyList<HostnameRouteInfo> Routes { get; init; }
}

/// <summary>A hostname route.</summary>
internal sealed record HostnameRouteInfo : AccountScoped
{
    /// <summary>ID of the route in its account.</summary>
    public required string RouteId { get; init; }

    /// <summary>The private hostname.</summary>
    public required string Hostname { get; init; }

    /// <summary>ID of the tunnel that leads there.</summary>
    public required string TunnelId { get; init; }

    /// <summary>Name of the tunnel.</summary>
    public string? TunnelName { get; init; }

    /// <summary>What it is for.</summary>
    public string? Comment { get; init; }

    /// <summary>When it was created.</summary>
    public string? CreatedAt { get; init; }

    public static HostnameRouteInfo Of(string account, HostnameRouteWire route) =>
        new()
        {
            AccountId = account,
            RouteId = route.Id,
            Hostname = route.Hostname ?? "",
            TunnelId = route.TunnelId ?? "",
            TunnelName = route.TunnelName,
            Comment = route.Comment,
            CreatedAt = route.CreatedAt,
        };
}

internal sealed class GetHostnameRoutes(IHostnameRoutesApi api) : IFunction<GetHostnameRoutesArgs, GetHostnameRoutesResult>
{
    public async Task<GetHostnameRoutesResult> InvokeAsync(GetHostnameRoutesArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var tunnel = StringFormats.CanonicalOrNull(StringFormat.TunnelId, args.TunnelId);
        return new()
        {
            Routes =
            [
                .. from route in await api.ListHostnameRoutesAsync(account, ct)
                where tunnel is null || route.TunnelId == tunnel
                orderby route.Hostname
                select HostnameRouteInfo.Of(account, route),
            ],
        };
    }
}

[JsonSerializable(typeof(GetHostnameRoutesArgs)), JsonSerializable(typeof(GetHostnameRoutesResult))]
internal sealed partial class GetHostnameRoutesJson : JsonSerializerContext;

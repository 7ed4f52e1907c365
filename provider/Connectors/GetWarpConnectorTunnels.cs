using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Connectors;

/// <summary>The WARP Connector tunnels of an account, by name.</summary>
/// <remarks>Source: <c>GET /accounts/{account_id}/warp_connector</c>. Token permission: Cloudflare One Connector: WARP Read.</remarks>
internal sealed record GetWarpConnectorTunnelsArgs : AccountScoped
{
    /// <summary>Only the tunnel of this name.</summary>
    public string? Name { get; init; }

    /// <summary>Only tunnels whose name starts with this.</summary>
    public string? IncludePrefix { get; init; }

    /// <summary>No tunnel whose name starts with this.</summary>
    public string? ExcludePrefix { get; init; }

    /// <summary>Only tunnels of this status: <c>inactive</c>, <c>degraded</c>, <c>healthy</c> or <c>down</c>.</summary>
    [OneOf(nameof(Enums.TunnelStatus))]
    public string? Status { get; init; }
}

/// <summary>Tunnels found.</summary>
internal sealed record GetWarpConnectorTunnelsResult
{
    /// <summary>The tunnels, by name.</summary>
    public required IReadOnlyList<WarpConnectorTunnelInfo> Tunnels { get; init; }
}

/// <summary>A WARP Connector tunnel.</summary>
internal record WarpConnectorTunnelInfo : AccountScoped
{
    /// <summary>ID of the tunnel in its account.</summary>
    public required string TunnelId { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary><c>inactive</c> (never run), <c>degraded</c>, <c>healthy</c> or <c>down</c>.</summary>
    public string? Status { get; init; }

    /// <summary>When it was created.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>When it last got its first connection; unset while it has none.</summary>
    public string? ConnsActiveAt { get; init; }

    /// <summary>When it last lost its last connection; unset while it has one.</summary>
    public string? ConnsInactiveAt { get; init; }
}

internal sealed class GetWarpConnectorTunnels(IWarpConnectorApi api) : IFunction<GetWarpConnectorTunnelsArgs, GetWarpConnectorTunnelsResult>
{
    public async Task<GetWarpConnectorTunnelsResult> InvokeAsync(
        GetWarpConnectorTunnelsArgs args,
        Operation operation,
        CancellationToken ct
    )
    {
        var account = operation.Account(args.AccountId);
        var tunnels =
            from tunnel in await api.ListTunnelsAsync(account, ct)
            let name = tunnel.Name ?? ""
            where args.Name is null || name == args.Name
            where args.IncludePrefix is null || name.StartsWith(args.IncludePrefix, StringComparison.Ordinal)
            where args.ExcludePrefix is null || !name.StartsWith(args.ExcludePrefix, StringComparison.Ordinal)
            where args.Status is null || tunnel.Status == args.Status
            orderby name
            select Info(account, tunnel);
        return new() { Tunnels = [.. tunnels] };
    }

    public static WarpConnectorTunnelInfo Info(string account, TunnelWire tunnel) =>
        new()
        {
            AccountId = account,
            TunnelId = tunnel.Id,
            Name = tunnel.Name ?? "",
            Status = tunnel.Status,
            CreatedAt = tunnel.CreatedAt,
            ConnsActiveAt = tunnel.ConnsActiveAt,
            ConnsInactiveAt = tunnel.ConnsInactiveAt,
        };
}

[JsonSerializable(typeof(GetWarpConnectorTunnelsArgs)), JsonSerializable(typeof(GetWarpConnectorTunnelsResult))]
internal sealed partial class GetWarpConnectorTunnelsJson : JsonSerializerContext;

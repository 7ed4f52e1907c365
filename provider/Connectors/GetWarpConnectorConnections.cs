using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Connectors;

/// <summary>The hosts of a WARP Connector tunnel and their connections.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/warp_connector/{tunnel_id}/connections</c>. Token permission: Cloudflare One Connector: WARP Read.
/// </remarks>
internal sealed record GetWarpConnectorConnectionsArgs : AccountScoped
{
    /// <summary>The tunnel: its <c>tunnelId</c>, or the id of a <c>WarpConnectorTunnel</c>.</summary>
    [Format(StringFormat.TunnelId)]
    public required string TunnelId { get; init; }
}

/// <summary>Hosts found.</summary>
internal sealed record GetWarpConnectorConnectionsResult
{
    /// <summary>The hosts.</summary>
    public required IReadOnlyList<ConnectorInfo> Connectors { get; init; }
}

/// <summary>A host that runs a WARP Connector tunnel.</summary>
internal sealed record ConnectorInfo
{
    /// <summary>ID of the host: what <c>WarpConnectorFailover</c> takes as <c>clientId</c>.</summary>
    public required string ConnectorId { get; init; }

    /// <summary><c>active</c>, <c>passive</c> or <c>offline</c>.</summary>
    public string? HaStatus { get; init; }

    /// <summary>Operating system and processor.</summary>
    public string? Arch { get; init; }

    /// <summary>Version of the client.</summary>
    public string? Version { get; init; }

    /// <summary>When it was started.</summary>
    public string? RunAt { get; init; }

    /// <summary>Features that it supports.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Its connections.</summary>
    public required IReadOnlyList<ConnectionInfo> Connections { get; init; }

    public static ConnectorInfo Of(ConnectorWire wire) =>
        new()
        {
            ConnectorId = wire.Id,
            HaStatus = wire.HaStatus,
            Arch = wire.Arch,
            Version = wire.Version,
            RunAt = wire.RunAt,
            Features = wire.Features,
            Connections = [.. (wire.Conns ?? []).OfType<ConnectionWire>().Select(ConnectionInfo.Of)],
        };
}

/// <summary>A connection of a host to Cloudflare.</summary>
internal sealed record ConnectionInfo
{
    /// <summary>ID of the connection.</summary>
    public string? Id { get; init; }

    /// <summary>Cloudflare's data center.</summary>
    public string? ColoName { get; init; }

    /// <summary>When it was opened.</summary>
    public string? OpenedAt { get; init; }

    /// <summary>Public IP address of the host.</summary>
    public string? OriginIp { get; init; }

    /// <summary>Version of the client.</summary>
    public string? ClientVersion { get; init; }

    public static ConnectionInfo Of(ConnectionWire wire) =>
        new()
        {
            Id = wire.Id ?? wire.Uuid,
            ColoName = wire.ColoName,
            OpenedAt = wire.OpenedAt,
            OriginIp = wire.OriginIp,
            ClientVersion = wire.ClientVersion,
        };
}

internal sealed class GetWarpConnectorConnections(IWarpConnectorApi api)
    : IFunction<GetWarpConnectorConnectionsArgs, GetWarpConnectorConnectionsResult>
{
    public async Task<GetWarpConnectorConnectionsResult> InvokeAsync(
        GetWarpConnectorConnectionsArgs args,
        Operation operation,
        CancellationToken ct
    )
    {
        var hosts = await api.ListConnectionsAsync(
            operation.Account(args.AccountId),
            StringFormats.Of(StringFormat.TunnelId).Canonical(args.TunnelId),
            ct
        );
        return new() { Connectors = [.. hosts.Select(ConnectorInfo.Of)] };
    }
}

[JsonSerializable(typeof(GetWarpConnectorConnectionsArgs)), JsonSerializable(typeof(GetWarpConnectorConnectionsResult))]
internal sealed partial class GetWarpConnectorConnectionsJson : JsonSerializerContext;

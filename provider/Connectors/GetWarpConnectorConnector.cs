using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Connectors;

/// <summary>One host of a WARP Connector tunnel.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/warp_connector/{tunnel_id}/connectors/{connector_id}</c>. Token permission: Cloudflare One
/// Connector: WARP Read.
/// </remarks>
internal sealed record GetWarpConnectorConnectorArgs : AccountScoped
{
    /// <summary>The tunnel: its <c>tunnelId</c>, or the id of a <c>WarpConnectorTunnel</c>.</summary>
    [Format(StringFormat.TunnelId)]
    public required string TunnelId { get; init; }

    /// <summary>ID of the host.</summary>
    [Length(1, 256)]
    public required string ConnectorId { get; init; }
}

internal sealed class GetWarpConnectorConnector(IWarpConnectorApi api) : IFunction<GetWarpConnectorConnectorArgs, ConnectorInfo>
{
    public async Task<ConnectorInfo> InvokeAsync(GetWarpConnectorConnectorArgs args, Operation operation, CancellationToken ct)
    {
        var (account, tunnel) = (operation.Account(args.AccountId), StringFormats.Of(StringFormat.TunnelId).Canonical(args.TunnelId));
        return await api.FindConnectorAsync(account, tunnel, args.ConnectorId, ct) is { } host
            ? ConnectorInfo.Of(host)
            : throw new RefusedException(
                $"Tunnel {tunnel} has no host {args.ConnectorId}; getWarpConnectorConnections lists the existing ones."
            );
    }
}

[JsonSerializable(typeof(GetWarpConnectorConnectorArgs)), JsonSerializable(typeof(ConnectorInfo))]
internal sealed partial class GetWarpConnectorConnectorJson : JsonSerializerContext;

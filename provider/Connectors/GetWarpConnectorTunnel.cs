using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Connectors;

/// <summary>One WARP Connector tunnel, by its id or its name.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/warp_connector/{tunnel_id}</c>. Token permission: Cloudflare One Connector: WARP Read.
/// </remarks>
internal sealed record GetWarpConnectorTunnelArgs : AccountScoped
{
    /// <summary>The tunnel: its <c>tunnelId</c>, or the id of a <c>WarpConnectorTunnel</c>. Either this or <c>name</c>.</summary>
    [Format(StringFormat.TunnelId)]
    public string? TunnelId { get; init; }

    /// <summary>Name of the tunnel. Either this or <c>tunnelId</c>.</summary>
    public string? Name { get; init; }
}

internal sealed class GetWarpConnectorTunnel(IWarpConnectorApi api) : IFunction<GetWarpConnectorTunnelArgs, WarpConnectorTunnelInfo>
{
    public IEnumerable<Problem> Check(GetWarpConnectorTunnelArgs args) => LookUp.Check(("tunnelId", args.TunnelId), ("name", args.Name));

    public async Task<WarpConnectorTunnelInfo> InvokeAsync(GetWarpConnectorTunnelArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var found = string.IsNullOrEmpty(args.TunnelId)
            ? (await api.ListTunnelsAsync(account, ct)).FirstOrDefault(tunnel => tunnel.Name == args.Name)
            : await api.FindTunnelAsync(account, StringFormats.Of(StringFormat.TunnelId).Canonical(args.TunnelId), ct);
        return found is not null
            ? GetWarpConnectorTunnels.Info(account, found)
            : throw LookUp.NotFound(account, "WARP Connector tunnel", args.TunnelId, args.Name, "getWarpConnectorTunnels");
    }
}

[JsonSerializable(typeof(GetWarpConnectorTunnelArgs)), JsonSerializable(typeof(WarpConnectorTunnelInfo))]
internal sealed partial class GetWarpConnectorTunnelJson : JsonSerializerContext;

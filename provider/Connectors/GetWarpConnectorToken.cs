using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Connectors;

/// <summary>The secret that hosts of a WARP Connector tunnel enroll with.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/warp_connector/{tunnel_id}/token</c>. Token permission: Cloudflare One Connector: WARP Write.
/// </remarks>
internal sealed record GetWarpConnectorTokenArgs : AccountScoped
{
    /// <summary>The tunnel: its <c>tunnelId</c>, or the id of a <c>WarpConnectorTunnel</c>.</summary>
    [Format(StringFormat.TunnelId)]
    public required string TunnelId { get; init; }
}

/// <summary>The token.</summary>
internal sealed record GetWarpConnectorTokenResult
{
    /// <summary>The token; the same for all hosts of the tunnel.</summary>
    [Secret]
    public required string Token { get; init; }
}

internal sealed class GetWarpConnectorToken(IWarpConnectorApi api) : IFunction<GetWarpConnectorTokenArgs, GetWarpConnectorTokenResult>
{
    public async Task<GetWarpConnectorTokenResult> InvokeAsync(GetWarpConnectorTokenArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var tunnel = StringFormats.Of(StringFormat.TunnelId).Canonical(args.TunnelId);
        return await api.FindTokenAsync(account, tunnel, ct) is { } token
            ? new() { Token = token }
            : throw LookUp.NotFound(account, "WARP Connector tunnel", tunnel, "getWarpConnectorTunnels");
    }
}

[JsonSerializable(typeof(GetWarpConnectorTokenArgs)), JsonSerializable(typeof(GetWarpConnectorTokenResult))]
internal sealed partial class GetWarpConnectorTokenJson : JsonSerializerContext;

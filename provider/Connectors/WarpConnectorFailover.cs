using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Connectors;

/// <summary>
/// Which host of a highly available WARP Connector tunnel is the active one. If another host has become active, that is drift: the next
/// update fails over to the host that the program names.
/// </summary>
/// <remarks>
/// Source: <c>PUT /accounts/{account_id}/warp_connector/{tunnel_id}/failover</c>, <c>GET …/connections</c>. Token permission: Cloudflare
/// One Connector: WARP Write. Creating and updating wait until the host is active, for as long as the resource option <c>customTimeouts</c>
/// allows. Deleting the resource changes nothing: the active host stays active.
/// </remarks>
internal record WarpConnectorFailoverArgs : AccountScoped
{
    /// <summary>The tunnel: its <c>tunnelId</c>, or the id of a <c>WarpConnectorTunnel</c>. It has to be highly available.</summary>
    [ReplaceOnChange, Stable, Format(StringFormat.TunnelId)]
    public required string TunnelId { get; init; }

    /// <summary>ID of the host to make active; <c>getWarpConnectorConnections</c> lists them.</summary>
    [Format(StringFormat.Uuid)]
    public required string ClientId { get; init; }
}

/// <summary>The host that is active.</summary>
internal sealed record WarpConnectorFailoverState : WarpConnectorFailoverArgs;

internal sealed class WarpConnectorFailoverResource(IWarpConnectorApi api, TimeProvider time)
    : IResource<WarpConnectorFailoverArgs, WarpConnectorFailoverState>,
        IUsesExclusively<WarpConnectorFailoverArgs, WarpConnectorFailoverState>
{
    private const string Active = "active";
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    public IEnumerable<ExclusiveUse> Uses(WarpConnectorFailoverArgs args, WarpConnectorFailoverState? state, string account) =>
        [
            new(
                $"WarpConnectorFailover:{account}/{TunnelId(args)}",
                Problems.SameObject,
                "tunnelId",
                $"choose the active host of tunnel {TunnelId(args)}"
            ),
        ];

    public ResourceId Id(WarpConnectorFailoverState state) => new(state.AccountId!, TunnelId(state));

    public IEnumerable<Problem> Check(WarpConnectorFailoverArgs args) => [];

    public Task<WarpConnectorFailoverState> CreateAsync(WarpConnectorFailoverArgs args, Operation operation, CancellationToken ct) =>
        ActivateAsync(operation.Account(args.AccountId), TunnelId(args), ClientId(args), ct);

    public async Task<WarpConnectorFailoverState?> ReadAsync(
        ResourceId id,
        WarpConnectorFailoverState? known,
        Operation operation,
        CancellationToken ct
    )
    {
        if (await api.FindTunnelAsync(id.Account, id.Object, ct) is null)
        {
            return null;
        }

        return State(id.Account, id.Object, ActiveOf(await api.ListConnectionsAsync(id.Account, id.Object, ct))?.Id ?? "");
    }

    public Task<WarpConnectorFailoverState> UpdateAsync(
        ResourceId id,
        WarpConnectorFailoverState old,
        WarpConnectorFailoverArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    ) => ActivateAsync(id.Account, id.Object, ClientId(args), ct);

    // There is no inactive tunnel to go back to, and which host was active before is past.
    public Task DeleteAsync(
        ResourceId id,
        WarpConnectorFailoverState old,
        WarpConnectorFailoverArgs args,
        Operation operation,
        CancellationToken ct
    ) => Task.CompletedTask;

    private async Task<WarpConnectorFailoverState> ActivateAsync(string account, string tunnel, string client, CancellationToken ct)
    {
        var hosts = await api.ListConnectionsAsync(account, tunnel, ct);
        if (!hosts.Any(host => host.Id == client))
        {
            throw new RefusedException(
                hosts.Count == 0
                    ? $"clientId: no host has ever connected to tunnel {tunnel}; enroll one with the tunnel's token first."
                    : $"clientId: tunnel {tunnel} has no host {client}; "
                        + $"it has {string.Join(", ", hosts.Select(host => $"{host.Id} ({host.HaStatus})"))}."
            );
        }

        if (ActiveOf(hosts)?.Id != client)
        {
            await api.PutFailoverAsync(account, tunnel, client, ct);
            await WaitAsync(account, tunnel, client, ct);
        }

        return State(account, tunnel, client);
    }

    private async Task WaitAsync(string account, string tunnel, string client, CancellationToken ct)
    {
        for (
            var wait = FirstWait;
            ActiveOf(await api.ListConnectionsAsync(account, tunnel, ct))?.Id != client;
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait
        )
        {
            await Task.Delay(wait, time, ct);
        }
    }

    private static ConnectorWire? ActiveOf(IReadOnlyList<ConnectorWire> hosts) => hosts.FirstOrDefault(host => host.HaStatus == Active);

    private static string TunnelId(WarpConnectorFailoverArgs args) => StringFormats.Of(StringFormat.TunnelId).Canonical(args.TunnelId);

    private static string ClientId(WarpConnectorFailoverArgs args) => StringFormats.Of(StringFormat.Uuid).Canonical(args.ClientId);

    private static WarpConnectorFailoverState State(string account, string tunnel, string client) =>
        new()
        {
            AccountId = account,
            TunnelId = tunnel,
            ClientId = client,
        };
}

[JsonSerializable(typeof(WarpConnectorFailoverArgs)), JsonSerializable(typeof(WarpConnectorFailoverState))]
internal sealed partial class WarpConnectorFailoverJson : JsonSerializerContext;

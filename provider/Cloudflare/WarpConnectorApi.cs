using System.Text.Json.Nodes;

namespace ZeroTrust.Cloudflare;

/// <summary>WARP Connector tunnels, their connected hosts and their high availability.</summary>
internal interface IWarpConnectorApi
{
    /// <summary>All live tunnels. Served from one shared call.</summary>
    Task<IReadOnlyList<TunnelWire>> ListTunnelsAsync(string accountId, CancellationToken ct);

    /// <summary>A tunnel, from the shared list if it is there; <see langword="null"/> when it does not exist or is soft-deleted.</summary>
    Task<TunnelWire?> FindTunnelAsync(string accountId, string tunnelId, CancellationToken ct);

    /// <summary>Like <see cref="FindTunnelAsync"/>, but throws when the tunnel does not exist.</summary>
    Task<TunnelWire> GetTunnelAsync(string accountId, string tunnelId, CancellationToken ct);

    /// <summary>Creates a tunnel. After a lost response the tunnel is looked up by name, never created a second time.</summary>
    /// <param name="highlyAvailable">Cannot be changed later, and is not returned.</param>
    /// <exception cref="CloudflareUnknownOutcomeException">The response was lost and the tunnel has not appeared.</exception>
    Task<TunnelWire> CreateTunnelAsync(string accountId, string name, bool? highlyAvailable, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> (name, secret) into a tunnel; only reads it if there are none.</summary>
    Task<TunnelWire> PatchTunnelAsync(string accountId, string tunnelId, JsonObject changes, CancellationToken ct);

    /// <summary>Deletes a tunnel; succeeds if it does not exist.</summary>
    /// <param name="cascade">Closes active connections first; otherwise Cloudflare refuses to delete a connected tunnel.</param>
    Task DeleteTunnelAsync(string accountId, string tunnelId, bool cascade, CancellationToken ct);

    /// <summary>The token that hosts enroll with; <see langword="null"/> when the tunnel does not exist.</summary>
    Task<string?> FindTokenAsync(string accountId, string tunnelId, CancellationToken ct);

    /// <summary>Hosts connected to the tunnel.</summary>
    Task<IReadOnlyList<ConnectorWire>> ListConnectionsAsync(string accountId, string tunnelId, CancellationToken ct);

    /// <summary>A connected host; <see langword="null"/> when it does not exist.</summary>
    Task<ConnectorWire?> FindConnectorAsync(string accountId, string tunnelId, string connectorId, CancellationToken ct);

    /// <summary>Makes a host of a highly available tunnel the active one.</summary>
    Task PutFailoverAsync(string accountId, string tunnelId, string clientId, CancellationToken ct);

    /// <summary>
    /// The tunnel's high availability configuration; <see langword="null"/> when it or the tunnel does not exist.
    /// </summary>
    Task<TunnelConfigurationWire?> FindConfigurationAsync(string accountId, string tunnelId, CancellationToken ct);

    /// <summary>Replaces the tunnel's high availability configuration.</summary>
    Task<TunnelConfigurationWire> PutConfigurationAsync(
        string accountId,
        string tunnelId,
        string haMode,
        HaConfigWire? config,
        CancellationToken ct
    );
}

/// <inheritdoc cref="IWarpConnectorApi"/>
internal static class WarpConnectorArea
{
    extension(CloudflareClient client)
    {
        public IWarpConnectorApi WarpConnectors => client.Area<IWarpConnectorApi>(api => new WarpConnectorApi(api, client.Time));
    }
}

/// <inheritdoc />
internal sealed class WarpConnectorApi : IWarpConnectorApi
{
    private const string Tunnels = "/accounts/{account_id}/warp_connector";
    private const string Tunnel = "/accounts/{account_id}/warp_connector/{tunnel_id}";
    private const string Configurations = "/accounts/{account_id}/warp_connector/{tunnel_id}/configurations";
    private const int PageSize = 1000;

    private static readonly ApiRoute GetTunnels = ApiRoute.Get(Tunnels, Permission.WarpConnectorRead);
    private static readonly ApiRoute PostTunnels = ApiRoute.Post(Tunnels, Permission.WarpConnectorWrite);
    private static readonly ApiRoute GetTunnel = ApiRoute.Get(Tunnel, Permission.WarpConnectorRead);
    private static readonly ApiRoute PatchTunnel = ApiRoute.Patch(Tunnel, Permission.WarpConnectorWrite);
    private static readonly ApiRoute DeleteTunnel = ApiRoute.Delete(Tunnel, Permission.WarpConnectorWrite);
    private static readonly ApiRoute GetToken = ApiRoute.Get(Tunnel + "/token", Permission.WarpConnectorWrite);
    private static readonly ApiRoute GetConnections = ApiRoute.Get(Tunnel + "/connections", Permission.WarpConnectorRead);
    private static readonly ApiRoute GetConnector = ApiRoute.Get(Tunnel + "/connectors/{connector_id}", Permission.WarpConnectorRead);
    private static readonly ApiRoute PutFailover = ApiRoute.Put(Tunnel + "/failover", Permission.WarpConnectorWrite);
    private static readonly ApiRoute GetConfigurations = ApiRoute.Get(Configurations, Permission.WarpConnectorRead);
    private static readonly ApiRoute PutConfigurations = ApiRoute.Put(Configurations, Permission.WarpConnectorWrite);

    private readonly JsonApi _api;
    private readonly SharedReads<string, IReadOnlyList<TunnelWire>> _tunnels;
    private readonly Creator<string, TunnelWire> _creator;

    public WarpConnectorApi(JsonApi api, TimeProvider time)
    {
        _api = api;
        _tunnels = new(ReadAllAsync, JsonApi.SharedFor, time);
        _creator = new(ReadAllAsync, tunnel => tunnel.Id, api, time);
    }

    public Task<IReadOnlyList<TunnelWire>> ListTunnelsAsync(string accountId, CancellationToken ct) => _tunnels.GetAsync(accountId, ct);

    public async Task<TunnelWire?> FindTunnelAsync(string accountId, string tunnelId, CancellationToken ct) =>
        (await ListTunnelsAsync(accountId, ct)).FirstOrDefault(tunnel => tunnel.Id == tunnelId) ?? await ReadAsync(accountId, tunnelId, ct);

    public Task<TunnelWire> GetTunnelAsync(string accountId, string tunnelId, CancellationToken ct) =>
        JsonApi.RequireAsync(FindTunnelAsync(accountId, tunnelId, ct), Get(accountId, tunnelId));

    public Task<TunnelWire> CreateTunnelAsync(string accountId, string name, bool? highlyAvailable, CancellationToken ct) =>
        _tunnels.ChangeAsync(
            accountId,
            () =>
                _creator.CreateAsync(
                    ApiCall.To(PostTunnels, [accountId], $"WARP connector '{name}'").With(new TunnelRequest(name, highlyAvailable)) with
                    {
                        // The response may contain the token.
                        HasSecretResponse = true,
                    },
                    accountId,
                    candidate => candidate.Name == name,
                    unique: true,
                    ct
                )
        );

    public Task<TunnelWire> PatchTunnelAsync(string accountId, string tunnelId, JsonObject changes, CancellationToken ct) =>
        changes.Count == 0
            ? GetTunnelAsync(accountId, tunnelId, ct)
            : _tunnels.ChangeAsync(
                accountId,
                () =>
                    _api.ChangeAsync<TunnelWire>(
                        ApiCall.To(PatchTunnel, [accountId, tunnelId], Subject(tunnelId)).With(changes),
                        Get(accountId, tunnelId),
                        ct
                    )
            );

    public Task DeleteTunnelAsync(string accountId, string tunnelId, bool cascade, CancellationToken ct) =>
        _tunnels.ChangeAsync(
            accountId,
            async () =>
            {
                var call = ApiCall.To(DeleteTunnel, [accountId, tunnelId], Subject(tunnelId)) with
                {
                    Query = cascade ? "cascade=true" : "",
                };
                await _api.DeleteAsync(call, ct);
                return true;
            }
        );

    public Task<string?> FindTokenAsync(string accountId, string tunnelId, CancellationToken ct) =>
        _api.FindAsync<string>(
            ApiCall.To(GetToken, [accountId, tunnelId], $"token of {Subject(tunnelId)}") with
            {
                HasSecretResponse = true,
            },
            ct
        );

    public Task<IReadOnlyList<ConnectorWire>> ListConnectionsAsync(string accountId, string tunnelId, CancellationToken ct) =>
        _api.ListAsync<ConnectorWire>(ApiCall.To(GetConnections, [accountId, tunnelId], $"connections of {Subject(tunnelId)}"), null, ct);

    public Task<ConnectorWire?> FindConnectorAsync(string accountId, string tunnelId, string connectorId, CancellationToken ct) =>
        _api.FindAsync<ConnectorWire>(
            ApiCall.To(GetConnector, [accountId, tunnelId, connectorId], $"host '{connectorId}' of {Subject(tunnelId)}"),
            ct
        );

    public Task PutFailoverAsync(string accountId, string tunnelId, string clientId, CancellationToken ct) =>
        _api.SendAsync(
            ApiCall.To(PutFailover, [accountId, tunnelId], $"failover of {Subject(tunnelId)}").With(new FailoverRequest(clientId)),
            ct
        );

    public Task<TunnelConfigurationWire?> FindConfigurationAsync(string accountId, string tunnelId, CancellationToken ct) =>
        _api.FindAsync<TunnelConfigurationWire>(GetConfiguration(accountId, tunnelId), ct);

    // Repeatable: a second call only increments the version.
    public Task<TunnelConfigurationWire> PutConfigurationAsync(
        string accountId,
        string tunnelId,
        string haMode,
        HaConfigWire? config,
        CancellationToken ct
    ) =>
        _api.ChangeAsync<TunnelConfigurationWire>(
            ApiCall
                .To(PutConfigurations, [accountId, tunnelId], $"configuration of {Subject(tunnelId)}")
                .With(new TunnelConfigurationRequest(haMode, config)),
            GetConfiguration(accountId, tunnelId),
            ct
        );

    private static string Subject(string tunnelId) => $"WARP connector '{tunnelId}'";

    private static ApiCall Get(string accountId, string tunnelId) => ApiCall.To(GetTunnel, [accountId, tunnelId], Subject(tunnelId));

    private static ApiCall GetConfiguration(string accountId, string tunnelId) =>
        ApiCall.To(GetConfigurations, [accountId, tunnelId], $"configuration of {Subject(tunnelId)}");

    private async Task<TunnelWire?> ReadAsync(string accountId, string tunnelId, CancellationToken ct) =>
        await _api.FindAsync<TunnelWire>(Get(accountId, tunnelId), ct) is { DeletedAt: null or "" } tunnel ? tunnel : null;

    private async Task<IReadOnlyList<TunnelWire>> ReadAllAsync(string accountId, CancellationToken ct)
    {
        var all = await _api.ListAsync<TunnelWire>(
            ApiCall.To(GetTunnels, [accountId], "WARP connectors").ForMany() with
            {
                Query = "is_deleted=false",
            },
            PageSize,
            ct
        );
        return [.. all.Where(tunnel => tunnel.DeletedAt is null or "")];
    }
}

/// <summary>Request to create a tunnel.</summary>
internal sealed record TunnelRequest(string Name, bool? Ha);

/// <summary>Request to make a host the active one.</summary>
internal sealed record FailoverRequest(string ClientId);

/// <summary>Request to replace a tunnel's configuration.</summary>
internal sealed record TunnelConfigurationRequest(string HaMode, HaConfigWire? Config);

/// <summary>A WARP Connector tunnel.</summary>
internal sealed record TunnelWire : IIdentified
{
    public string Id
    {
        get => field ?? "";
        init;
    }

    string IIdentified.Identity => Id;

    public string? Name { get; init; }

    public string? CreatedAt { get; init; }

    public string? DeletedAt { get; init; }

    public string? ConnsActiveAt { get; init; }

    public string? ConnsInactiveAt { get; init; }

    /// <summary><c>inactive</c>, <c>degraded</c>, <c>healthy</c> or <c>down</c>.</summary>
    public string? Status { get; init; }

    public string? TunType { get; init; }
}

/// <summary>A host connected to a tunnel.</summary>
internal sealed record ConnectorWire
{
    public string Id
    {
        get => field ?? "";
        init;
    }

    public string? Arch { get; init; }

    public string? Version { get; init; }

    public string? RunAt { get; init; }

    public IReadOnlyList<string>? Features { get; init; }

    /// <summary><c>offline</c>, <c>passive</c> or <c>active</c>.</summary>
    public string? HaStatus { get; init; }

    public IReadOnlyList<ConnectionWire>? Conns { get; init; }
}

/// <summary>One connection of a host.</summary>
internal sealed record ConnectionWire
{
    public string? Id { get; init; }

    public string? ClientId { get; init; }

    public string? ClientVersion { get; init; }

    public string? ColoName { get; init; }

    public string? OpenedAt { get; init; }

    public string? OriginIp { get; init; }

    public string? Uuid { get; init; }
}

/// <summary>High availability configuration of a tunnel.</summary>
internal sealed record TunnelConfigurationWire
{
    /// <summary><c>none</c>, <c>disabled</c>, <c>aws</c> or <c>local</c>.</summary>
    public string? HaMode { get; init; }

    public HaConfigWire? Config { get; init; }

    /// <summary>Incremented by every write.</summary>
    public int? ConfigurationVersion { get; init; }

    public string? CreatedAt { get; init; }

    public string? UpdatedAt { get; init; }
}

/// <summary>Settings of the modes <c>aws</c> and <c>local</c>.</summary>
internal sealed record HaConfigWire
{
    /// <summary>Network interface that moves to the active host, for <c>aws</c>.</summary>
    public string? FnrId { get; init; }

    /// <summary>Virtual IP addresses that move to the active host, for <c>local</c>.</summary>
    public IReadOnlyList<VirtualIpWire>? Vips { get; init; }

    public IReadOnlyList<VirtualIpWire>? VipsPrevious { get; init; }
}

/// <summary>A virtual IP address.</summary>
internal sealed record VirtualIpWire(string? Address);

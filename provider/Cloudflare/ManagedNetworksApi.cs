using System.Text.Json.Nodes;

namespace ZeroTrust.Cloudflare;

/// <summary>Networks that devices detect by a TLS endpoint. Profiles match them by name.</summary>
internal interface IManagedNetworksApi
{
    /// <summary>All managed networks. Served from one shared call.</summary>
    Task<IReadOnlyList<ManagedNetworkWire>> ListManagedNetworksAsync(string accountId, CancellationToken ct);

    /// <summary>A managed network, from the shared list if it is there; <see langword="null"/> when it does not exist.</summary>
    Task<ManagedNetworkWire?> FindManagedNetworkAsync(string accountId, string networkId, CancellationToken ct);

    /// <summary>Creates a managed network. After a lost response the network is looked up, never created a second time.</summary>
    /// <exception cref="CloudflareUnknownOutcomeException">The response was lost and the network has not appeared.</exception>
    Task<ManagedNetworkWire> CreateManagedNetworkAsync(string accountId, ManagedNetworkWire network, CancellationToken ct);

    /// <summary>Changes the given fields of a managed network; only reads it if there are none.</summary>
    Task<ManagedNetworkWire> PutManagedNetworkAsync(string accountId, string networkId, JsonObject fields, CancellationToken ct);

    /// <summary>Deletes a managed network; succeeds if it does not exist.</summary>
    Task DeleteManagedNetworkAsync(string accountId, string networkId, CancellationToken ct);
}

/// <inheritdoc cref="IManagedNetworksApi"/>
internal static class ManagedNetworksArea
{
    extension(CloudflareClient client)
    {
        public IManagedNetworksApi ManagedNetworks => client.Area<IManagedNetworksApi>(api => new ManagedNetworksApi(api, client.Time));
    }
}

/// <inheritdoc />
internal sealed class ManagedNetworksApi : IManagedNetworksApi
{
    private const string Networks = "/accounts/{account_id}/devices/networks";
    private const string Network = "/accounts/{account_id}/devices/networks/{network_id}";

    private static readonly ApiRoute GetNetworks = ApiRoute.Get(Networks, Permission.ZeroTrustRead);
    private static readonly ApiRoute PostNetworks = ApiRoute.Post(Networks, Permission.ZeroTrustWrite);
    private static readonly ApiRoute GetNetwork = ApiRoute.Get(Network, Permission.ZeroTrustRead);
    private static readonly ApiRoute PutNetwork = ApiRoute.Put(Network, Permission.ZeroTrustWrite);
    private static readonly ApiRoute DeleteNetwork = ApiRoute.Delete(Network, Permission.ZeroTrustWrite);

    private readonly JsonApi _api;
    private readonly SharedReads<string, IReadOnlyList<ManagedNetworkWire>> _networks;
    private readonly Creator<string, ManagedNetworkWire> _creator;

    public ManagedNetworksApi(JsonApi api, TimeProvider time)
    {
        _api = api;
        _networks = new(ReadAllAsync, JsonApi.SharedFor, time);
        _creator = new(ReadAllAsync, network => network.NetworkId ?? "", api, time);
    }

    public Task<IReadOnlyList<ManagedNetworkWire>> ListManagedNetworksAsync(string accountId, CancellationToken ct) =>
        _networks.GetAsync(accountId, ct);

    public async Task<ManagedNetworkWire?> FindManagedNetworkAsync(string accountId, string networkId, CancellationToken ct) =>
        (await ListManagedNetworksAsync(accountId, ct)).FirstOrDefault(network => network.NetworkId == networkId)
        ?? await _api.FindAsync<ManagedNetworkWire>(Get(accountId, networkId), ct);

    public Task<ManagedNetworkWire> CreateManagedNetworkAsync(string accountId, ManagedNetworkWire network, CancellationToken ct) =>
        _networks.ChangeAsync(
            accountId,
            () =>
                _creator.CreateAsync(
                    ApiCall.To(PostNetworks, [accountId], $"managed network '{network.Name}'").With(network),
                    accountId,
                    candidate => candidate.Name == network.Name && candidate.Config?.TlsSockaddr == network.Config?.TlsSockaddr,
                    // Cloudflare does not document whether names are unique.
                    unique: false,
                    ct
                )
        );

    // This PUT accepts a subset of the fields, like a PATCH.
    public Task<ManagedNetworkWire> PutManagedNetworkAsync(string accountId, string networkId, JsonObject fields, CancellationToken ct) =>
        fields.Count == 0
            ? JsonApi.RequireAsync(FindManagedNetworkAsync(accountId, networkId, ct), Get(accountId, networkId))
            : _networks.ChangeAsync(
                accountId,
                () =>
                    _api.ChangeAsync<ManagedNetworkWire>(
                        ApiCall.To(PutNetwork, [accountId, networkId], Subject(networkId)).With(fields),
                        Get(accountId, networkId),
                        ct
                    )
            );

    public Task DeleteManagedNetworkAsync(string accountId, string networkId, CancellationToken ct) =>
        _networks.ChangeAsync(
            accountId,
            async () =>
            {
                await _api.DeleteAsync(ApiCall.To(DeleteNetwork, [accountId, networkId], Subject(networkId)), ct);
                return true;
            }
        );

    private static string Subject(string networkId) => $"managed network '{networkId}'";

    private static ApiCall Get(string accountId, string networkId) => ApiCall.To(GetNetwork, [accountId, networkId], Subject(networkId));

    private Task<IReadOnlyList<ManagedNetworkWire>> ReadAllAsync(string accountId, CancellationToken ct) =>
        _api.ListAsync<ManagedNetworkWire>(ApiCall.To(GetNetworks, [accountId], "managed networks").ForMany(), null, ct);
}

/// <summary>A managed network.</summary>
internal sealed record ManagedNetworkWire : IIdentified
{
    /// <summary>Absent on create.</summary>
    public string? NetworkId { get; init; }

    string IIdentified.Identity => NetworkId ?? "";

    public string? Name { get; init; }

    /// <summary><c>tls</c>.</summary>
    public string? Type { get; init; }

    public ManagedNetworkConfigWire? Config { get; init; }
}

/// <summary>The endpoint of a managed network: <c>host:port</c>, and the SHA-256 of its certificate.</summary>
internal sealed record ManagedNetworkConfigWire(string? TlsSockaddr, string? Sha256);

using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZeroTrust.Cloudflare;

/// <summary>Virtual networks, which separate overlapping routes.</summary>
internal interface IVirtualNetworksApi
{
    /// <summary>All live virtual networks. Served from one shared call.</summary>
    Task<IReadOnlyList<VirtualNetworkWire>> ListVirtualNetworksAsync(string accountId, CancellationToken ct);

    /// <summary>
    /// A virtual network, from the shared list if it is there; <see langword="null"/> when it does not exist or is soft-deleted.
    /// </summary>
    Task<VirtualNetworkWire?> FindVirtualNetworkAsync(string accountId, string virtualNetworkId, CancellationToken ct);

    /// <summary>Creates a virtual network. After a lost response the network is looked up, never created a second time.</summary>
    /// <exception cref="CloudflareUnknownOutcomeException">The response was lost and the network has not appeared.</exception>
    Task<VirtualNetworkWire> CreateVirtualNetworkAsync(string accountId, JsonObject network, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> into a virtual network; only reads it if there are none.</summary>
    Task<VirtualNetworkWire> PatchVirtualNetworkAsync(string accountId, string virtualNetworkId, JsonObject changes, CancellationToken ct);

    /// <summary>Deletes a virtual network; succeeds if it does not exist. Cloudflare refuses to delete the default one.</summary>
    Task DeleteVirtualNetworkAsync(string accountId, string virtualNetworkId, CancellationToken ct);
}

/// <inheritdoc cref="IVirtualNetworksApi"/>
internal static class VirtualNetworksArea
{
    extension(CloudflareClient client)
    {
        public IVirtualNetworksApi VirtualNetworks => client.Area<IVirtualNetworksApi>(api => new VirtualNetworksApi(api, client.Time));
    }
}

/// <inheritdoc />
internal sealed class VirtualNetworksApi : IVirtualNetworksApi
{
    private const string Networks = "/accounts/{account_id}/teamnet/virtual_networks";
    private const string Network = "/accounts/{account_id}/teamnet/virtual_networks/{virtual_network_id}";

    private static readonly ApiRoute GetNetworks = ApiRoute.Get(Networks, Permission.TunnelRead);
    private static readonly ApiRoute PostNetworks = ApiRoute.Post(Networks, Permission.TunnelWrite);
    private static readonly ApiRoute GetNetwork = ApiRoute.Get(Network, Permission.TunnelRead);
    private static readonly ApiRoute PatchNetwork = ApiRoute.Patch(Network, Permission.TunnelWrite);
    private static readonly ApiRoute DeleteNetwork = ApiRoute.Delete(Network, Permission.TunnelWrite);

    private readonly JsonApi _api;
    private readonly SharedReads<string, IReadOnlyList<VirtualNetworkWire>> _networks;
    private readonly Creator<string, VirtualNetworkWire> _creator;

    public VirtualNetworksApi(JsonApi api, TimeProvider time)
    {
        _api = api;
        _networks = new(ReadAllAsync, JsonApi.SharedFor, time);
        _creator = new(ReadAllAsync, network => network.Id, api, time);
    }

    public Task<IReadOnlyList<VirtualNetworkWire>> ListVirtualNetworksAsync(string accountId, CancellationToken ct) =>
        _networks.GetAsync(accountId, ct);

    public async Task<VirtualNetworkWire?> FindVirtualNetworkAsync(string accountId, string virtualNetworkId, CancellationToken ct) =>
        (await ListVirtualNetworksAsync(accountId, ct)).FirstOrDefault(network => network.Id == virtualNetworkId)
        ?? Live(await _api.FindAsync<VirtualNetworkWire>(Get(accountId, virtualNetworkId), ct));

    public Task<VirtualNetworkWire> CreateVirtualNetworkAsync(string accountId, JsonObject network, CancellationToken ct)
    {
        var wanted = network.Deserialize(CloudflareJson.TypeInfo<VirtualNetworkWire>())!;
        return _networks.ChangeAsync(
            accountId,
            () =>
                _creator.CreateAsync(
                    ApiCall.To(PostNetworks, [accountId], $"virtual network '{wanted.Name}'").With(network),
                    accountId,
                    candidate => candidate.Name == wanted.Name,
                    unique: true,
                    ct
                )
        );
    }

    public Task<VirtualNetworkWire> PatchVirtualNetworkAsync(
        string accountId,
        string virtualNetworkId,
        JsonObject changes,
        CancellationToken ct
    ) =>
        changes.Count == 0
            ? JsonApi.RequireAsync(FindVirtualNetworkAsync(accountId, virtualNetworkId, ct), Get(accountId, virtualNetworkId))
            : _networks.ChangeAsync(
                accountId,
                () =>
                    _api.ChangeAsync<VirtualNetworkWire>(
                        ApiCall.To(PatchNetwork, [accountId, virtualNetworkId], Subject(virtualNetworkId)).With(changes),
                        Get(accountId, virtualNetworkId),
                        ct
                    )
            );

    public Task DeleteVirtualNetworkAsync(string accountId, string virtualNetworkId, CancellationToken ct) =>
        _networks.ChangeAsync(
            accountId,
            async () =>
            {
                await _api.DeleteAsync(ApiCall.To(DeleteNetwork, [accountId, virtualNetworkId], Subject(virtualNetworkId)), ct);
                return true;
            }
        );

    private static string Subject(string virtualNetworkId) => $"virtual network '{virtualNetworkId}'";

    private static ApiCall Get(string accountId, string virtualNetworkId) =>
        ApiCall.To(GetNetwork, [accountId, virtualNetworkId], Subject(virtualNetworkId));

    private static VirtualNetworkWire? Live(VirtualNetworkWire? network) => network is { DeletedAt: null or "" } ? network : null;

    private async Task<IReadOnlyList<VirtualNetworkWire>> ReadAllAsync(string accountId, CancellationToken ct)
    {
        var all = await _api.ListAsync<VirtualNetworkWire>(
            ApiCall.To(GetNetworks, [accountId], "virtual networks").ForMany() with
            {
                Query = "is_deleted=false",
            },
            null,
            ct
        );
        return [.. all.Where(network => Live(network) is not null)];
    }
}

/// <summary>The writable fields of a virtual network.</summary>
internal sealed record VirtualNetworkRequest(string? Name, string? Comment, bool? IsDefaultNetwork);

/// <summary>A virtual network.</summary>
internal sealed record VirtualNetworkWire : IIdentified
{
    public string Id
    {
        get => field ?? "";
        init;
    }

    string IIdentified.Identity => Id;

    public string? Name { get; init; }

    public string? Comment { get; init; }

    public bool? IsDefaultNetwork { get; init; }

    public string? CreatedAt { get; init; }

    public string? DeletedAt { get; init; }
}

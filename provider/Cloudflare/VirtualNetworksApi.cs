using System.Text.Json.Nodes;

namespace ZeroTrust.Provider.Cloudflare;

/// <summary>Virtual networks, which keep overlapping routes apart.</summary>
internal interface IVirtualNetworksApi
{
    /// <summary>All live virtual networks. Served from one shared call.</summary>
    [Route("GET", "/accounts/{account_id}/teamnet/virtual_networks", Permission = "Cloudflare Tunnel Read")]
    Task<IReadOnlyList<VirtualNetworkWire>> ListVirtualNetworksAsync(string accountId, CancellationToken ct);

    /// <summary>One virtual network, from the shared list when it is there; <see langword="null"/> when it is gone, which includes deleted softly.</summary>
    [Route("GET", "/accounts/{account_id}/teamnet/virtual_networks/{virtual_network_id}", Permission = "Cloudflare Tunnel Read")]
    Task<VirtualNetworkWire?> FindVirtualNetworkAsync(string accountId, string virtualNetworkId, CancellationToken ct);

    /// <summary>Creates a virtual network. After a lost answer it is looked up, never created a second time.</summary>
    /// <exception cref="CloudflareUnknownOutcomeException">The answer was lost and the virtual network is not to be seen.</exception>
    [Route("POST", "/accounts/{account_id}/teamnet/virtual_networks", Permission = "Cloudflare Tunnel Write")]
    Task<VirtualNetworkWire> CreateVirtualNetworkAsync(string accountId, JsonObject network, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> into a virtual network; without any, it is only read.</summary>
    [Route("PATCH", "/accounts/{account_id}/teamnet/virtual_networks/{virtual_network_id}", Permission = "Cloudflare Tunnel Write")]
    Task<VirtualNetworkWire> PatchVirtualNetworkAsync(string accountId, string virtualNetworkId, JsonObject changes, CancellationToken ct);

    /// <summary>Deletes a virtual network; one that is gone is fine. Cloudflare refuses for the default one.</summary>
    [Route("DELETE", "/accounts/{account_id}/teamnet/virtual_networks/{virtual_network_id}", Permission = "Cloudflare Tunnel Write")]
    Task DeleteVirtualNetworkAsync(string accountId, string virtualNetworkId, CancellationToken ct);
}

/// <summary>A virtual network.</summary>
internal sealed record VirtualNetworkWire
{
    public string Id { get => field ?? ""; init; }

    public string? Name { get; init; }

    public string? Comment { get; init; }

    public bool? IsDefaultNetwork { get; init; }

    public string? CreatedAt { get; init; }

    public string? DeletedAt { get; init; }
}

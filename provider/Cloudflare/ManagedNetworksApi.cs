using System.Text.Json.Nodes;

namespace ZeroTrust.Provider.Cloudflare;

/// <summary>Networks that devices recognise by a TLS endpoint; profiles match them by name.</summary>
internal interface IManagedNetworksApi
{
    /// <summary>All managed networks. Served from one shared call.</summary>
    [Route("GET", "/accounts/{account_id}/devices/networks", Permission = "Zero Trust Read")]
    Task<IReadOnlyList<ManagedNetworkWire>> ListManagedNetworksAsync(string accountId, CancellationToken ct);

    /// <summary>One managed network, from the shared list when it is there; <see langword="null"/> when it is gone.</summary>
    [Route("GET", "/accounts/{account_id}/devices/networks/{network_id}", Permission = "Zero Trust Read")]
    Task<ManagedNetworkWire?> FindManagedNetworkAsync(string accountId, string networkId, CancellationToken ct);

    /// <summary>Creates a managed network. After a lost answer it is looked up, never created a second time.</summary>
    /// <exception cref="CloudflareUnknownOutcomeException">The answer was lost and the managed network is not to be seen.</exception>
    [Route("POST", "/accounts/{account_id}/devices/networks", Permission = "Zero Trust Write")]
    Task<ManagedNetworkWire> CreateManagedNetworkAsync(string accountId, ManagedNetworkWire network, CancellationToken ct);

    /// <summary>Changes the given fields of a managed network; without any, it is only read.</summary>
    [Route("PUT", "/accounts/{account_id}/devices/networks/{network_id}", Permission = "Zero Trust Write")]
    Task<ManagedNetworkWire> PutManagedNetworkAsync(string accountId, string networkId, JsonObject fields, CancellationToken ct);

    /// <summary>Deletes a managed network; one that is gone is fine.</summary>
    [Route("DELETE", "/accounts/{account_id}/devices/networks/{network_id}", Permission = "Zero Trust Write")]
    Task DeleteManagedNetworkAsync(string accountId, string networkId, CancellationToken ct);
}

/// <summary>A managed network.</summary>
internal sealed record ManagedNetworkWire
{
    /// <summary>Absent in a creation.</summary>
    public string? NetworkId { get; init; }

    public string? Name { get; init; }

    /// <summary><c>tls</c>.</summary>
    public string? Type { get; init; }

    public ManagedNetworkConfigWire? Config { get; init; }
}

/// <summary>The endpoint of a managed network: <c>host:port</c>, and the SHA-256 of its certificate.</summary>
internal sealed record ManagedNetworkConfigWire(string? TlsSockaddr, string? Sha256);

using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Networks;

/// <summary>The managed networks of an account, by name.</summary>
/// <remarks>Source: <c>GET /accounts/{account_id}/devices/networks</c>. Token permission: Zero Trust Read.</remarks>
internal sealed record GetManagedNetworksArgs : AccountScoped;

/// <summary>Managed networks found.</summary>
internal sealed record GetManagedNetworksResult
{
    /// <summary>The networks, by name.</summary>
    public required IReadOnlyList<ManagedNetworkInfo> ManagedNetworks { get; init; }
}

/// <summary>A managed network.</summary>
internal sealed record ManagedNetworkInfo : AccountScoped
{
    /// <summary>ID of the network in its account.</summary>
    public required string NetworkId { get; init; }

    /// <summary>Name, by which profiles match it.</summary>
    public required string Name { get; init; }

    /// <summary>How devices recognize it: <c>tls</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Host (or IP address) and port of the TLS endpoint.</summary>
    public string? TlsSockaddr { get; init; }

    /// <summary>SHA-256 of the endpoint's certificate; unset where devices check it against the authorities they trust.</summary>
    public string? Sha256 { get; init; }

    public static ManagedNetworkInfo Of(string account, ManagedNetworkWire network) =>
        new()
        {
            AccountId = account,
            NetworkId = network.NetworkId ?? "",
            Name = network.Name ?? "",
            Type = network.Type,
            TlsSockaddr = network.Config?.TlsSockaddr,
            Sha256 = network.Config?.Sha256,
        };
}

internal sealed class GetManagedNetworks(IManagedNetworksApi api) : IFunction<GetManagedNetworksArgs, GetManagedNetworksResult>
{
    public async Task<GetManagedNetworksResult> InvokeAsync(GetManagedNetworksArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        return new()
        {
            ManagedNetworks =
            [
                .. from network in await api.ListManagedNetworksAsync(account, ct)
                orderby network.Name
                select ManagedNetworkInfo.Of(account, network),
            ],
        };
    }
}

[JsonSerializable(typeof(GetManagedNetworksArgs)), JsonSerializable(typeof(GetManagedNetworksResult))]
internal sealed partial class GetManagedNetworksJson : JsonSerializerContext;

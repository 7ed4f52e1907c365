using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Networks;

/// <summary>The virtual networks of an account, by name.</summary>
/// <remarks>Source: <c>GET /accounts/{account_id}/teamnet/virtual_networks</c>. Token permission: Cloudflare Tunnel Read.</remarks>
internal sealed record GetVirtualNetworksArgs : AccountScoped;

/// <summary>Virtual networks found.</summary>
internal sealed record GetVirtualNetworksResult
{
    /// <summary>The networks, by name.</summary>
    public required IReadOnlyList<VirtualNetworkInfo> VirtualNetworks { get; init; }
}

/// <summary>A virtual network.</summary>
internal sealed record VirtualNetworkInfo : AccountScoped
{
    /// <summary>ID of the network in its account.</summary>
    public required string VirtualNetworkId { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether it is the account's default network.</summary>
    public required bool IsDefaultNetwork { get; init; }

    /// <summary>When it was created.</summary>
    public string? CreatedAt { get; init; }

    public static VirtualNetworkInfo Of(string account, VirtualNetworkWire network) =>
        new()
        {
            AccountId = account,
            VirtualNetworkId = network.Id,
            Name = network.Name ?? "",
            Comment = network.Comment,
            IsDefaultNetwork = network.IsDefaultNetwork ?? false,
            CreatedAt = network.CreatedAt,
        };
}

internal sealed class GetVirtualNetworks(IVirtualNetworksApi api) : IFunction<GetVirtualNetworksArgs, GetVirtualNetworksResult>
{
    public async Task<GetVirtualNetworksResult> InvokeAsync(GetVirtualNetworksArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        return new()
        {
            VirtualNetworks =
            [
                .. from network in await api.ListVirtualNetworksAsync(account, ct)
                orderby network.Name
                select VirtualNetworkInfo.Of(account, network),
            ],
        };
    }
}

[JsonSerializable(typeof(GetVirtualNetworksArgs)), JsonSerializable(typeof(GetVirtualNetworksResult))]
internal sealed partial class GetVirtualNetworksJson : JsonSerializerContext;

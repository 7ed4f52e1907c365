using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Networks;

/// <summary>One virtual network, by its id or its name; without either, the account's default one.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/teamnet/virtual_networks/{virtual_network_id}</c>. Token permission: Cloudflare Tunnel Read.
/// </remarks>
internal sealed record GetVirtualNetworkArgs : AccountScoped
{
    /// <summary>
    /// The network: its <c>virtualNetworkId</c>, or the id of a <c>VirtualNetwork</c>. Not together with <c>name</c>.
    /// </summary>
    [Format(StringFormat.VirtualNetworkId)]
    public string? VirtualNetworkId { get; init; }

    /// <summary>Name of the network. Not together with <c>virtualNetworkId</c>.</summary>
    public string? Name { get; init; }
}

internal sealed class GetVirtualNetwork(IVirtualNetworksApi api) : IFunction<GetVirtualNetworkArgs, VirtualNetworkInfo>
{
    public IEnumerable<Problem> Check(GetVirtualNetworkArgs args)
    {
        if (!string.IsNullOrEmpty(args.VirtualNetworkId) && !string.IsNullOrEmpty(args.Name))
        {
            yield return new(Problems.IdXorName, "", "set virtualNetworkId or name, or neither for the account's default network.");
        }
    }

    public async Task<VirtualNetworkInfo> InvokeAsync(GetVirtualNetworkArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        return await FindAsync(account, args, ct) is { } found ? VirtualNetworkInfo.Of(account, found)
            : string.IsNullOrEmpty(args.VirtualNetworkId) && string.IsNullOrEmpty(args.Name)
                ? throw new RefusedException($"Account {account} has no default virtual network; getVirtualNetworks lists them.")
            : throw LookUp.NotFound(account, "virtual network", args.VirtualNetworkId, args.Name, "getVirtualNetworks");
    }

    private async Task<VirtualNetworkWire?> FindAsync(string account, GetVirtualNetworkArgs args, CancellationToken ct)
    {
        if (!string.IsNullOrEmpty(args.VirtualNetworkId))
        {
            return await api.FindVirtualNetworkAsync(
                account,
                StringFormats.Of(StringFormat.VirtualNetworkId).Canonical(args.VirtualNetworkId),
                ct
            );
        }

        var networks = await api.ListVirtualNetworksAsync(account, ct);
        return string.IsNullOrEmpty(args.Name)
            ? networks.FirstOrDefault(network => network.IsDefaultNetwork is true)
            : networks.FirstOrDefault(network => network.Name == args.Name);
    }
}

[JsonSerializable(typeof(GetVirtualNetworkArgs)), JsonSerializable(typeof(VirtualNetworkInfo))]
internal sealed partial class GetVirtualNetworkJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Networks;

/// <summary>One managed network, by its id or its name.</summary>
/// <remarks>Source: <c>GET /accounts/{account_id}/devices/networks/{network_id}</c>. Token permission: Zero Trust Read.</remarks>
internal sealed record GetManagedNetworkArgs : AccountScoped
{
    /// <summary>ID of the network. Either this or <c>name</c>.</summary>
    [Format(StringFormat.Uuid)]
    public string? NetworkId { get; init; }

    /// <summary>Name of the network. Either this or <c>networkId</c>.</summary>
    public string? Name { get; init; }
}

internal sealed class GetManagedNetwork(IManagedNetworksApi api) : IFunction<GetManagedNetworkArgs, ManagedNetworkInfo>
{
    public IEnumerable<Problem> Check(GetManagedNetworkArgs args) => LookUp.Check(("networkId", args.NetworkId), ("name", args.Name));

    public async Task<ManagedNetworkInfo> InvokeAsync(GetManagedNetworkArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var found = string.IsNullOrEmpty(args.NetworkId)
            ? (await api.ListManagedNetworksAsync(account, ct)).FirstOrDefault(network => network.Name == args.Name)
            : await api.FindManagedNetworkAsync(account, StringFormats.Of(StringFormat.Uuid).Canonical(args.NetworkId), ct);
        return found is not null
            ? ManagedNetworkInfo.Of(account, found)
            : throw LookUp.NotFound(account, "managed network", args.NetworkId, args.Name, "getManagedNetworks");
    }
}

[JsonSerializable(typeof(GetManagedNetworkArgs)), JsonSerializable(typeof(ManagedNetworkInfo))]
internal sealed partial class GetManagedNetworkJson : JsonSerializerContext;

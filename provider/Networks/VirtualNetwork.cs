using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Networks;

/// <summary>A virtual network, which separates routes whose private networks overlap.</summary>
/// <remarks>
/// Source: <c>POST|GET|PATCH|DELETE /accounts/{account_id}/teamnet/virtual_networks/{virtual_network_id}</c>. Token permission: Cloudflare
/// Tunnel Write.
/// Every account has one default network. Deleting the resource deletes the network; Cloudflare refuses for the default one, and while
/// routes are in it.
/// </remarks>
internal record VirtualNetworkArgs : AccountScoped
{
    /// <summary>Name, unique in the account. At most 256 characters.</summary>
    [Length(1, 256), Format(StringFormat.Name)]
    public required string Name { get; init; }

    /// <summary>What it is for. At most 256 characters; empty and unset mean the same.</summary>
    [Length(256), ClearOnRemoval]
    public string? Comment { get; init; }

    /// <summary>
    /// Whether it is the account's default network. Setting true makes this network the default instead of the current one. It cannot be
    /// changed from true to false: make another network the default.
    /// </summary>
    [ServerDefault(false), ChangedByOthers]
    public bool? IsDefaultNetwork { get; init; }
}

/// <summary>A virtual network as Cloudflare holds it.</summary>
internal sealed record VirtualNetworkState : VirtualNetworkArgs
{
    /// <summary>ID of the network in its account.</summary>
    [Stable, Format(StringFormat.Uuid)]
    public required string VirtualNetworkId { get; init; }

    /// <summary>When it was created.</summary>
    [Stable]
    public string? CreatedAt { get; init; }
}

internal sealed class VirtualNetworkResource(IVirtualNetworksApi api)
    : IResource<VirtualNetworkArgs, VirtualNetworkState>,
        IChangeCheck<VirtualNetworkArgs, VirtualNetworkState>,
        IUsesExclusively<VirtualNetworkArgs, VirtualNetworkState>,
        IListable
{
    private const int NameTaken = 1014;

    public ResourceId Id(VirtualNetworkState state) => new(state.AccountId!, state.VirtualNetworkId);

    public async IAsyncEnumerable<ListedObject> ListAsync(string account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var network in await api.ListVirtualNetworksAsync(account, ct))
        {
            yield return new(new(account, network.Id), network.Name ?? network.Id);
        }
    }

    public IEnumerable<Problem> Check(VirtualNetworkArgs args) => [];

    public IEnumerable<ExclusiveUse> Uses(VirtualNetworkArgs args, VirtualNetworkState? state, string account)
    {
        yield return new(
            $"virtual network name:{account}/{args.Name}",
            Problems.SameName,
            "name",
            $"are virtual networks named '{args.Name}'"
        );
        if (args.IsDefaultNetwork is true)
        {
            yield return new(
                $"defaultNetwork:{account}",
                Problems.TwoDefaultNetworks,
                "isDefaultNetwork",
                "are declared as the default virtual network"
            );
        }
    }

    public IEnumerable<Problem> CheckChange(VirtualNetworkState old, VirtualNetworkArgs args, ChangeSet changes)
    {
        if (changes.Has("isDefaultNetwork") && args.IsDefaultNetwork is false)
        {
            yield return new(
                Problems.DefaultNetworkDemoted,
                "isDefaultNetwork",
                $"'{old.Name}' is the account's default network, and Cloudflare cannot demote it: "
                    + "set isDefaultNetwork to true on another VirtualNetwork, and take the property out of this one."
            );
        }
    }

    public async Task<VirtualNetworkState> CreateAsync(VirtualNetworkArgs args, Operation operation, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var account = operation.Account(args.AccountId);
        try
        {
            return State(account, await api.CreateVirtualNetworkAsync(account, Body.Of(ToWire(args)), operation.Commit));
        }
        catch (CloudflareException failure) when (failure.HasCode(NameTaken))
        {
            if ((await api.ListVirtualNetworksAsync(account, ct)).FirstOrDefault(network => network.Name == args.Name) is not { } taken)
            {
                throw;
            }

            var id = new ResourceId(account, taken.Id);
            return Declares(args, taken) && operation.Adopt(id)
                ? State(account, taken)
                : throw new RefusedException($"{failure.Message} {operation.WaysOut(id, "choose another name")}");
        }
    }

    public async Task<VirtualNetworkState?> ReadAsync(
        ResourceId id,
        VirtualNetworkState? known,
        Operation operation,
        CancellationToken ct
    ) => await api.FindVirtualNetworkAsync(id.Account, id.Object, ct) is { } found ? State(id.Account, found) : null;

    public async Task<VirtualNetworkState> UpdateAsync(
        ResourceId id,
        VirtualNetworkState old,
        VirtualNetworkArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    )
    {
        var body = Body.Of(ToWire(args with { Comment = args.Comment ?? "" }), changes);
        try
        {
            return State(id.Account, await api.PatchVirtualNetworkAsync(id.Account, id.Object, body, ct));
        }
        catch (CloudflareException failure) when (failure.HasCode(NameTaken))
        {
            throw Adoption.TakenFromAnother(failure.Message, "name");
        }
    }

    public async Task DeleteAsync(
        ResourceId id,
        VirtualNetworkState old,
        VirtualNetworkArgs args,
        Operation operation,
        CancellationToken ct
    )
    {
        try
        {
            await api.DeleteVirtualNetworkAsync(id.Account, id.Object, ct);
        }
        catch (CloudflareException failure) when (failure.Kind == CloudflareErrorKind.Refused)
        {
            var isDefault = (await api.FindVirtualNetworkAsync(id.Account, id.Object, ct))?.IsDefaultNetwork is true;
            throw new RefusedException(
                isDefault
                    ? $"{failure.Message} '{old.Name}' is the account's default network: "
                        + "make another one the default (isDefaultNetwork: true), then delete this one; "
                        + "or leave it to the account with pulumi state delete."
                    : $"{failure.Message} While routes are in it, a virtual network cannot be deleted: remove them first."
            );
        }
    }

    private static bool Declares(VirtualNetworkArgs args, VirtualNetworkWire network) =>
        (args.Comment ?? "") == (network.Comment ?? "") && (args.IsDefaultNetwork ?? false) == (network.IsDefaultNetwork ?? false);

    private static VirtualNetworkRequest ToWire(VirtualNetworkArgs args) => new(args.Name, args.Comment, args.IsDefaultNetwork);

    public static VirtualNetworkState State(string account, VirtualNetworkWire wire) =>
        new()
        {
            AccountId = account,
            VirtualNetworkId = wire.Id,
            Name = wire.Name ?? "",
            Comment = string.IsNullOrEmpty(wire.Comment) ? null : wire.Comment,
            IsDefaultNetwork = wire.IsDefaultNetwork ?? false,
            CreatedAt = wire.CreatedAt,
        };
}

[JsonSerializable(typeof(VirtualNetworkArgs)), JsonSerializable(typeof(VirtualNetworkState))]
internal sealed partial class VirtualNetworkJson : JsonSerializerContext;

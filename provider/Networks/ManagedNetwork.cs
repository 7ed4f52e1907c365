using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Networks;

/// <summary>
/// A managed network: a place that devices recognize by a TLS endpoint that is reachable only there. Profiles match it by its name.
/// </summary>
/// <remarks>
/// Source: <c>POST|GET|PUT|DELETE /accounts/{account_id}/devices/networks/{network_id}</c>. Token permission: Zero Trust Write.
/// Deleting the resource deletes the network; profiles whose <c>match</c> names it no longer match.
/// </remarks>
internal record ManagedNetworkArgs : AccountScoped
{
    /// <summary>Name, by which profiles match it: <c>network == "office"</c>.</summary>
    [Length(1, 256), Format(StringFormat.Name)]
    public required string Name { get; init; }

    /// <summary>How devices recognize it.</summary>
    [Default("tls"), OneOf(nameof(Enums.ManagedNetworkType))]
    public string? Type { get; init; }

    /// <summary>The endpoint.</summary>
    public required ManagedNetworkConfig Config { get; init; }
}

/// <summary>The TLS endpoint of a managed network.</summary>
internal sealed record ManagedNetworkConfig
{
    /// <summary>Host (or IP address) and port, such as <c>10.0.0.1:3333</c>.</summary>
    [Format(StringFormat.HostPort)]
    public required string TlsSockaddr { get; init; }

    /// <summary>
    /// SHA-256 of the endpoint's certificate, 64 hexadecimal digits. Without one, devices check the certificate against the authorities
    /// they trust. Removing it from the program leaves it as it is; empty clears it.
    /// </summary>
    [Format(StringFormat.Sha256)]
    public string? Sha256 { get; init; }
}

/// <summary>A managed network as Cloudflare holds it.</summary>
internal sealed record ManagedNetworkState : ManagedNetworkArgs
{
    /// <summary>ID of the network in its account.</summary>
    [Stable, Format(StringFormat.Uuid)]
    public required string NetworkId { get; init; }
}

internal sealed class ManagedNetworkResource(IManagedNetworksApi api)
    : IResource<ManagedNetworkArgs, ManagedNetworkState>,
        IUsesExclusively<ManagedNetworkArgs, ManagedNetworkState>,
        IListable
{
    public IEnumerable<ExclusiveUse> Uses(ManagedNetworkArgs args, ManagedNetworkState? state, string account) =>
        [
            new($"managed network name:{account}/{args.Name}", Problems.SameName, "name", $"are managed networks named '{args.Name}'"),
            new(
                $"managed network endpoint:{account}/{StringFormats.Of(StringFormat.HostPort).Canonical(args.Config.TlsSockaddr)}",
                Problems.SameObject,
                "config.tlsSockaddr",
                $"are recognized by {args.Config.TlsSockaddr}"
            ),
        ];

    public ResourceId Id(ManagedNetworkState state) => new(state.AccountId!, state.NetworkId);

    public async IAsyncEnumerable<ListedObject> ListAsync(string account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var network in await api.ListManagedNetworksAsync(account, ct))
        {
            yield return new(new(account, network.NetworkId ?? ""), network.Name ?? "");
        }
    }

    public IEnumerable<Problem> Check(ManagedNetworkArgs args) => [];

    public async Task<ManagedNetworkState> CreateAsync(ManagedNetworkArgs args, Operation operation, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var account = operation.Account(args.AccountId);
        var wire = ToWire(args);

        // Profiles match a network by its name, and Cloudflare may take a second one of the same name.
        var existing = (await api.ListManagedNetworksAsync(account, ct)).FirstOrDefault(network => network.Name == wire.Name);
        if (existing is null)
        {
            return State(account, await api.CreateManagedNetworkAsync(account, wire, operation.Commit), args);
        }

        var id = new ResourceId(account, existing.NetworkId ?? "");
        return IsDeclared(existing, wire) && operation.Adopt(id)
            ? State(account, existing, args)
            : throw new RefusedException(
                $"The account has a managed network named '{wire.Name}' already. {operation.WaysOut(id, "choose another name")}"
            );
    }

    public async Task<ManagedNetworkState?> ReadAsync(
        ResourceId id,
        ManagedNetworkState? known,
        Operation operation,
        CancellationToken ct
    ) => await api.FindManagedNetworkAsync(id.Account, id.Object, ct) is { } found ? State(id.Account, found, known) : null;

    public async Task<ManagedNetworkState> UpdateAsync(
        ResourceId id,
        ManagedNetworkState old,
        ManagedNetworkArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    )
    {
        // The endpoint is replaced whole: a fingerprint that the program does not manage is sent again.
        var whole = args with
        {
            Config = args.Config with { Sha256 = args.Config.Sha256 ?? old.Config.Sha256 },
        };
        var body = Body.Of(ToWire(whole), changes);
        return State(id.Account, await api.PutManagedNetworkAsync(id.Account, id.Object, body, ct), args);
    }

    public Task DeleteAsync(ResourceId id, ManagedNetworkState old, ManagedNetworkArgs args, Operation operation, CancellationToken ct) =>
        api.DeleteManagedNetworkAsync(id.Account, id.Object, ct);

    private static bool IsDeclared(ManagedNetworkWire network, ManagedNetworkWire wanted) =>
        network.Name == wanted.Name
        && network.Type == wanted.Type
        && network.Config?.TlsSockaddr == wanted.Config!.TlsSockaddr
        && (wanted.Config.Sha256 is null || network.Config?.Sha256 == wanted.Config.Sha256);

    public static ManagedNetworkState State(string account, ManagedNetworkWire wire, ManagedNetworkArgs? known) =>
        new()
        {
            AccountId = account,
            NetworkId = wire.NetworkId ?? "",
            Name = wire.Name ?? known?.Name ?? "",
            Type = wire.Type ?? known?.Type,
            Config = new() { TlsSockaddr = wire.Config?.TlsSockaddr ?? known?.Config.TlsSockaddr ?? "", Sha256 = wire.Config?.Sha256 },
        };

    private static ManagedNetworkWire ToWire(ManagedNetworkArgs args) =>
        new()
        {
            Name = args.Name,
            Type = args.Type,
            Config = new(
                StringFormats.Of(StringFormat.HostPort).Canonical(args.Config.TlsSockaddr),
                StringFormats.CanonicalOrNull(StringFormat.Sha256, args.Config.Sha256)
            ),
        };
}

[JsonSerializable(typeof(ManagedNetworkArgs)), JsonSerializable(typeof(ManagedNetworkState))]
internal sealed partial class ManagedNetworkJson : JsonSerializerContext;

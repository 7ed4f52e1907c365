using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Networks;

/// <summary>
/// A hostname route: a private hostname that devices reach through a tunnel, whatever its address is. A hostname is routed through one
/// tunnel. Needs client 2026.6.822 or later. Gateway answers with an address in <c>100.80.0.0/16</c>: that range and the devices'
/// <c>100.96.0.0/12</c> must go through the tunnel.
/// </summary>
/// <remarks>
/// Source: <c>POST|GET|PATCH|DELETE /accounts/{account_id}/zerotrust/routes/hostname/{hostname_route_id}</c>. Token permission: Cloudflare
/// Tunnel Write.
/// Gateway resolves the hostname, so no fallback domain may cover it. Deleting the resource deletes the route; a route that was deleted
/// with its tunnel counts as deleted.
/// </remarks>
internal record HostnameRouteArgs : AccountScoped
{
    /// <summary>The private hostname, such as <c>wiki.office.example.com</c>. Case and a trailing dot carry no meaning.</summary>
    [Format(StringFormat.Suffix), Length(1, 255), Unique]
    public required string Hostname { get; init; }

    /// <summary>The tunnel that leads there: its <c>tunnelId</c>, or the id of a <c>WarpConnectorTunnel</c>.</summary>
    [ReplaceWhenUnknown, Format(StringFormat.TunnelId)]
    public required string TunnelId { get; init; }

    /// <summary>What it is for. At most 256 characters; empty and unset mean the same.</summary>
    [Length(256), ClearOnRemoval]
    public string? Comment { get; init; }
}

/// <summary>A hostname route as Cloudflare holds it.</summary>
internal sealed record HostnameRouteState : HostnameRouteArgs
{
    /// <summary>ID of the route in its account.</summary>
    [Stable, Format(StringFormat.Uuid)]
    public required string RouteId { get; init; }

    /// <summary>When it was created.</summary>
    [Stable]
    public string? CreatedAt { get; init; }
}

internal sealed class HostnameRouteResource(IHostnameRoutesApi api)
    : IResource<HostnameRouteArgs, HostnameRouteState>,
        IUsesExclusively<HostnameRouteArgs, HostnameRouteState>,
        IListable
{
    public ResourceId Id(HostnameRouteState state) => new(state.AccountId!, state.RouteId);

    public async IAsyncEnumerable<ListedObject> ListAsync(string account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var route in await api.ListHostnameRoutesAsync(account, ct))
        {
            yield return new(new(account, route.Id), route.Hostname ?? route.Id);
        }
    }

    public IEnumerable<Problem> Check(HostnameRouteArgs args) => [];

    public IEnumerable<ExclusiveUse> Uses(HostnameRouteArgs args, HostnameRouteState? state, string account)
    {
        var hostname = Canonical(args.Hostname);
        return hostname.Length > 0 ? [new($"hostname:{account}/{hostname}", Problems.SameObject, "hostname", $"route '{hostname}'")] : [];
    }

    public async Task<HostnameRouteState> CreateAsync(HostnameRouteArgs args, Operation operation, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var account = operation.Account(args.AccountId);
        var wire = ToWire(args);
        try
        {
            return State(account, await api.CreateHostnameRouteAsync(account, wire, operation.Commit), args);
        }
        catch (CloudflareException failure) when (failure.Kind == CloudflareErrorKind.Refused)
        {
            if (await FindHolderAsync(account, args, ct) is not { } holder)
            {
                throw;
            }

            return Declares(wire, holder) && operation.Adopt(new(account, holder.Id))
                ? State(account, holder, args)
                : throw new RefusedException(
                    $"{failure.Message} {Held(holder)} {operation.WaysOut(new(account, holder.Id), "choose another hostname")}"
                );
        }
    }

    public async Task<HostnameRouteState?> ReadAsync(ResourceId id, HostnameRouteState? known, Operation operation, CancellationToken ct) =>
        await api.FindHostnameRouteAsync(id.Account, id.Object, ct) is { } found ? State(id.Account, found, known) : null;

    public async Task<HostnameRouteState> UpdateAsync(
        ResourceId id,
        HostnameRouteState old,
        HostnameRouteArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    )
    {
        var body = Body.Of(ToWire(args with { Comment = args.Comment ?? "" }), changes);
        try
        {
            return State(id.Account, await api.PatchHostnameRouteAsync(id.Account, id.Object, body, ct), args);
        }
        catch (CloudflareException failure) when (failure.Kind == CloudflareErrorKind.Refused)
        {
            if (await FindHolderAsync(id.Account, args, ct) is not { } holder || holder.Id == id.Object)
            {
                throw;
            }

            throw Adoption.TakenFromAnother($"{failure.Message} {Held(holder)}", "hostname");
        }
    }

    public Task DeleteAsync(ResourceId id, HostnameRouteState old, HostnameRouteArgs args, Operation operation, CancellationToken ct) =>
        api.DeleteHostnameRouteAsync(id.Account, id.Object, ct);

    private async Task<HostnameRouteWire?> FindHolderAsync(string account, HostnameRouteArgs args, CancellationToken ct)
    {
        var hostname = Canonical(args.Hostname);
        return (await api.ListHostnameRoutesAsync(account, ct)).FirstOrDefault(route => Canonical(route.Hostname ?? "") == hostname);
    }

    private static string Held(HostnameRouteWire holder) =>
        $"'{Canonical(holder.Hostname ?? "")}' is routed already, through tunnel '{holder.TunnelName ?? holder.TunnelId}'.";

    private static bool Declares(HostnameRouteRequest wanted, HostnameRouteWire route) =>
        string.Equals(wanted.TunnelId, route.TunnelId, StringComparison.OrdinalIgnoreCase)
        && (wanted.Comment ?? "") == (route.Comment ?? "");

    private static string Canonical(string hostname) => StringFormats.Of(StringFormat.Suffix).Canonical(hostname);

    private static HostnameRouteRequest ToWire(HostnameRouteArgs args) =>
        new()
        {
            Hostname = Canonical(args.Hostname),
            TunnelId = StringFormats.Of(StringFormat.TunnelId).Canonical(args.TunnelId),
            Comment = args.Comment,
        };

    private static HostnameRouteState State(string account, HostnameRouteWire wire, HostnameRouteArgs? known) =>
        new()
        {
            AccountId = account,
            RouteId = wire.Id,
            Hostname = wire.Hostname ?? known?.Hostname ?? "",
            TunnelId = wire.TunnelId ?? known?.TunnelId ?? "",
            Comment = string.IsNullOrEmpty(wire.Comment) ? null : wire.Comment,
            CreatedAt = wire.CreatedAt,
        };
}

[JsonSerializable(typeof(HostnameRouteArgs)), JsonSerializable(typeof(HostnameRouteState))]
internal sealed partial class HostnameRouteJson : JsonSerializerContext;

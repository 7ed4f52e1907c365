using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Connectors;

/// <summary>
/// How the hosts of a highly available WARP Connector tunnel fail over. Every tunnel has such a configuration.
/// </summary>
/// <remarks>
/// Source: <c>GET|PUT /accounts/{account_id}/warp_connector/{tunnel_id}/configurations</c>. Token permission: Cloudflare One Connector:
/// WARP Write.
/// The tunnel has to be created with <c>ha: true</c>, and its hosts need a profile with the MASQUE protocol. Deleting the resource sets the
/// mode to <c>none</c>, the mode of new tunnels.
/// </remarks>
internal record WarpConnectorConfigurationArgs : AccountScoped
{
    /// <summary>The tunnel: its <c>tunnelId</c>, or the id of a <c>WarpConnectorTunnel</c>.</summary>
    [ReplaceOnChange, Stable, Format(StringFormat.TunnelId)]
    public required string TunnelId { get; init; }

    /// <summary>How hosts fail over.</summary>
    [OneOf(nameof(Enums.HaMode))]
    public required string HaMode { get; init; }

    /// <summary>What the modes <c>aws</c> and <c>local</c> need; not for the others.</summary>
    [DerivedFrom("haMode")]
    public HaConfig? Config { get; init; }
}

/// <summary>What the modes of high availability need.</summary>
internal sealed record HaConfig
{
    /// <summary>
    /// For mode <c>aws</c>: ID of the network interface that moves to the active host, such as <c>eni-0123456789abcdef0</c>.
    /// </summary>
    [Length(1, 256)]
    public string? FnrId { get; init; }

    /// <summary>For mode <c>local</c>: IP addresses that move to the active host; at least one. Their order has no meaning.</summary>
    [Set, Count(1, 1000), Format(StringFormat.IpAddress)]
    public IReadOnlyList<string>? Vips { get; init; }

    /// <summary>For mode <c>local</c>: IP addresses that moved before, and that hosts give up. Their order has no meaning.</summary>
    [Set, Format(StringFormat.IpAddress)]
    public IReadOnlyList<string>? VipsPrevious { get; init; }
}

/// <summary>The configuration as Cloudflare holds it.</summary>
internal sealed record WarpConnectorConfigurationState : WarpConnectorConfigurationArgs
{
    /// <summary>Version of the configuration; each write makes a new one.</summary>
    [Volatile]
    public int? ConfigurationVersion { get; init; }

    /// <summary>When it was created.</summary>
    [Stable]
    public string? CreatedAt { get; init; }

    /// <summary>When it was last written.</summary>
    [Volatile]
    public string? UpdatedAt { get; init; }
}

internal sealed class WarpConnectorConfigurationResource(IWarpConnectorApi api)
    : IResource<WarpConnectorConfigurationArgs, WarpConnectorConfigurationState>,
        IUsesExclusively<WarpConnectorConfigurationArgs, WarpConnectorConfigurationState>,
        IListable
{
    private const string None = "none";
    private const string Aws = "aws";
    private const string Local = "local";

    public IEnumerable<ExclusiveUse> Uses(WarpConnectorConfigurationArgs args, WarpConnectorConfigurationState? state, string account) =>
        [
            new(
                $"WarpConnectorConfiguration:{account}/{TunnelId(args)}",
                Problems.SameObject,
                "tunnelId",
                $"configure the high availability of tunnel {TunnelId(args)}"
            ),
        ];

    public ResourceId Id(WarpConnectorConfigurationState state) => new(state.AccountId!, TunnelId(state));

    // Every tunnel has one.
    public async IAsyncEnumerable<ListedObject> ListAsync(string account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var tunnel in await api.ListTunnelsAsync(account, ct))
        {
            yield return new(new(account, tunnel.Id), tunnel.Name ?? tunnel.Id);
        }
    }

    public IEnumerable<Problem> Check(WarpConnectorConfigurationArgs args)
    {
        var (fnrId, vips, previous) = (args.Config?.FnrId, args.Config?.Vips, args.Config?.VipsPrevious);
        if (args.HaMode == Aws && string.IsNullOrEmpty(fnrId))
        {
            yield return new(Problems.HaConfigMissing, "config.fnrId", "is required for mode 'aws'.");
        }

        if (args.HaMode == Local && vips is not { Count: > 0 })
        {
            yield return new(Problems.HaConfigMissing, "config.vips", "is required for mode 'local': at least one address.");
        }

        if (args.HaMode != Aws && !string.IsNullOrEmpty(fnrId))
        {
            yield return new(Problems.HaConfigOfOtherMode, "config.fnrId", $"is for mode 'aws'; remove it for mode '{args.HaMode}'.");
        }

        if (args.HaMode != Local && vips is { Count: > 0 })
        {
            yield return new(Problems.HaConfigOfOtherMode, "config.vips", $"is for mode 'local'; remove it for mode '{args.HaMode}'.");
        }

        if (args.HaMode != Local && previous is { Count: > 0 })
        {
            yield return new(
                Problems.HaConfigOfOtherMode,
                "config.vipsPrevious",
                $"is for mode 'local'; remove it for mode '{args.HaMode}'."
            );
        }
    }

    public async Task<WarpConnectorConfigurationState> CreateAsync(
        WarpConnectorConfigurationArgs args,
        Operation operation,
        CancellationToken ct
    )
    {
        var (account, tunnel) = (operation.Account(args.AccountId), TunnelId(args));
        return State(account, tunnel, await api.PutConfigurationAsync(account, tunnel, args.HaMode, ToWire(args), ct));
    }

    public async Task<WarpConnectorConfigurationState?> ReadAsync(
        ResourceId id,
        WarpConnectorConfigurationState? known,
        Operation operation,
        CancellationToken ct
    )
    {
        if (await api.FindConfigurationAsync(id.Account, id.Object, ct) is { } found)
        {
            return State(id.Account, id.Object, found);
        }

        // A tunnel that was never configured may have none.
        return await api.FindTunnelAsync(id.Account, id.Object, ct) is null ? null : State(id.Account, id.Object, new() { HaMode = None });
    }

    public async Task<WarpConnectorConfigurationState> UpdateAsync(
        ResourceId id,
        WarpConnectorConfigurationState old,
        WarpConnectorConfigurationArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    ) =>
        State(
            id.Account,
            id.Object,
            await api.PutConfigurationAsync(id.Account, id.Object, args.HaMode, ToWire(WithUnmanaged(args, old)), ct)
        );

    public async Task DeleteAsync(
        ResourceId id,
        WarpConnectorConfigurationState old,
        WarpConnectorConfigurationArgs args,
        Operation operation,
        CancellationToken ct
    )
    {
        if (await api.FindConfigurationAsync(id.Account, id.Object, ct) is null or { HaMode: None })
        {
            return;
        }

        try
        {
            await api.PutConfigurationAsync(id.Account, id.Object, None, null, ct);
        }
        catch (CloudflareException failure) when (failure.Kind == CloudflareErrorKind.NotFound)
        {
            // The tunnel is gone, and its configuration with it.
        }
    }

    // The configuration is replaced whole: what the program does not manage is sent again.
    private static WarpConnectorConfigurationArgs WithUnmanaged(WarpConnectorConfigurationArgs args, WarpConnectorConfigurationState old) =>
        args.Config is { VipsPrevious: null } config
            ? args with
            {
                Config = config with { VipsPrevious = old.Config?.VipsPrevious },
            }
            : args;

    private static HaConfigWire? ToWire(WarpConnectorConfigurationArgs args) =>
        args.HaMode switch
        {
            Aws => new() { FnrId = args.Config?.FnrId },
            Local => new() { Vips = Addresses(args.Config?.Vips) ?? [], VipsPrevious = Addresses(args.Config?.VipsPrevious) },
            _ => null,
        };

    private static IReadOnlyList<VirtualIpWire>? Addresses(IReadOnlyList<string>? addresses) =>
        addresses is { Count: > 0 }
            ? [.. addresses.Select(address => new VirtualIpWire(StringFormats.Of(StringFormat.IpAddress).Canonical(address)))]
            : null;

    private static IReadOnlyList<string>? Addresses(IReadOnlyList<VirtualIpWire>? addresses) =>
        addresses is { Count: > 0 } ? [.. addresses.OfType<VirtualIpWire>().Select(address => address.Address).OfType<string>()] : null;

    private static string TunnelId(WarpConnectorConfigurationArgs args) => StringFormats.Of(StringFormat.TunnelId).Canonical(args.TunnelId);

    private static WarpConnectorConfigurationState State(string account, string tunnel, TunnelConfigurationWire wire) =>
        new()
        {
            AccountId = account,
            TunnelId = tunnel,
            HaMode = wire.HaMode ?? None,
            Config = wire.HaMode is Aws or Local
                ? new()
                {
                    FnrId = wire.Config?.FnrId,
                    Vips = Addresses(wire.Config?.Vips),
                    VipsPrevious = Addresses(wire.Config?.VipsPrevious),
                }
                : null,
            ConfigurationVersion = wire.ConfigurationVersion,
            CreatedAt = wire.CreatedAt,
            UpdatedAt = wire.UpdatedAt,
        };
}

[JsonSerializable(typeof(WarpConnectorConfigurationArgs)), JsonSerializable(typeof(WarpConnectorConfigurationState))]
internal sealed partial class WarpConnectorConfigurationJson : JsonSerializerContext;

using System.Collections.Immutable;

namespace Pulumi.ZeroTrust;

/// <summary>
/// A site that WARP Connectors connect: the tunnel its hosts enrol with, how they take over from each other, the routes to its networks
/// and, if asked for, the profile of its hosts.
/// </summary>
public sealed class ConnectorSite : ComponentResource
{
    private const string TypeToken = "zerotrust:index:ConnectorSite";

    /// <summary>Declares the site.</summary>
    /// <param name="name">The unique name of the component, and of the tunnel unless that has another one.</param>
    /// <param name="args">The site's networks and hosts.</param>
    /// <param name="options">What controls the component's behaviour; its provider is its children's too.</param>
    /// <exception cref="ArgumentException">Settings contradict each other, or a network is there twice.</exception>
    public ConnectorSite(string name, ConnectorSiteArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        ArgumentNullException.ThrowIfNull(args);
        Refuse(name, args);
        Profile = args.NewProfile is null ? args.Profile : new ManagedProfile(name, args.NewProfile, new() { Parent = this }).Profile;
        Tunnel = new WarpConnectorTunnel(name, new()
        {
            AccountId = args.AccountId,
            Name = args.Name ?? name,
            Ha = args.HighAvailability is null ? null : true,
            TunnelSecret = args.TunnelSecret,
            SecretVersion = args.SecretVersion,
            CascadeOnDelete = args.CascadeOnDelete,
        }, new() { Parent = this, DependsOn = Profile is null ? [] : [Profile] });
        TunnelId = Tunnel.TunnelId;
        Token = Output.CreateSecret(Tunnel.Token);

        if (args.HighAvailability is { } highAvailability)
        {
            RequireMasque(name);
            Configuration = new WarpConnectorConfiguration(
                name,
                new() { AccountId = args.AccountId, TunnelId = TunnelId, HaMode = highAvailability.Mode, Config = highAvailability.Config },
                new() { Parent = this, DeletedWith = Tunnel });
        }

        Routes = args.Networks.ToImmutableDictionary(network => network, network => new TunnelRoute(
            $"{name}-{network.Replace('/', '-').Replace(':', '-')}",
            new()
            {
                AccountId = args.AccountId,
                Network = network,
                TunnelId = TunnelId,
                VirtualNetworkId = args.VirtualNetworkId,
                Comment = args.Comment,
            },
            new() { Parent = this }));
        RouteIds = Output.All(Routes.Select(route => route.Value.RouteId.Apply(id => KeyValuePair.Create(route.Key, id))))
            .Apply(ids => ids.ToImmutableDictionary());

        RegisterOutputs(new Dictionary<string, object?> { ["tunnelId"] = TunnelId, ["token"] = Token, ["routeIds"] = RouteIds });
    }

    /// <inheritdoc cref="WarpConnectorTunnel.TunnelId"/>
    public Output<string> TunnelId { get; }

    /// <inheritdoc cref="WarpConnectorTunnel.Token"/>
    public Output<string> Token { get; }

    /// <summary>IDs of the routes, by network.</summary>
    public Output<ImmutableDictionary<string, string>> RouteIds { get; }

    /// <summary>The tunnel.</summary>
    public WarpConnectorTunnel Tunnel { get; }

    /// <summary>How its hosts take over from each other; null when it is not highly available.</summary>
    public WarpConnectorConfiguration? Configuration { get; }

    /// <summary>The routes, by network.</summary>
    public ImmutableDictionary<string, TunnelRoute> Routes { get; }

    /// <summary>The profile of its hosts, whoever made it; null when the site knows of none.</summary>
    public DeviceProfile? Profile { get; }

    private static void Refuse(string name, ConnectorSiteArgs args)
    {
        if (args is { Profile: not null, NewProfile: not null })
        {
            throw new ArgumentException(
                $"Site '{name}' has both Profile and NewProfile; the connectors' profile is either there already or made here.", nameof(args));
        }

        if (args.Networks.GroupBy(network => network).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
        {
            throw new ArgumentException($"Site '{name}' has the network '{twice.Key}' twice; keep one.", nameof(args));
        }
    }

    private void RequireMasque(string name) => Profile?.TunnelProtocol.Apply(protocol =>
    {
        if (protocol == TunnelProtocol.WireGuard)
        {
            Log.Error($"Site '{name}' is highly available, which needs the MASQUE protocol; its connectors' profile sets WireGuard.", this);
        }

        return protocol;
    });
}

namespace Pulumi.ZeroTrust;

/// <summary>A site whose network is reached through WARP Connectors.</summary>
public sealed class ConnectorSiteArgs : ResourceArgs
{
    /// <inheritdoc cref="WarpConnectorTunnelArgs.AccountId"/>
    public Input<string>? AccountId { get; set; }

    /// <summary>Name of the tunnel, unique among the account's tunnels. Default: the component's name.</summary>
    public Input<string>? Name { get; set; }

    /// <summary>
    /// The site's private networks, such as <c>10.0.0.0/16</c>. Each gets a route named after it, so they have to be known; a network that
    /// only another resource knows is a <see cref="TunnelRoute"/> of its own. One that moves from a site to another is first taken out
    /// here, and put in there in a later update: an update deletes last.
    /// </summary>
    public IList<string> Networks { get; set; } = [];

    /// <inheritdoc cref="TunnelRouteArgs.VirtualNetworkId"/>
    public Input<string>? VirtualNetworkId { get; set; }

    /// <summary>What the routes are for. At most 256 characters; empty and unset mean the same.</summary>
    public Input<string>? Comment { get; set; }

    /// <summary>
    /// Set: the tunnel is highly available, several hosts may serve it. Unset: one host. Cloudflare fixes that when a tunnel is created, so
    /// going from one to the other replaces the tunnel, and its hosts enrol again.
    /// </summary>
    public HighAvailabilityArgs? HighAvailability { get; set; }

    /// <inheritdoc cref="WarpConnectorTunnelArgs.TunnelSecret"/>
    public Input<string>? TunnelSecret { get; set; }

    /// <inheritdoc cref="WarpConnectorTunnelArgs.SecretVersion"/>
    public Input<string>? SecretVersion { get; set; }

    /// <inheritdoc cref="WarpConnectorTunnelArgs.CascadeOnDelete"/>
    public Input<bool>? CascadeOnDelete { get; set; }

    /// <summary>
    /// The connectors' profile, when the program has one: the tunnel is made after it, so that no host enrols without. Sites usually share
    /// one. Not together with <see cref="NewProfile"/>.
    /// </summary>
    public DeviceProfile? Profile { get; set; }

    /// <summary>
    /// Makes the connectors' profile, as a child of the site. It matches the hosts of every site, so at most one site makes it and the
    /// others name it as <see cref="Profile"/>. Both unset: the program has nothing to do with it.
    /// </summary>
    public ConnectorProfileArgs? NewProfile { get; set; }
}

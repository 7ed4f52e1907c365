using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Profiles;

namespace ZeroTrust.Provider.Connectors;

/// <summary>
/// A site that WARP Connectors connect: the tunnel its hosts enroll with, how they fail over, the routes to its networks and, if asked for,
/// the profile of its hosts. A component: its children are a <c>WarpConnectorTunnel</c>, a <c>WarpConnectorConfiguration</c>, a
/// <c>TunnelRoute</c> per network, and a <c>DeviceProfile</c> with its lists.
/// </summary>
/// <remarks>
/// Hosts enroll as <c>warp_connector@TEAM.cloudflareaccess.com</c> at every site, so one profile serves all sites. If the program declares
/// that profile elsewhere, let the site depend on it with <c>dependsOn</c>, so that no host enrolls without it.
/// </remarks>
internal sealed class ConnectorSite : IComponent
{
    /// <summary>Name of the tunnel, unique among the account's tunnels. Default: the component's name.</summary>
    private const string Name = "name";

    /// <summary>
    /// The site's private networks, such as <c>10.0.0.0/16</c>. Each gets a route named after it; while one is unknown, a preview shows no
    /// routes. To move a network to another site, remove it here first and add it there in a later update: an update deletes last.
    /// </summary>
    private const string Networks = "networks";

    /// <summary>
    /// Set: several hosts may serve the tunnel. Unset: one host. Cloudflare fixes this when a tunnel is created, so setting or removing it
    /// replaces the tunnel, and its hosts enroll again.
    /// </summary>
    private const string HighAvailability = "highAvailability";

    /// <summary>
    /// Creates the profile of the connectors' hosts. It matches the hosts of every site, so at most one site of the account sets it.
    /// Default protocol: MASQUE.
    /// </summary>
    private const string NewProfile = "newProfile";

    /// <summary>
    /// The organization's team name: <c>acme</c> for <c>acme.cloudflareaccess.com</c>. Not needed where <c>match</c> is set.
    /// </summary>
    private const string Team = "team";

    /// <summary>IDs of the routes, by network.</summary>
    private const string RouteIds = "routeIds";

    private const string AccountId = "accountId";
    private const string TunnelId = "tunnelId";
    private const string Token = "token";
    private const string Match = "match";
    private const string TunnelProtocol = "tunnelProtocol";

    public ConnectorSite(ObjectSpec tunnelInputs, ObjectSpec tunnelOutputs, ObjectSpec configuration, ObjectSpec route, IComponent profile)
    {
        Inputs = ObjectSpec.Of<ConnectorSite>(
            "ConnectorSiteArgs",
            [
                .. tunnelInputs.Without([Name, "ha"]),
                PropertySpec.Of<ConnectorSite>(nameof(Name), Name, tunnelInputs.Find(Name)!.Value),
                PropertySpec.Of<ConnectorSite>(
                    nameof(Networks),
                    Networks,
                    new(ValueKind.List) { Item = route.Find("network")!.Value, SetKeys = [] }
                ),
                route.Find("virtualNetworkId")!,
                route.Find("comment")!,
                PropertySpec.Of<ConnectorSite>(
                    nameof(HighAvailability),
                    HighAvailability,
                    "HighAvailability",
                    configuration.Without([AccountId, TunnelId])
                ),
                PropertySpec.Of<ConnectorSite>(
                    nameof(NewProfile),
                    NewProfile,
                    "ConnectorProfile",
                    [
                        .. profile.Inputs.Properties.Select(property => property with { Required = false }),
                        PropertySpec.Of<ConnectorSite>(nameof(Team), Team, new(ValueKind.String)),
                    ]
                ),
            ]
        );
        Outputs = ObjectSpec.Of<ConnectorSite>(
            "ConnectorSiteState",
            [
                tunnelOutputs.Find(TunnelId)!,
                tunnelOutputs.Find(Token)!,
                PropertySpec.Of<ConnectorSite>(nameof(RouteIds), RouteIds, new(ValueKind.Map) { Item = new(ValueKind.String) }) with
                {
                    Required = true,
                },
            ]
        );
    }

    public ObjectSpec Inputs { get; }

    public ObjectSpec Outputs { get; }

    public IEnumerable<Problem> Check(PropertyMap inputs)
    {
        var profile = inputs.Entries(NewProfile);
        if (profile is not null && !profile.ContainsKey(Team) && !profile.ContainsKey(Match))
        {
            yield return new(InputProblems.Missing, $"{NewProfile}.{Team}", "is required where match is not set.");
        }

        if (inputs.ContainsKey(HighAvailability) && profile?.GetValueOrDefault(TunnelProtocol).KnownString() == "wireguard")
        {
            yield return new(
                Problems.SiteNeedsMasque,
                $"{NewProfile}.{TunnelProtocol}",
                "a highly available site needs the MASQUE protocol; set 'masque', or leave it out."
            );
        }
    }

    /// <summary>The name of the site that has a route; null when the route does not have the name that a site gives it.</summary>
    public static string? SiteOf(string route, string network) =>
        route.EndsWith(Suffix(network), StringComparison.Ordinal) ? route[..^Suffix(network).Length] : null;

    public async Task<PropertyMap> ConstructAsync(string name, PropertyMap inputs, IChildren children)
    {
        var profile = inputs.Entries(NewProfile) is { } settings
            ? await ManagedProfile.DeclareAsync(name, ProfileInputs(settings, inputs), children)
            : null;
        var tunnel = await children.DeclareAsync(
            new("WarpConnectorTunnel", name, TunnelInputs(name, inputs)) { DependsOn = profile is null ? [] : [profile] }
        );
        var ids = inputs.Pick(AccountId).With(TunnelId, tunnel[TunnelId]);
        var configuration = inputs.Entries(HighAvailability) is { } availability
            ? children.DeclareAsync(new("WarpConnectorConfiguration", name, new(ids.Concat(availability))) { DeletedWith = tunnel })
            : Task.CompletedTask;
        var routes = Task.WhenAll(
            (inputs.Items(Networks) ?? []).Select(network =>
                DeclareRouteAsync(name, new PropertyMap(ids.Concat(inputs.Pick("virtualNetworkId", "comment"))), network, children)
            )
        );
        await Task.WhenAll(configuration, routes);
        return PropertyMap.Of(
            (TunnelId, tunnel[TunnelId]),
            (Token, tunnel[Token] with { IsSecret = true }),
            (RouteIds, inputs.Items(Networks) is null ? PropertyValue.Unknown : PropertyMap.Of(await routes))
        );
    }

    private static async Task<(string Network, PropertyValue RouteId)> DeclareRouteAsync(
        string name,
        PropertyMap inputs,
        PropertyValue network,
        IChildren children
    )
    {
        var text = network.KnownString() ?? "";
        var route = await children.DeclareAsync(new("TunnelRoute", $"{name}{Suffix(text)}", inputs.With("network", network)));
        return (text, route["routeId"]);
    }

    // Another spelling of the network is the same route.
    private static string Suffix(string network) =>
        $"-{StringFormats.Of(StringFormat.Cidr).Canonical(network).Replace('/', '-').Replace(':', '-')}";

    private static PropertyMap TunnelInputs(string name, PropertyMap inputs)
    {
        var tunnel = inputs.Pick(AccountId, Name, "tunnelSecret", "secretVersion", "cascadeOnDelete");
        tunnel = tunnel.ContainsKey(Name) ? tunnel : tunnel.With(Name, name);
        return inputs.ContainsKey(HighAvailability) ? tunnel.With("ha", true) : tunnel;
    }

    private static PropertyMap ProfileInputs(PropertyMap settings, PropertyMap inputs)
    {
        var defaults = PropertyMap.Of((Name, "WARP connectors"), (TunnelProtocol, "masque"));
        if (settings.TryGetValue(Team, out var team))
        {
            defaults = defaults.With(Match, team.MapString(text => $"identity.email == \"warp_connector@{text}.cloudflareaccess.com\""));
        }

        return new(defaults.Concat(inputs.Pick(AccountId)).Concat(settings.Without(Team)));
    }
}

using ZeroTrust.Matching;
using ZeroTrust.Syntax;

namespace ZeroTrust.Network;

/// <summary>A tunnel.</summary>
internal sealed record Connector(ConnectorPart Part)
{
    public string Name => Part.Name ?? Part.Origin.Label;

    public override string ToString() => Part.Origin.Label;
}

/// <summary>A virtual network.</summary>
/// <param name="Key">The key by which routes refer to it; empty for the account's default network.</param>
internal sealed record VirtualNetwork(string Key, VirtualNetworkPart? Part)
{
    public string Name => Part?.Name ?? (Key.Length == 0 ? "default" : Key);

    /// <summary>Whether an ID or a resource's URN refers to it.</summary>
    public bool IsNamed(string name) =>
        Key.Equals(name, StringComparison.OrdinalIgnoreCase)
        || name.Equals(Part?.Id, StringComparison.OrdinalIgnoreCase)
        || name == Part?.Origin.Key;
}

/// <summary>A route of a private network through a tunnel.</summary>
/// <param name="VirtualNetwork">Null when unknown.</param>
/// <param name="Connector">Null when unknown or not in the program.</param>
internal sealed record Route(RoutePart Part, VirtualNetwork? VirtualNetwork, Connector? Connector)
{
    public IpPrefix Network => Part.Network;

    public Origin Origin => Part.Origin;

    public override string ToString() => Part.Origin.Label;
}

/// <summary>A route of a host through a tunnel.</summary>
internal sealed record HostnameRoute(HostnameRoutePart Part, Connector? Connector)
{
    public Origin Origin => Part.Origin;
}

/// <summary>Everything in a program, a state or an account that affects the path of packets and the resolution of names.</summary>
internal sealed class NetworkModel
{
    /// <summary>The custom profiles of device clients in order of evaluation.</summary>
    public required IReadOnlyList<Profile> Profiles { get; init; }

    /// <summary>The profile of devices that match no custom profile.</summary>
    public required Profile Default { get; init; }

    /// <summary>Split Tunnel lists, or single entries beside Cloudflare's default list, whose profile is not known yet.</summary>
    public required IReadOnlyList<SplitTunnel> Unpaired { get; init; }

    /// <summary>How many of <see cref="Unpaired"/> are whole lists, each of a profile of its own.</summary>
    public required int WholeUnpaired { get; init; }

    /// <summary>Declared profiles without a list, each of which may have one of <see cref="Unpaired"/>.</summary>
    public required IReadOnlyList<Profile> Open { get; init; }

    /// <summary>Cloudflare's default list, which an <see cref="Open"/> profile may have; null if there is a list for each one.</summary>
    public required SplitTunnel? PossiblyStock { get; init; }

    public required IReadOnlyList<Route> Routes { get; init; }

    public required IReadOnlyList<HostnameRoute> HostnameRoutes { get; init; }

    public required IReadOnlyList<VirtualNetwork> VirtualNetworks { get; init; }

    public required IReadOnlyList<ManagedNetworkPart> ManagedNetworks { get; init; }

    public required IReadOnlyList<Connector> Connectors { get; init; }

    /// <summary>Resources that need their tunnel to be highly available.</summary>
    public required IReadOnlyList<HighAvailabilityPart> HighlyAvailable { get; init; }

    public required IReadOnlyList<DirectAddressPart> DirectAddresses { get; init; }

    /// <summary>Whether devices can be reached through the tunnel.</summary>
    public required bool? ReachesDevices { get; init; }

    /// <summary>Addresses of devices and connectors.</summary>
    public required IReadOnlyList<IpPrefix> Mesh { get; init; }

    /// <summary>All profiles, the default profile last.</summary>
    public IEnumerable<Profile> AllProfiles => Profiles.Append(Default);

    /// <summary>The virtual network that a profile's users are in until they choose another one; null when unknown.</summary>
    public VirtualNetwork? NetworkOf(Profile profile) =>
        profile.Settings.ChosenNetwork is { } name ? Networks.GetValueOrDefault(name) : null;

    /// <summary>The most specific route to an address in a virtual network.</summary>
    public Route? RouteTo(VirtualNetwork network, IpAddress address) => Tables.GetValueOrDefault(network)?.Find(address);

    /// <summary>The most specific route to an address in each virtual network that has one.</summary>
    public IEnumerable<Route> RoutesTo(IpAddress address) => Tables.Values.Select(table => table.Find(address)).OfType<Route>();

    /// <summary>The most specific route to a host.</summary>
    public HostnameRoute? RouteTo(string host) =>
        HostnameRoutes
            .Where(route => HostNames.Covers(route.Part.Host, host))
            .MaxBy(route => (HostNames.IsWildcard(route.Part.Host) ? 0 : 1, route.Part.Host.Length));

    /// <summary>The profile that applies to a device, as far as it is known.</summary>
    public ProfileChoice Choose(DeviceContext device) => ProfileChoice.Of(this, device);

    /// <summary>The path of a packet from a device with the profile.</summary>
    public PacketPath Trace(Profile profile, IpAddress address) => PacketPath.Of(this, profile, address);

    /// <summary>How a device with the profile resolves a name, and which way its packets go.</summary>
    public NamePath Trace(Profile profile, string name) => NamePath.Of(this, profile, HostNames.Canonical(name));

    private Dictionary<VirtualNetwork, RouteTable> Tables =>
        field ??= Routes
            .Where(route => route.VirtualNetwork is not null)
            .GroupBy(route => route.VirtualNetwork!)
            .ToDictionary(routes => routes.Key, routes => new RouteTable(routes));

    private Dictionary<string, VirtualNetwork> Networks =>
        field ??= Index(VirtualNetworks, network => [network.Key, network.Part?.Origin.Key, network.Part?.Id]);

    /// <summary>Indexes items by ID, and by URN for resources whose ID is not known yet.</summary>
    public static Dictionary<string, T> Index<T>(IEnumerable<T> items, Func<T, IEnumerable<string?>> names)
    {
        var byName = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            foreach (var name in names(item).OfType<string>())
            {
                byName.TryAdd(name, item);
            }
        }

        return byName;
    }

    /// <summary>
    /// Routes of one virtual network. The most specific route is found in as many steps as there are prefix lengths.
    /// </summary>
    private sealed class RouteTable
    {
        private readonly Dictionary<IpPrefix, Route> _byPrefix = [];
        private readonly int[] _lengths;

        public RouteTable(IEnumerable<Route> routes)
        {
            foreach (var route in routes)
            {
                _byPrefix.TryAdd(route.Network, route);
            }

            _lengths = [.. _byPrefix.Keys.Select(prefix => prefix.Length).Distinct().OrderDescending()];
        }

        public Route? Find(IpAddress address)
        {
            foreach (var length in _lengths)
            {
                if (length <= address.Width && _byPrefix.TryGetValue(IpPrefix.Of(address, length), out var route))
                {
                    return route;
                }
            }

            return null;
        }
    }
}

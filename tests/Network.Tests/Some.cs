using ZeroTrust.Syntax;

namespace ZeroTrust.Network.Tests;

/// <summary>Parts of programs.</summary>
internal static class Some
{
    public const string Windows = """os.name == "windows" """;

    public static Origin Resource(string type, string name) => new($"urn:{type}::{name}", $"{type} '{name}'");

    public static ProfilePart Profile(string name, int precedence = 10, string match = Windows) =>
        new(Resource("DeviceProfile", name))
        {
            Id = name,
            Name = name,
            Precedence = precedence,
            Match = match,
            Enabled = true,
        };

    public static ProfilePart Default() =>
        new(Resource("DefaultDeviceProfile", "everybody"))
        {
            Id = NetworkBuilder.DefaultProfile,
            IsDefault = true,
            Enabled = true,
        };

    public static SplitTunnelPart Exclude(string? profile, params string[] entries) => List(profile, SplitTunnelMode.Exclude, entries);

    public static SplitTunnelPart Include(string? profile, params string[] entries) => List(profile, SplitTunnelMode.Include, entries);

    public static FallbackDomainsPart Fallback(string? profile, params (string Suffix, string[] Servers)[] domains) =>
        new(
            Resource("FallbackDomains", profile ?? "later"),
            profile,
            [
                .. domains
                    .Index()
                    .Select(entry => new FallbackEntry(
                        entry.Item.Suffix,
                        [.. entry.Item.Servers.Select(Address)],
                        $"domains[{entry.Index}]"
                    )),
            ]
        )
        {
            Path = "domains",
        };

    public static RoutePart Route(string name, string network, string? tunnel = null, string? virtualNetwork = "") =>
        new(Resource("TunnelRoute", name), IpPrefix.Parse(network), tunnel, virtualNetwork);

    public static HostnameRoutePart HostnameRoute(string name, string host, string? tunnel = null) =>
        new(Resource("HostnameRoute", name), host, tunnel);

    public static ConnectorPart Connector(string name, bool? ha = null) =>
        new(Resource("WarpConnectorTunnel", name), name, name, IsMesh: true, ha);

    public static VirtualNetworkPart VirtualNetwork(string name, bool? isDefault = false) =>
        new(Resource("VirtualNetwork", name), name, name, isDefault);

    public static DirectAddressPart Endpoint(string network, string address) =>
        new(Resource("ManagedNetwork", network), IpPrefix.Parse(address), "config.tlsSockaddr", "the endpoint");

    public static MeshPart Mesh(params string[] ranges) => new(new("", "the provider"), [.. ranges.Select(range => IpPrefix.Parse(range))]);

    public static ProfileOrderPart Order(string name, params string[] profiles) => new(Resource("DeviceProfileOrder", name), profiles);

    public static IpAddress Address(string text) => IpAddress.TryParse(text, out var address) ? address : throw new FormatException(text);

    private static SplitTunnelPart List(string? profile, SplitTunnelMode mode, string[] entries) =>
        new(
            Resource("SplitTunnel", profile ?? "later"),
            profile,
            mode,
            [
                .. entries
                    .Index()
                    .Select(entry =>
                        IpPrefix.TryParse(entry.Item, out _)
                            ? new SplitTunnelEntry(entry.Item, null, $"routes[{entry.Index}].address")
                            : new SplitTunnelEntry(null, entry.Item, $"routes[{entry.Index}].host")
                    ),
            ]
        )
        {
            Path = "routes",
        };
}

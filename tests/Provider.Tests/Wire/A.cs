using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Valid inputs to vary.</summary>
internal static class A
{
    public static PropertyMap Profile => PropertyMap.Of(("name", "Staff"), ("match", "identity.email == \"a@example.com\""), ("precedence", 10));

    public static PropertyMap FullProfile => new(Profile.Concat(Settings).Concat(PropertyMap.Of(
        ("description", "Everyone in the office"), ("enabled", true))));

    public static PropertyMap Settings => PropertyMap.Of(
        ("allowModeSwitch", true), ("allowUpdates", true), ("allowedToLeave", false), ("autoConnect", 60), ("captivePortal", 300),
        ("disableAutoFallback", true), ("excludeOfficeIps", true), ("switchLocked", true), ("tunnelProtocol", "masque"),
        ("supportUrl", "https://support.example.com"), ("lanAllowMinutes", 30), ("lanAllowSubnetSize", 24), ("registerInterfaceIpWithDns", false),
        ("sccmVpnBoundarySupport", true), ("uninstallProtection", true), ("serviceModeV2", PropertyMap.Of(("mode", "proxy"), ("port", 3128))),
        ("dnsSearchSuffixes", new PropertyArray([PropertyMap.Of(("suffix", "corp.example.com"), ("description", "Office")), PropertyMap.Of(("suffix", "example.com"))])));

    public static PropertyMap Routes(params PropertyMap[] routes) => PropertyMap.Of(("routes", new PropertyArray(routes)));

    public static PropertyMap Address(string address, string? description = null) => Entry("address", address, description);

    public static PropertyMap Host(string host, string? description = null) => Entry("host", host, description);

    public static PropertyMap Domain(string suffix, params string[] servers) => servers.Length == 0
        ? PropertyMap.Of(("suffix", suffix))
        : PropertyMap.Of(("suffix", suffix), ("dnsServers", new PropertyArray(servers.Select(server => (PropertyValue)server))));

    public static PropertyMap Domains(params PropertyMap[] domains) => PropertyMap.Of(("domains", new PropertyArray(domains)));

    public static PropertyMap Tunnel => PropertyMap.Of(("name", "berlin"));

    public const string Secret = "AQIDBAUGBwgBAgMEBQYHCAECAwQFBgcIAQIDBAUGBwg=";

    /// <summary>For each resource, inputs with every property that its API takes together.</summary>
    public static IReadOnlyDictionary<string, PropertyMap> Everything { get; } = new Dictionary<string, PropertyMap>
    {
        ["DeviceProfile"] = FullProfile,
        ["DefaultDeviceProfile"] = Settings,
        ["SplitTunnel"] = Routes(Address("10.0.0.0/8", "Offices"), Host("intranet.example.com", "Intranet"), Address("2001:db8::/32")),
        ["FallbackDomains"] = Domains(Domain("corp.example.com", "10.0.0.53", "10.0.1.53"), Domain("local")),
        ["WarpConnectorTunnel"] = Tunnel.With("ha", true).With("tunnelSecret", new PropertySecret(Secret)),
    };

    private static PropertyMap Entry(string key, string value, string? description)
    {
        var entry = PropertyMap.Of((key, value));
        return description is null ? entry : entry.With("description", description);
    }
}

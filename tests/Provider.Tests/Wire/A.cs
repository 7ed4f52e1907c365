using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Valid inputs to vary.</summary>
internal static class A
{
    public static PropertyMap Profile =>
        PropertyMap.Of(("name", "Staff"), ("match", "identity.email == \"a@example.com\""), ("precedence", 10));

    public static PropertyMap FullProfile =>
        new(Profile.Concat(Settings).Concat(PropertyMap.Of(("description", "Everyone in the office"), ("enabled", true))));

    public static PropertyMap Settings =>
        PropertyMap.Of(
            ("allowModeSwitch", true),
            ("allowUpdates", true),
            ("allowedToLeave", false),
            ("autoConnect", 60),
            ("captivePortal", 300),
            ("disableAutoFallback", true),
            ("excludeOfficeIps", true),
            ("switchLocked", true),
            ("tunnelProtocol", "masque"),
            ("supportUrl", "https://support.example.com"),
            ("lanAllowMinutes", 30),
            ("lanAllowSubnetSize", 24),
            ("registerInterfaceIpWithDns", false),
            ("sccmVpnBoundarySupport", true),
            ("uninstallProtection", true),
            ("serviceModeV2", PropertyMap.Of(("mode", "proxy"), ("port", 3128))),
            (
                "dnsSearchSuffixes",
                new PropertyArray([
                    PropertyMap.Of(("suffix", "corp.example.com"), ("description", "Office")),
                    PropertyMap.Of(("suffix", "example.com")),
                ])
            )
        );

    public static PropertyMap Routes(params PropertyMap[] routes) => PropertyMap.Of(("routes", new PropertyArray(routes)));

    public static PropertyMap InlineRoutes => Routes(Address("10.0.0.0/8", "Offices"), Address("2001:db8::/32")).With("mode", "include");

    public static PropertyMap Address(string address, string? description = null) => Entry("address", address, description);

    public static PropertyMap Host(string host, string? description = null) => Entry("host", host, description);

    public static PropertyMap Domain(string suffix, params string[] servers) =>
        servers.Length == 0
            ? PropertyMap.Of(("suffix", suffix))
            : PropertyMap.Of(("suffix", suffix), ("dnsServers", new PropertyArray(servers.Select(server => (PropertyValue)server))));

    public static PropertyMap Domains(params PropertyMap[] domains) => PropertyMap.Of(("domains", new PropertyArray(domains)));

    public static PropertyMap Tunnel => PropertyMap.Of(("name", "berlin"));

    /// <summary>The account of every simulation.</summary>
    public const string AccountId = "0123456789abcdef0123456789abcdef";

    /// <summary>Objects that every simulated account of <see cref="ProviderHost"/> has.</summary>
    public const string TunnelId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01";

    public const string ActiveHost = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c02";

    public const string PassiveHost = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c03";

    public const string DeviceId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c04";
    public const string OtherDeviceId = "44444444-5555-4666-8777-999999999999";

    public const string RegistrationId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c05";

    public const string OtherRegistrationId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c06";

    public const string NetworkId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c07";

    public const string OtherTunnelId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c08";

    public const string OtherNetworkId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c09";

    /// <summary>Profiles that an account of <see cref="ProviderHost"/> gets with its first order.</summary>
    public const string FirstProfileId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c11";

    public const string SecondProfileId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c12";

    public const string ThirdProfileId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c13";

    public const string ZoneId = "fedcba9876543210fedcba9876543210";

    public static PropertyMap Acceleration =>
        PropertyMap.Of(
            ("enabled", true),
            ("apiEndpoints", new PropertyArray(["192.0.2.1:443"])),
            ("masqueEndpoints", new PropertyArray(["192.0.2.2:443"])),
            ("wireguardEndpoints", new PropertyArray(["[2001:db8::1]:2408"])),
            ("autoswitch", true)
        );

    public static PropertyMap Choice =>
        PropertyMap.Of(("allowed", new PropertyArray([NetworkId, OtherRegistrationId])), ("default", NetworkId));

    public static PropertyMap Route => PropertyMap.Of(("network", "10.20.0.0/16"), ("tunnelId", TunnelId));

    public static PropertyMap Network =>
        PropertyMap.Of(("name", "office"), ("config", PropertyMap.Of(("tlsSockaddr", "10.0.0.1:3333"), ("sha256", Fingerprint))));

    public static PropertyMap AccountSettings =>
        PropertyMap.Of(
            ("disableForTime", 20),
            ("gatewayProxyEnabled", true),
            ("gatewayUdpProxyEnabled", true),
            ("rootCertificateInstallationEnabled", true),
            ("useZtVirtualIp", true),
            ("externalEmergencySignalEnabled", true),
            ("externalEmergencySignalUrl", "https://192.0.2.1/signal"),
            ("externalEmergencySignalFingerprint", Fingerprint),
            ("externalEmergencySignalInterval", "5m"),
            ("icmpProxyEnabled", true),
            ("offrampWarpEnabled", true)
        );

    public static PropertyMap Ha(string mode, PropertyMap? config = null)
    {
        var program = PropertyMap.Of(("tunnelId", TunnelId), ("haMode", mode));
        return config is null ? program : program.With("config", config);
    }

    public static PropertyMap Failover(string host) => PropertyMap.Of(("tunnelId", TunnelId), ("clientId", host));

    public const string Fingerprint = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";

    public const string Secret = "AQIDBAUGBwgBAgMEBQYHCAECAwQFBgcIAQIDBAUGBwg=";

    private static readonly Catalog Catalog = new(new CloudflareClient(new CloudflareOptions { ApiToken = "none" }, TimeProvider.System));

    /// <summary>For each resource, inputs with every property that its API takes together.</summary>
    public static IReadOnlyDictionary<string, PropertyMap> Everything { get; } =
        new Dictionary<string, PropertyMap>
        {
            ["DeviceProfile"] = FullProfile
                .With("splitTunnel", InlineRoutes)
                .With("fallbackDomains", new PropertyArray([Domain("corp.example.com", "10.0.0.53")])),
            ["DefaultDeviceProfile"] = Settings
                .With("splitTunnel", InlineRoutes)
                .With("fallbackDomains", new PropertyArray([Domain("corp.example.com", "10.0.0.53")])),
            ["DeviceProfileOrder"] = PropertyMap.Of(("profileIds", new PropertyArray([SecondProfileId, FirstProfileId]))),
            ["SplitTunnel"] = Routes(Address("10.0.0.0/8", "Offices"), Host("intranet.example.com", "Intranet"), Address("2001:db8::/32")),
            ["FallbackDomains"] = Domains(Domain("corp.example.com", "10.0.0.53", "10.0.1.53"), Domain("local")),
            ["SplitTunnelRoute"] = Address("198.51.100.0/24", "Office"),
            ["FallbackDomain"] = Domain("corp.example.com", "10.0.0.53").With("description", "Office"),
            ["WarpConnectorTunnel"] = Tunnel.With("ha", true).With("tunnelSecret", new PropertySecret(Secret)),
            ["DeviceCertificates"] = PropertyMap.Of(("zoneId", ZoneId), ("enabled", true)),
            ["GlobalWarpOverride"] = PropertyMap.Of(("disconnect", true), ("justification", "Incident 42")),
            ["DeviceSettings"] = AccountSettings,
            ["TunnelRoute"] = Route.With("comment", "Berlin"),
            ["HostnameRoute"] = PropertyMap.Of(("hostname", "wiki.office.example.com"), ("tunnelId", TunnelId), ("comment", "Berlin")),
            ["VirtualNetwork"] = PropertyMap.Of(("name", "staging"), ("comment", "Overlaps production"), ("isDefaultNetwork", false)),
            ["ManagedNetwork"] = Network.With("type", "tls"),
            ["WarpConnectorConfiguration"] = Ha(
                "local",
                PropertyMap.Of(("vips", new PropertyArray(["10.0.0.10", "fd00::10"])), ("vipsPrevious", new PropertyArray(["10.0.0.9"])))
            ),
            ["WarpConnectorFailover"] = Failover(PassiveHost),
            ["UninstallCode"] = PropertyMap.Of(("deviceId", DeviceId), ("durationHours", 24), ("codeVersion", "1")),
            ["DeviceRevocation"] = PropertyMap.Of(("deviceId", DeviceId), ("registrationIds", new PropertyArray([OtherRegistrationId]))),
        };

    /// <summary>Every resource by its name, as the catalog has it.</summary>
    public static IReadOnlyDictionary<string, ResourceType> Types { get; } =
        Catalog.Resources.ToDictionary(type => type.Token.Split(':')[^1]);

    /// <summary>Every function.</summary>
    public static IEnumerable<FunctionType> Functions => Catalog.Functions;

    /// <summary>Resources that are objects of their own: the API gives each an id, and takes two of them as different.</summary>
    public static IEnumerable<string> Objects =>
        Types.Where(type => type.Value.IsImportable && !IsIdentifiedByInputs(type.Key)).Select(type => type.Key);

    /// <summary>Whether a resource with the same inputs is the same thing.</summary>
    public static bool IsIdentifiedByInputs(string type) =>
        Types[type].IdFormat.Split('/').All(part => Types[type].Inputs.Find(part) is not null);

    /// <summary>Inputs that exclude some of <see cref="Everything"/>; both together have every property there is.</summary>
    public static IReadOnlyDictionary<string, PropertyMap[]> Alternatives { get; } =
        new Dictionary<string, PropertyMap[]>
        {
            ["DeviceProfile"] =
            [
                PropertyMap.Of(
                    ("name", "Browsers"),
                    ("profileType", "browser_extension"),
                    ("default", true),
                    ("browserExtensionConfig", PropertyMap.Of(("proxyControl", "locked"), ("proxyEnabled", true)))
                ),
                Profile.Without("precedence").With("globalAcceleration", Acceleration).With("virtualNetworks", Choice),
            ],
            ["DefaultDeviceProfile"] =
            [
                PropertyMap.Of(("globalAcceleration", Acceleration), ("virtualNetworks", Choice), ("onDelete", "retain")),
            ],
            ["SplitTunnel"] =
            [
                Routes(Address("192.0.2.0/24")).With("profileId", "default").With("mode", "include").With("onDelete", "retain"),
                Routes(Host("intranet.example.com"))
                    .With("includeDefaults", true)
                    .With("exceptDefaults", new PropertyArray(["10.0.0.0/8"])),
            ],
            ["FallbackDomains"] =
            [
                Domains(Domain("corp.example.com"))
                    .With("profileId", "default")
                    .With("includeDefaults", true)
                    .With("exceptDefaults", new PropertyArray(["internal"]))
                    .With("onDelete", "retain"),
            ],
            ["SplitTunnelRoute"] = [Host("intranet.example.com", "Intranet").With("profileId", "default").With("mode", "exclude")],
            ["FallbackDomain"] = [Domain("office.example.com").With("profileId", "default")],
            ["WarpConnectorTunnel"] = [Tunnel.With("secretVersion", "1").With("cascadeOnDelete", true)],
            ["DeviceCertificates"] = [PropertyMap.Of(("zoneId", ZoneId), ("enabled", false), ("onDelete", "retain"))],
            ["GlobalWarpOverride"] = [PropertyMap.Of(("disconnect", false))],
            ["DeviceSettings"] = [PropertyMap.Of(("icmpProxyEnabled", true), ("onDelete", "retain"))],
            ["TunnelRoute"] = [Route.With("virtualNetworkId", NetworkId)],
            ["WarpConnectorConfiguration"] = [Ha("aws", PropertyMap.Of(("fnrId", "eni-0123456789abcdef0"))), Ha("disabled")],
            ["DeviceRevocation"] =
            [
                PropertyMap.Of(("registrationIds", new PropertyArray([RegistrationId])), ("legacy", true)),
                PropertyMap.Of(("deviceId", DeviceId), ("permanently", true)),
            ],
        };

    /// <summary>Every sample of a resource.</summary>
    public static IEnumerable<PropertyMap> Programs(string type)
    {
        yield return Everything[type];
        foreach (var program in Alternatives.GetValueOrDefault(type, []))
        {
            yield return program;
        }

        if (type != "DeviceCertificates")
        {
            yield return Everything[type].With("accountId", AccountId);
        }
    }

    private static PropertyMap Entry(string key, string value, string? description)
    {
        var entry = PropertyMap.Of((key, value));
        return description is null ? entry : entry.With("description", description);
    }
}

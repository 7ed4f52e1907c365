using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Devices;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Samples;

/// <summary>The resources of the catalog by name, with sample inputs that together have every property.</summary>
internal static class EveryResource
{
    private static readonly Catalog Catalog = new(new CloudflareClient(new CloudflareOptions { ApiToken = "none" }, TimeProvider.System));

    /// <summary>The catalog's resources by name.</summary>
    public static IReadOnlyDictionary<string, ResourceType> Types { get; } =
        Catalog.Resources.ToDictionary(type => type.Token.Split(':')[^1]);

    /// <summary>Every function.</summary>
    public static IEnumerable<FunctionType> Functions => Catalog.Functions;

    /// <summary>Resources that are objects with their own ID, of which the API can have several.</summary>
    public static IEnumerable<string> Objects =>
        Types.Where(type => type.Value.IsImportable && !IsIdentifiedByInputs(type.Key)).Select(type => type.Key);

    /// <summary>For each resource, inputs with every property that its API accepts together.</summary>
    public static IReadOnlyDictionary<string, PropertyMap> Full { get; } =
        new Dictionary<string, PropertyMap>
        {
            ["DeviceProfile"] = Sample
                .FullProfile.With("splitTunnel", Sample.InlineRoutes)
                .With("fallbackDomains", new PropertyArray([Sample.Domain("corp.example.com", "10.0.0.53")])),
            ["DefaultDeviceProfile"] = Sample
                .Settings.With("splitTunnel", Sample.InlineRoutes)
                .With("fallbackDomains", new PropertyArray([Sample.Domain("corp.example.com", "10.0.0.53")])),
            ["DeviceProfileOrder"] = Sample.Order(Known.SecondProfileId, Known.FirstProfileId),
            ["SplitTunnel"] = Sample.Routes(
                Sample.Address("10.0.0.0/8", "Offices"),
                Sample.Host("intranet.example.com", "Intranet"),
                Sample.Address("2001:db8::/32")
            ),
            ["FallbackDomains"] = Sample.Domains(Sample.Domain("corp.example.com", "10.0.0.53", "10.0.1.53"), Sample.Domain("local")),
            ["SplitTunnelRoute"] = Sample.Address("198.51.100.0/24", "Office"),
            ["FallbackDomain"] = Sample.Domain("corp.example.com", "10.0.0.53").With("description", "Office"),
            ["WarpConnectorTunnel"] = Sample.Tunnel.With("ha", true).With("tunnelSecret", new PropertySecret(Known.Secret)),
            ["DeviceCertificates"] = Sample.Certificates,
            ["GlobalWarpOverride"] = Sample.Override,
            ["DeviceSettings"] = Sample.AccountSettings,
            ["TunnelRoute"] = Sample.Route.With("comment", "Berlin"),
            ["HostnameRoute"] = Sample.HostnameRoute.With("comment", "Berlin"),
            ["VirtualNetwork"] = Sample.VirtualNetwork.With("comment", "Overlaps production").With("isDefaultNetwork", false),
            ["ManagedNetwork"] = Sample.ManagedNetwork.With("type", "tls"),
            ["WarpConnectorConfiguration"] = Sample.Ha("local", new() { Vips = ["10.0.0.10", "fd00::10"], VipsPrevious = ["10.0.0.9"] }),
            ["WarpConnectorFailover"] = Sample.Failover(Known.PassiveHost),
            ["UninstallCode"] = Inputs.Of(
                new UninstallCodeArgs
                {
                    DeviceId = Known.DeviceId,
                    DurationHours = 24,
                    CodeVersion = "1",
                }
            ),
            ["DeviceRevocation"] = Sample.Revocation.With("deviceId", Known.DeviceId),
        };

    /// <summary>Inputs with properties that exclude some of <see cref="Full"/>; together they have every property.</summary>
    public static IReadOnlyDictionary<string, PropertyMap[]> Alternatives { get; } =
        new Dictionary<string, PropertyMap[]>
        {
            ["DeviceProfile"] =
            [
                Sample.BrowserProfile,
                Sample
                    .Profile.Without("precedence")
                    .With("globalAcceleration", Sample.Acceleration)
                    .With("virtualNetworks", Sample.VirtualNetworkChoice),
            ],
            ["DefaultDeviceProfile"] =
            [
                PropertyMap.Of(
                    ("globalAcceleration", Sample.Acceleration),
                    ("virtualNetworks", Sample.VirtualNetworkChoice),
                    ("onDelete", "retain")
                ),
            ],
            ["SplitTunnel"] =
            [
                Sample
                    .Routes(Sample.Address("192.0.2.0/24"))
                    .With("profileId", "default")
                    .With("mode", "include")
                    .With("onDelete", "retain"),
                Sample
                    .Routes(Sample.Host("intranet.example.com"))
                    .With("includeDefaults", true)
                    .With("exceptDefaults", new PropertyArray(["10.0.0.0/8"])),
            ],
            ["FallbackDomains"] =
            [
                Sample
                    .Domains(Sample.Domain("corp.example.com"))
                    .With("profileId", "default")
                    .With("includeDefaults", true)
                    .With("exceptDefaults", new PropertyArray(["internal"]))
                    .With("onDelete", "retain"),
            ],
            ["SplitTunnelRoute"] = [Sample.Host("intranet.example.com", "Intranet").With("profileId", "default").With("mode", "exclude")],
            ["FallbackDomain"] = [Sample.Domain("office.example.com").With("profileId", "default")],
            ["WarpConnectorTunnel"] = [Sample.Tunnel.With("secretVersion", "1").With("cascadeOnDelete", true)],
            ["DeviceCertificates"] = [Sample.Certificates.With("enabled", false).With("onDelete", "retain")],
            ["GlobalWarpOverride"] = [PropertyMap.Of(("disconnect", false))],
            ["DeviceSettings"] = [PropertyMap.Of(("icmpProxyEnabled", true), ("onDelete", "retain"))],
            ["TunnelRoute"] = [Sample.Route.With("virtualNetworkId", Known.NetworkId)],
            ["WarpConnectorConfiguration"] = [Sample.Ha("aws", new() { FnrId = "eni-0123456789abcdef0" }), Sample.Ha("disabled")],
            ["DeviceRevocation"] =
            [
                Inputs.Of(new DeviceRevocationArgs { RegistrationIds = [Known.RegistrationId] }).With("legacy", true),
                Inputs.Of(new DeviceRevocationArgs { DeviceId = Known.DeviceId, Permanently = true }),
            ],
        };

    /// <summary>Inputs of another object: with a second value of what has to be unique, which is the name unless listed.</summary>
    public static PropertyMap Another(string type) =>
        type switch
        {
            "DeviceProfile" => Full[type].With("precedence", 20),
            "TunnelRoute" => Full[type].With("network", "10.99.0.0/16"),
            "HostnameRoute" => Full[type].With("hostname", "another.example.com"),
            "ManagedNetwork" => Full[type].With("name", "another").With("config", PropertyMap.Of(("tlsSockaddr", "10.99.0.1:3333"))),
            _ => Full[type].With("name", "another"),
        };

    /// <summary>Whether a resource is identified by its inputs.</summary>
    public static bool IsIdentifiedByInputs(string type) => Types[type].IsIdentifiedByInputs;

    /// <summary>Every sample of a resource.</summary>
    public static IEnumerable<PropertyMap> Samples(string type)
    {
        yield return Full[type];
        foreach (var sample in Alternatives.GetValueOrDefault(type, []))
        {
            yield return sample;
        }

        if (Types[type].Inputs.Find("accountId") is not null)
        {
            yield return Full[type].With("accountId", Known.AccountId);
        }
    }
}

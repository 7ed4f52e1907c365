using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Account;
using ZeroTrust.Provider.Connectors;
using ZeroTrust.Provider.Devices;
using ZeroTrust.Provider.FallbackDomains;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Networks;
using ZeroTrust.Provider.Profiles;
using ZeroTrust.Provider.SplitTunnels;

namespace ZeroTrust.Provider;

/// <summary>Registers every resource, function and component of the package.</summary>
internal sealed class Catalog
{
    private readonly Dictionary<string, ResourceType> _resources;
    private readonly Dictionary<string, FunctionType> _functions;

    public Catalog(CloudflareClient cloudflare)
    {
        _resources = EnumerateResources(cloudflare).ToDictionary(type => type.Token, StringComparer.Ordinal);
        _functions = EnumerateFunctions(cloudflare).ToDictionary(type => type.Token, StringComparer.Ordinal);
    }

    /// <summary>
    /// Components by token. They need no client: the engine may construct one before the provider is configured.
    /// </summary>
    public static IReadOnlyDictionary<string, IComponent> Components { get; } =
        EnumerateComponents().ToDictionary(entry => Package.Token(entry.Name), entry => entry.Component, StringComparer.Ordinal);

    public IEnumerable<ResourceType> Resources => _resources.Values;

    public IEnumerable<FunctionType> Functions => _functions.Values;

    public ResourceType? FindResource(string token) => _resources.GetValueOrDefault(token);

    public FunctionType? FindFunction(string token) => _functions.GetValueOrDefault(token);

    private static IEnumerable<ResourceType> EnumerateResources(CloudflareClient api) =>
        [
            Resource("DeviceProfile", "accountId/policyId", new DeviceProfileResource(api.Profiles, api.Time), DeviceProfileJson.Default),
            Resource("DefaultDeviceProfile", "accountId", new DefaultDeviceProfileResource(api.Profiles), DefaultDeviceProfileJson.Default),
            Resource("DeviceProfileOrder", "accountId", new DeviceProfileOrderResource(api.Profiles), DeviceProfileOrderJson.Default),
            Resource("SplitTunnel", "accountId/profileId", new SplitTunnelResource(api.Profiles), SplitTunnelJson.Default),
            Resource("FallbackDomains", "accountId/profileId", new FallbackDomainsResource(api.Profiles), FallbackDomainsJson.Default),
            Resource(
                "SplitTunnelRoute",
                "accountId/profileId/address",
                new SplitTunnelRouteResource(api.Profiles),
                SplitTunnelRouteJson.Default
            ),
            Resource("FallbackDomain", "accountId/profileId/suffix", new FallbackDomainResource(api.Profiles), FallbackDomainJson.Default),
            Resource(
                "WarpConnectorTunnel",
                "accountId/tunnelId",
                new WarpConnectorTunnelResource(api.WarpConnectors, api.Time),
                WarpConnectorTunnelJson.Default
            ),
            Resource("DeviceCertificates", "zoneId", new DeviceCertificatesResource(api.Certificates), DeviceCertificatesJson.Default),
            Resource("GlobalWarpOverride", "accountId", new GlobalWarpOverrideResource(api.Resilience), GlobalWarpOverrideJson.Default),
            Resource("DeviceSettings", "accountId", new DeviceSettingsResource(api.Settings), DeviceSettingsJson.Default),
            Resource(
                "WarpConnectorConfiguration",
                "accountId/tunnelId",
                new WarpConnectorConfigurationResource(api.WarpConnectors),
                WarpConnectorConfigurationJson.Default
            ),
            Resource(
                "WarpConnectorFailover",
                "accountId/tunnelId",
                new WarpConnectorFailoverResource(api.WarpConnectors, api.Time),
                WarpConnectorFailoverJson.Default
            ),
            Resource(
                "UninstallCode",
                "accountId/codeId",
                new UninstallCodeResource(api.OverrideCodes, api.Time),
                UninstallCodeJson.Default
            ),
            Resource(
                "DeviceRevocation",
                "accountId/registrationIds",
                new DeviceRevocationResource(api.Registrations, api.Devices, api.LegacyDevices),
                DeviceRevocationJson.Default
            ),
            Resource("HostnameRoute", "accountId/routeId", new HostnameRouteResource(api.HostnameRoutes), HostnameRouteJson.Default),
            Resource("TunnelRoute", "accountId/routeId", new TunnelRouteResource(api.Routes, api.VirtualNetworks), TunnelRouteJson.Default),
            Resource(
                "VirtualNetwork",
                "accountId/virtualNetworkId",
                new VirtualNetworkResource(api.VirtualNetworks),
                VirtualNetworkJson.Default
            ),
            Resource("ManagedNetwork", "accountId/networkId", new ManagedNetworkResource(api.ManagedNetworks), ManagedNetworkJson.Default),
        ];

    private static IEnumerable<(string Name, IComponent Component)> EnumerateComponents()
    {
        var profile = new ManagedProfile(
            Spec<DeviceProfileArgs>(DeviceProfileJson.Default),
            Spec<DeviceProfileState>(DeviceProfileJson.Default),
            Spec<SplitTunnelArgs>(SplitTunnelJson.Default),
            Spec<FallbackDomainsArgs>(FallbackDomainsJson.Default)
        );
        return
        [
            ("ManagedProfile", profile),
            (
                "ConnectorSite",
                new ConnectorSite(
                    Spec<WarpConnectorTunnelArgs>(WarpConnectorTunnelJson.Default),
                    Spec<WarpConnectorTunnelState>(WarpConnectorTunnelJson.Default),
                    Spec<WarpConnectorConfigurationArgs>(WarpConnectorConfigurationJson.Default),
                    Spec<TunnelRouteArgs>(TunnelRouteJson.Default),
                    profile
                )
            ),
        ];
    }

    private static ObjectSpec Spec<T>(JsonSerializerContext records) => SpecReader.Read(RecordJson.TypeInfo<T>(records));

    private static IEnumerable<FunctionType> EnumerateFunctions(CloudflareClient api) =>
        [
            Function("getDeviceProfiles", new GetDeviceProfiles(api.Profiles), GetDeviceProfilesJson.Default),
            Function("getDeviceProfile", new GetDeviceProfile(api.Profiles), GetDeviceProfileJson.Default),
            Function("getWarpConnectorTunnels", new GetWarpConnectorTunnels(api.WarpConnectors), GetWarpConnectorTunnelsJson.Default),
            Function("getWarpConnectorToken", new GetWarpConnectorToken(api.WarpConnectors), GetWarpConnectorTokenJson.Default),
            Function("getDefaultDeviceProfile", new GetDefaultDeviceProfile(api.Profiles), GetDefaultDeviceProfileJson.Default),
            Function("getSplitTunnel", new GetSplitTunnel(api.Profiles), GetSplitTunnelJson.Default),
            Function("getFallbackDomains", new GetFallbackDomains(api.Profiles), GetFallbackDomainsJson.Default),
            Function("getDevices", new GetDevices(api.Devices), GetDevicesJson.Default),
            Function("getDevice", new GetDevice(api.Devices), GetDeviceJson.Default),
            Function("getRegistrations", new GetRegistrations(api.Registrations), GetRegistrationsJson.Default),
            Function("getRegistration", new GetRegistration(api.Registrations), GetRegistrationJson.Default),
            Function("getOverrideCodes", new GetOverrideCodes(api.OverrideCodes), GetOverrideCodesJson.Default),
            Function("getDeviceCertificates", new GetDeviceCertificates(api.Certificates), GetDeviceCertificatesJson.Default),
            Function("getGlobalWarpOverride", new GetGlobalWarpOverride(api.Resilience), GetGlobalWarpOverrideJson.Default),
            Function("getDeviceSettings", new GetDeviceSettings(api.Settings), GetDeviceSettingsJson.Default),
            Function("getWarpConnectorTunnel", new GetWarpConnectorTunnel(api.WarpConnectors), GetWarpConnectorTunnelJson.Default),
            Function(
                "getWarpConnectorConnections",
                new GetWarpConnectorConnections(api.WarpConnectors),
                GetWarpConnectorConnectionsJson.Default
            ),
            Function("getWarpConnectorConnector", new GetWarpConnectorConnector(api.WarpConnectors), GetWarpConnectorConnectorJson.Default),
            Function("getHostnameRoutes", new GetHostnameRoutes(api.HostnameRoutes), GetHostnameRoutesJson.Default),
            Function("getHostnameRoute", new GetHostnameRoute(api.HostnameRoutes), GetHostnameRouteJson.Default),
            Function("getVirtualNetworks", new GetVirtualNetworks(api.VirtualNetworks), GetVirtualNetworksJson.Default),
            Function("getVirtualNetwork", new GetVirtualNetwork(api.VirtualNetworks), GetVirtualNetworkJson.Default),
            Function("getTunnelRoutes", new GetTunnelRoutes(api.Routes), GetTunnelRoutesJson.Default),
            Function("getTunnelRoute", new GetTunnelRoute(api.Routes), GetTunnelRouteJson.Default),
            Function("getManagedNetworks", new GetManagedNetworks(api.ManagedNetworks), GetManagedNetworksJson.Default),
            Function("getManagedNetwork", new GetManagedNetwork(api.ManagedNetworks), GetManagedNetworkJson.Default),
            Function("subtractCidrs", new SubtractCidrs(), SubtractCidrsJson.Default),
            Function("parseMatch", new ParseMatch(), ParseMatchJson.Default),
            Function("evaluateMatch", new EvaluateMatch(), EvaluateMatchJson.Default),
            Function(
                "getLegacyDevices",
                new GetLegacyDevices(api.LegacyDevices),
                GetLegacyDevicesJson.Default,
                "Cloudflare has retired this endpoint: use getRegistrations and getDevices."
            ),
            Function(
                "getLegacyDevice",
                new GetLegacyDevice(api.LegacyDevices),
                GetLegacyDeviceJson.Default,
                "Cloudflare has retired this endpoint: use getRegistration and getDevice."
            ),
            Function(
                "getLegacyOverrideCodes",
                new GetLegacyOverrideCodes(api.LegacyDevices),
                GetLegacyOverrideCodesJson.Default,
                "Cloudflare has retired this endpoint: use getOverrideCodes."
            ),
        ];

    private static ResourceType<TArgs, TState> Resource<TArgs, TState>(
        string name,
        string idForm,
        IResource<TArgs, TState> resource,
        JsonSerializerContext records
    )
        where TArgs : class
        where TState : class => new(Package.Token(name), idForm, resource, records);

    private static FunctionType<TArgs, TResult> Function<TArgs, TResult>(
        string name,
        IFunction<TArgs, TResult> function,
        JsonSerializerContext records,
        string? deprecated = null
    )
        where TArgs : class
        where TResult : class => new(Package.Token(name), function, records) { Deprecated = deprecated };
}

using System.Text.Json.Serialization.Metadata;
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

/// <summary>Every resource and function of the package: the one line that registers each.</summary>
internal sealed class Catalog
{
    private readonly Dictionary<string, ResourceType> _resources;
    private readonly Dictionary<string, FunctionType> _functions;

    public Catalog(CloudflareClient cloudflare)
    {
        _resources = EnumerateResources(cloudflare, PulumiJson.Default).ToDictionary(type => type.Token, StringComparer.Ordinal);
        _functions = EnumerateFunctions(cloudflare, PulumiJson.Default).ToDictionary(type => type.Token, StringComparer.Ordinal);
    }

    /// <summary>Every component, by its token. They need no account: the engine may ask for one before the configuration is known.</summary>
    public static IReadOnlyDictionary<string, IComponent> Components { get; } =
        EnumerateComponents(PulumiJson.Default).ToDictionary(entry => Package.Token(entry.Name), entry => entry.Component, StringComparer.Ordinal);

    public IEnumerable<ResourceType> Resources => _resources.Values;

    public IEnumerable<FunctionType> Functions => _functions.Values;

    public ResourceType? FindResource(string token) => _resources.GetValueOrDefault(token);

    public FunctionType? FindFunction(string token) => _functions.GetValueOrDefault(token);

    private static IEnumerable<ResourceType> EnumerateResources(CloudflareClient cloudflare, PulumiJson json) =>
    [
        Resource("DeviceProfile", "accountId/policyId", new DeviceProfileResource(cloudflare.Profiles, cloudflare.Time), json.DeviceProfileArgs, json.DeviceProfileState),
        Resource("DefaultDeviceProfile", "accountId", new DefaultDeviceProfileResource(cloudflare.Profiles, json.DefaultDeviceProfileArgs), json.DefaultDeviceProfileArgs, json.DefaultDeviceProfileState),
        Resource("DeviceProfileOrder", "accountId", new DeviceProfileOrderResource(cloudflare.Profiles), json.DeviceProfileOrderArgs, json.DeviceProfileOrderState),
        Resource("SplitTunnel", "accountId/profileId", new SplitTunnelResource(cloudflare.Profiles), json.SplitTunnelArgs, json.SplitTunnelState),
        Resource("FallbackDomains", "accountId/profileId", new FallbackDomainsResource(cloudflare.Profiles), json.FallbackDomainsArgs, json.FallbackDomainsState),
        Resource("SplitTunnelRoute", "accountId/profileId/address", new SplitTunnelRouteResource(cloudflare.Profiles), json.SplitTunnelRouteArgs, json.SplitTunnelRouteState),
        Resource("FallbackDomain", "accountId/profileId/suffix", new FallbackDomainResource(cloudflare.Profiles), json.FallbackDomainArgs, json.FallbackDomainState),
        Resource("WarpConnectorTunnel", "accountId/tunnelId", new WarpConnectorTunnelResource(cloudflare.WarpConnectors, cloudflare.Time), json.WarpConnectorTunnelArgs, json.WarpConnectorTunnelState),
        Resource("DeviceCertificates", "zoneId", new DeviceCertificatesResource(cloudflare.Certificates), json.DeviceCertificatesArgs, json.DeviceCertificatesState),
        Resource("GlobalWarpOverride", "accountId", new GlobalWarpOverrideResource(cloudflare.Resilience), json.GlobalWarpOverrideArgs, json.GlobalWarpOverrideState),
        Resource("DeviceSettings", "accountId", new DeviceSettingsResource(cloudflare.Settings), json.DeviceSettingsArgs, json.DeviceSettingsState),
        Resource("WarpConnectorConfiguration", "accountId/tunnelId", new WarpConnectorConfigurationResource(cloudflare.WarpConnectors), json.WarpConnectorConfigurationArgs, json.WarpConnectorConfigurationState),
        Resource("WarpConnectorFailover", "accountId/tunnelId", new WarpConnectorFailoverResource(cloudflare.WarpConnectors, cloudflare.Time), json.WarpConnectorFailoverArgs, json.WarpConnectorFailoverState),
        Resource("UninstallCode", "accountId/codeId", new UninstallCodeResource(cloudflare.OverrideCodes, cloudflare.Time), json.UninstallCodeArgs, json.UninstallCodeState),
        Resource("DeviceRevocation", "accountId/registrationIds", new DeviceRevocationResource(cloudflare.Registrations, cloudflare.Devices, cloudflare.LegacyDevices), json.DeviceRevocationArgs, json.DeviceRevocationState),
        Resource("TunnelRoute", "accountId/routeId", new TunnelRouteResource(cloudflare.Routes), json.TunnelRouteArgs, json.TunnelRouteState),
        Resource("VirtualNetwork", "accountId/virtualNetworkId", new VirtualNetworkResource(cloudflare.VirtualNetworks), json.VirtualNetworkArgs, json.VirtualNetworkState),
        Resource("ManagedNetwork", "accountId/networkId", new ManagedNetworkResource(cloudflare.ManagedNetworks), json.ManagedNetworkArgs, json.ManagedNetworkState),
    ];

    private static IEnumerable<(string Name, IComponent Component)> EnumerateComponents(PulumiJson json)
    {
        var profile = new ManagedProfile(
            SpecReader.Read(json.DeviceProfileArgs), SpecReader.Read(json.DeviceProfileState),
            SpecReader.Read(json.SplitTunnelArgs), SpecReader.Read(json.FallbackDomainsArgs));
        return
        [
            ("ManagedProfile", profile),
            ("ConnectorSite", new ConnectorSite(
                SpecReader.Read(json.WarpConnectorTunnelArgs), SpecReader.Read(json.WarpConnectorTunnelState),
                SpecReader.Read(json.WarpConnectorConfigurationArgs), SpecReader.Read(json.TunnelRouteArgs), profile)),
        ];
    }

    private static IEnumerable<FunctionType> EnumerateFunctions(CloudflareClient cloudflare, PulumiJson json) =>
    [
        Function("getDeviceProfiles", new GetDeviceProfiles(cloudflare.Profiles), json.GetDeviceProfilesArgs, json.GetDeviceProfilesResult),
        Function("getDeviceProfile", new GetDeviceProfile(cloudflare.Profiles), json.GetDeviceProfileArgs, json.DeviceProfileState),
        Function("getWarpConnectorTunnels", new GetWarpConnectorTunnels(cloudflare.WarpConnectors), json.GetWarpConnectorTunnelsArgs, json.GetWarpConnectorTunnelsResult),
        Function("getWarpConnectorToken", new GetWarpConnectorToken(cloudflare.WarpConnectors), json.GetWarpConnectorTokenArgs, json.GetWarpConnectorTokenResult),
        Function("getDefaultDeviceProfile", new GetDefaultDeviceProfile(cloudflare.Profiles), json.GetDefaultDeviceProfileArgs, json.GetDefaultDeviceProfileResult),
        Function("getSplitTunnel", new GetSplitTunnel(cloudflare.Profiles), json.GetSplitTunnelArgs, json.GetSplitTunnelResult),
        Function("getFallbackDomains", new GetFallbackDomains(cloudflare.Profiles), json.GetFallbackDomainsArgs, json.GetFallbackDomainsResult),
        Function("getDevices", new GetDevices(cloudflare.Devices), json.GetDevicesArgs, json.GetDevicesResult),
        Function("getDevice", new GetDevice(cloudflare.Devices), json.GetDeviceArgs, json.DeviceInfo),
        Function("getRegistrations", new GetRegistrations(cloudflare.Registrations), json.GetRegistrationsArgs, json.GetRegistrationsResult),
        Function("getRegistration", new GetRegistration(cloudflare.Registrations), json.GetRegistrationArgs, json.RegistrationInfo),
        Function("getOverrideCodes", new GetOverrideCodes(cloudflare.OverrideCodes), json.GetOverrideCodesArgs, json.GetOverrideCodesResult),
        Function("getDeviceCertificates", new GetDeviceCertificates(cloudflare.Certificates), json.GetDeviceCertificatesArgs, json.GetDeviceCertificatesResult),
        Function("getGlobalWarpOverride", new GetGlobalWarpOverride(cloudflare.Resilience), json.GetGlobalWarpOverrideArgs, json.GetGlobalWarpOverrideResult),
        Function("getDeviceSettings", new GetDeviceSettings(cloudflare.Settings), json.GetDeviceSettingsArgs, json.GetDeviceSettingsResult),
        Function("getWarpConnectorTunnel", new GetWarpConnectorTunnel(cloudflare.WarpConnectors), json.GetWarpConnectorTunnelArgs, json.WarpConnectorTunnelInfo),
        Function("getWarpConnectorConnections", new GetWarpConnectorConnections(cloudflare.WarpConnectors), json.GetWarpConnectorConnectionsArgs, json.GetWarpConnectorConnectionsResult),
        Function("getWarpConnectorConnector", new GetWarpConnectorConnector(cloudflare.WarpConnectors), json.GetWarpConnectorConnectorArgs, json.ConnectorInfo),
        Function("subtractCidrs", new SubtractCidrs(), json.SubtractCidrsArgs, json.SubtractCidrsResult),
        Function("parseMatch", new ParseMatch(), json.ParseMatchArgs, json.ParseMatchResult),
        Function("evaluateMatch", new EvaluateMatch(), json.EvaluateMatchArgs, json.EvaluateMatchResult),
        Function("getLegacyDevices", new GetLegacyDevices(cloudflare.LegacyDevices), json.GetLegacyDevicesArgs, json.GetLegacyDevicesResult, "Cloudflare has ended the life of this endpoint: use getRegistrations and getDevices."),
        Function("getLegacyDevice", new GetLegacyDevice(cloudflare.LegacyDevices), json.GetLegacyDeviceArgs, json.LegacyDeviceInfo, "Cloudflare has ended the life of this endpoint: use getRegistration and getDevice."),
        Function("getLegacyOverrideCodes", new GetLegacyOverrideCodes(cloudflare.LegacyDevices), json.GetLegacyOverrideCodesArgs, json.GetOverrideCodesResult, "Cloudflare has ended the life of this endpoint: use getOverrideCodes."),
    ];

    private static ResourceType<TArgs, TState> Resource<TArgs, TState>(
        string name, string idFormat, IResource<TArgs, TState> resource, JsonTypeInfo<TArgs> args, JsonTypeInfo<TState> state)
        where TArgs : class
        where TState : class => new(Package.Token(name), idFormat, resource, args, state);

    private static FunctionType<TArgs, TResult> Function<TArgs, TResult>(
        string name, IFunction<TArgs, TResult> function, JsonTypeInfo<TArgs> args, JsonTypeInfo<TResult> result, string? deprecated = null)
        where TArgs : class
        where TResult : class => new(Package.Token(name), function, args, result) { Deprecated = deprecated };
}

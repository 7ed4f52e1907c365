using System.Text.Json.Serialization.Metadata;
using ZeroTrust.Provider.Cloudflare;
using ZeroTrust.Provider.Functions;
using ZeroTrust.Provider.Model;
using ZeroTrust.Provider.Resources;

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

    public IEnumerable<ResourceType> Resources => _resources.Values;

    public IEnumerable<FunctionType> Functions => _functions.Values;

    public ResourceType? FindResource(string token) => _resources.GetValueOrDefault(token);

    public FunctionType? FindFunction(string token) => _functions.GetValueOrDefault(token);

    private static IEnumerable<ResourceType> EnumerateResources(CloudflareClient cloudflare, PulumiJson json) =>
    [
        Resource("DeviceProfile", "accountId/policyId", new DeviceProfileResource(cloudflare.Profiles), json.DeviceProfileArgs, json.DeviceProfileState),
        Resource("DefaultDeviceProfile", "accountId", new DefaultDeviceProfileResource(cloudflare.Profiles), json.DefaultDeviceProfileArgs, json.DefaultDeviceProfileState),
        Resource("SplitTunnel", "accountId/profileId", new SplitTunnelResource(cloudflare.Profiles), json.SplitTunnelArgs, json.SplitTunnelState),
        Resource("FallbackDomains", "accountId/profileId", new FallbackDomainsResource(cloudflare.Profiles), json.FallbackDomainsArgs, json.FallbackDomainsState),
        Resource("WarpConnectorTunnel", "accountId/tunnelId", new WarpConnectorTunnelResource(cloudflare.WarpConnectors), json.WarpConnectorTunnelArgs, json.WarpConnectorTunnelState),
    ];

    private static IEnumerable<FunctionType> EnumerateFunctions(CloudflareClient cloudflare, PulumiJson json) =>
    [
        Function("getDeviceProfiles", new GetDeviceProfiles(cloudflare.Profiles), json.GetDeviceProfilesArgs, json.GetDeviceProfilesResult),
        Function("getDeviceProfile", new GetDeviceProfile(cloudflare.Profiles), json.GetDeviceProfileArgs, json.DeviceProfileState),
        Function("getWarpConnectorTunnels", new GetWarpConnectorTunnels(cloudflare.WarpConnectors), json.GetWarpConnectorTunnelsArgs, json.GetWarpConnectorTunnelsResult),
        Function("getWarpConnectorToken", new GetWarpConnectorToken(cloudflare.WarpConnectors), json.GetWarpConnectorTokenArgs, json.GetWarpConnectorTokenResult),
    ];

    private static ResourceType<TArgs, TState> Resource<TArgs, TState>(
        string name, string idFormat, IResource<TArgs, TState> resource, JsonTypeInfo<TArgs> args, JsonTypeInfo<TState> state)
        where TArgs : class
        where TState : class => new(Package.Token(name), idFormat, resource, args, state);

    private static FunctionType<TArgs, TResult> Function<TArgs, TResult>(
        string name, IFunction<TArgs, TResult> function, JsonTypeInfo<TArgs> args, JsonTypeInfo<TResult> result)
        where TArgs : class
        where TResult : class => new(Package.Token(name), function, args, result);
}

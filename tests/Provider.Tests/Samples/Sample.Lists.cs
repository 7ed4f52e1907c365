using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.FallbackDomains;
using ZeroTrust.Provider.SplitTunnels;

namespace ZeroTrust.Provider.Tests.Samples;

internal static partial class Sample
{
    public static PropertyMap Routes(params PropertyMap[] routes) => PropertyMap.Of(("routes", new PropertyArray(routes)));

    public static PropertyMap InlineRoutes => Routes(Address("10.0.0.0/8", "Offices"), Address("2001:db8::/32")).With("mode", "include");

    public static PropertyMap Address(string address, string? description = null) =>
        Inputs.Of(new SplitTunnelEntry { Address = address, Description = description });

    public static PropertyMap Host(string host, string? description = null) =>
        Inputs.Of(new SplitTunnelEntry { Host = host, Description = description });

    public static PropertyMap Domains(params PropertyMap[] domains) => PropertyMap.Of(("domains", new PropertyArray(domains)));

    public static PropertyMap Domain(string suffix, params string[] servers) =>
        Inputs.Of(new FallbackDomainEntry { Suffix = suffix, DnsServers = servers.Length == 0 ? null : servers });
}

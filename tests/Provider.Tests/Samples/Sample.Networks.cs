using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Networks;

namespace ZeroTrust.Provider.Tests.Samples;

internal static partial class Sample
{
    public static PropertyMap Route => Inputs.Of(new TunnelRouteArgs { Network = "10.20.0.0/16", TunnelId = Known.TunnelId });

    public static PropertyMap HostnameRoute =>
        Inputs.Of(new HostnameRouteArgs { Hostname = "wiki.office.example.com", TunnelId = Known.TunnelId });

    public static PropertyMap VirtualNetwork => Inputs.Of(new VirtualNetworkArgs { Name = "staging" });

    public static PropertyMap ManagedNetwork =>
        Inputs.Of(
            new ManagedNetworkArgs
            {
                Name = "office",
                Config = new() { TlsSockaddr = "10.0.0.1:3333", Sha256 = Known.Fingerprint },
            }
        );
}

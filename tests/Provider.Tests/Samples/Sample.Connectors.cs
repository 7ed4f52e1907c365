using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Connectors;

namespace ZeroTrust.Provider.Tests.Samples;

internal static partial class Sample
{
    public static PropertyMap Tunnel => Inputs.Of(new WarpConnectorTunnelArgs { Name = "berlin" });

    public static PropertyMap Ha(string mode, HaConfig? config = null) =>
        Inputs.Of(
            new WarpConnectorConfigurationArgs
            {
                TunnelId = Known.TunnelId,
                HaMode = mode,
                Config = config,
            }
        );

    public static PropertyMap Failover(string host) =>
        Inputs.Of(new WarpConnectorFailoverArgs { TunnelId = Known.TunnelId, ClientId = host });
}

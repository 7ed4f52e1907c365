using System.Globalization;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>Rules that hold between the settings of any profile, custom or default.</summary>
internal static class DeviceProfileRules
{
    private const int SecondsPerMinute = 60;
    private const int SecondsPerHour = 3_600;

    public static IEnumerable<Problem> Check(DeviceProfileSettings settings)
    {
        if (settings.AutoConnect is > 0 and < SecondsPerMinute and var reconnect)
        {
            yield return new(
                Problems.DoubtfulTime,
                "autoConnect",
                $"is {reconnect} seconds. If minutes are meant, as in the dashboard, write {reconnect * SecondsPerMinute}."
            );
        }

        if (settings.CaptivePortal is > SecondsPerHour and var pause)
        {
            yield return new(
                Problems.DoubtfulTime,
                "captivePortal",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {pause:N0} seconds, more than an hour. If milliseconds are meant, write {pause / 1_000}."
                )
            );
        }

        if (settings.ServiceModeV2 is { } mode)
        {
            if (mode.Port is not null && mode.Mode != Network.ServiceModes.Proxy)
            {
                yield return new(
                    Problems.PortWithoutProxy,
                    "serviceModeV2.port",
                    $"is not used with mode '{mode.Mode}'; remove it, or use mode 'proxy'."
                );
            }

            if (mode.Mode == Network.ServiceModes.Proxy && settings.TunnelProtocol is not (null or "masque"))
            {
                yield return new(Problems.ProxyNeedsMasque, "tunnelProtocol", "should be 'masque': local proxy mode needs it.");
            }
        }

        if (settings.VirtualNetworks?.ToCanonical() is { } networks && !networks.Allowed.Contains(networks.Default, StringComparer.Ordinal))
        {
            yield return new(
                Problems.NotAmongAllowed,
                "virtualNetworks.default",
                "is not among virtualNetworks.allowed; add it there, or choose one of them."
            );
        }

        if (settings.GlobalAcceleration is { MasqueEndpoints.Count: 0, WireguardEndpoints.Count: 0 })
        {
            yield return new(
                Problems.NoAccelerationEndpoint,
                "globalAcceleration",
                "has no endpoint; add one to masqueEndpoints or wireguardEndpoints."
            );
        }
    }
}

using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>Rules that hold between the settings of any profile, custom or default.</summary>
internal static class DeviceProfileRules
{
    public static IEnumerable<Problem> Check(DeviceProfileSettings settings)
    {
        if (settings.ServiceModeV2 is { } mode)
        {
            if (mode.Port is not null && mode.Mode != "proxy")
            {
                yield return new(
                    Problems.PortWithoutProxy,
                    "serviceModeV2.port",
                    $"is not used with mode '{mode.Mode}'; remove it, or use mode 'proxy'."
                );
            }

            if (mode.Mode == "proxy" && settings.TunnelProtocol is not (null or "masque"))
            {
                yield return new(Problems.ProxyNeedsMasque, "tunnelProtocol", "should be 'masque': local proxy mode needs it.");
            }
        }

        if (settings.VirtualNetworks is { } networks && !networks.Allowed.Contains(networks.Default, StringComparer.OrdinalIgnoreCase))
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

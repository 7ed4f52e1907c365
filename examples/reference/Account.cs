using System.Collections.Immutable;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

namespace Reference;

/// <summary>What concerns all devices of an account.</summary>
internal static class Account
{
    public static void Declare(Pulumi.Config config, Dictionary<string, object?> outputs)
    {
        #region DeviceSettings
        _ = new DeviceSettings(
            "account",
            new()
            {
                GatewayProxyEnabled = true,
                GatewayUdpProxyEnabled = true,
                RootCertificateInstallationEnabled = true,
                // The longest that a code of GetOverrideCodes lets a user disconnect, in seconds.
                DisableForTime = 3600,
            }
        );
        #endregion

        #region GlobalWarpOverride
        // In an emergency: pulumi config set incident true, then pulumi up.
        _ = new GlobalWarpOverride(
            "emergency",
            new() { Disconnect = config.GetBoolean("incident") ?? false, Justification = "Gateway blocks all traffic" }
        );
        #endregion

        #region ManagedNetwork
        var berlin = new ManagedNetwork(
            "berlin",
            new()
            {
                Name = "berlin",
                Config = new ManagedNetworkConfigArgs { TlsSockaddr = "192.168.40.1:3333" },
            }
        );

        // In the office the client resolves names only: the network is reached directly.
        _ = new DeviceProfile(
            "at-berlin",
            new()
            {
                Name = "At the Berlin office",
                Match = berlin.Name.Apply(name => $"network == \"{name}\""),
                Precedence = 50,
                ServiceModeV2 = new ServiceModeV2Args { Mode = ServiceMode.DnsOnly },
            }
        );
        #endregion

        #region GetManagedNetworks
        var endpoints = GetManagedNetworks
            .Invoke()
            .Apply(result => result.ManagedNetworks.Select(network => $"{network.Name}: {network.TlsSockaddr}").ToImmutableArray());
        #endregion
        outputs["endpoints"] = endpoints;

        if (config.Get("network") is not null)
        {
            #region GetManagedNetwork
            // A network that is managed elsewhere: a wrong name is an error here, and would match no device in an expression.
            var branch = GetManagedNetwork.Invoke(new() { Name = config.Require("network") });
            _ = new DeviceProfile(
                "at-branch",
                new()
                {
                    Name = "At the branch",
                    Match = branch.Apply(network => $"network == \"{network.Name}\""),
                    Precedence = 51,
                    ServiceModeV2 = new ServiceModeV2Args { Mode = ServiceMode.DnsOnly },
                }
            );
            #endregion
        }

        #region GetDeviceSettings
        var proxied = GetDeviceSettings.Invoke().Apply(settings => settings.GatewayProxyEnabled);
        #endregion
        outputs["proxied"] = proxied;

        #region GetGlobalWarpOverride
        var disconnected = GetGlobalWarpOverride.Invoke().Apply(emergency => emergency.Disconnect);
        #endregion
        outputs["disconnected"] = disconnected;

        if (config.Get("zoneId") is not null)
        {
            #region DeviceCertificates
            _ = new DeviceCertificates("intranet", new() { ZoneId = config.Require("zoneId"), Enabled = true });
            #endregion

            #region GetDeviceCertificates
            var provisioned = GetDeviceCertificates
                .Invoke(new() { ZoneId = config.Require("zoneId") })
                .Apply(certificates => certificates.Enabled);
            #endregion
            outputs["provisioned"] = provisioned;
        }
    }
}

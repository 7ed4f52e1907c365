using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Profiles;

namespace ZeroTrust.Provider.Tests.Samples;

/// <summary>Valid inputs, by area; tests vary them with <c>With</c> and <c>Without</c>.</summary>
internal static partial class Sample
{
    private static readonly DeviceProfileArgs Staff = new()
    {
        Name = "Staff",
        Match = "identity.email == \"a@example.com\"",
        Precedence = 10,
    };

    public static PropertyMap Profile => Inputs.Of(Staff);

    public static PropertyMap FullProfile =>
        new(Inputs.Of(Staff with { Description = "Everyone in the office", Enabled = true }).Concat(Settings));

    /// <summary>The settings that the default profile also has.</summary>
    public static PropertyMap Settings =>
        Inputs.Of(
            new DefaultDeviceProfileArgs
            {
                AllowModeSwitch = true,
                AllowUpdates = true,
                AllowedToLeave = false,
                AutoConnect = 60,
                CaptivePortal = 300,
                DisableAutoFallback = true,
                ExcludeOfficeIps = true,
                SwitchLocked = true,
                TunnelProtocol = "masque",
                SupportUrl = "https://support.example.com",
                LanAllowMinutes = 30,
                LanAllowSubnetSize = 24,
                RegisterInterfaceIpWithDns = false,
                SccmVpnBoundarySupport = true,
                UninstallProtection = true,
                ServiceModeV2 = new() { Mode = "proxy", Port = 3128 },
                DnsSearchSuffixes = [new() { Suffix = "corp.example.com", Description = "Office" }, new() { Suffix = "example.com" }],
            }
        );

    public static PropertyMap BrowserProfile =>
        Inputs.Of(
            new DeviceProfileArgs
            {
                Name = "Browsers",
                ProfileType = "browser_extension",
                Default = true,
                BrowserExtensionConfig = new() { ProxyControl = "locked", ProxyEnabled = true },
            }
        );

    public static PropertyMap Acceleration =>
        Inputs.Of(
            new GlobalAcceleration
            {
                Enabled = true,
                ApiEndpoints = ["192.0.2.1:443"],
                MasqueEndpoints = ["192.0.2.2:443"],
                WireguardEndpoints = ["[2001:db8::1]:2408"],
                Autoswitch = true,
            }
        );

    public static PropertyMap VirtualNetworkChoice =>
        Inputs.Of(new VirtualNetworkChoice { Allowed = [Known.NetworkId, Known.OtherRegistrationId], Default = Known.NetworkId });

    public static PropertyMap Order(params string[] profileIds) => Inputs.Of(new DeviceProfileOrderArgs { ProfileIds = profileIds });
}

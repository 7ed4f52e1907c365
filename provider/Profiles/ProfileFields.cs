using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using ZeroTrust.Network;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>Which field of the API each property of a profile is.</summary>
internal static class ProfileFields
{
    /// <summary>What Cloudflare gives a profile for a property that nobody sets; null if that is nothing.</summary>
    public static JsonNode? Default(PropertySpec property) =>
        property switch
        {
            { Name: "serviceModeV2" } => new JsonObject { ["mode"] = ServiceModes.TrafficAndDns },
            { Value.Kind: ValueKind.List } => new JsonArray(),
            _ => property.ServerDefaultJson(),
        };

    public static DevicePolicyFields ToWire(DeviceProfileArgs args) =>
        ToWire((DeviceProfileSettings)args) with
        {
            Name = args.Name,
            Match = args.Match,
            Precedence = args.Precedence,
            Enabled = args.Enabled,
            Description = args.Description,
            Default = args.Default,
            ProfileType = args.ProfileType,
            BrowserExtensionConfig = args.BrowserExtensionConfig is { } browser ? new(browser.ProxyControl, browser.ProxyEnabled) : null,
        };

    public static DevicePolicyFields ToWire(DeviceProfileSettings settings) =>
        new()
        {
            AllowModeSwitch = settings.AllowModeSwitch,
            AllowUpdates = settings.AllowUpdates,
            AllowedToLeave = settings.AllowedToLeave,
            AutoConnect = settings.AutoConnect,
            CaptivePortal = settings.CaptivePortal,
            DisableAutoFallback = settings.DisableAutoFallback,
            DnsSearchSuffixes = settings.DnsSearchSuffixes is { } suffixes
                ? [.. suffixes.Select(suffix => new DnsSearchSuffixWire(suffix.Suffix, suffix.Description))]
                : null,
            ExcludeOfficeIps = settings.ExcludeOfficeIps,
            GlobalAcceleration = settings.GlobalAcceleration is { } acceleration
                ? new()
                {
                    Enabled = acceleration.Enabled,
                    ApiEndpoints = acceleration.ApiEndpoints,
                    MasqueEndpoints = acceleration.MasqueEndpoints,
                    WireguardEndpoints = acceleration.WireguardEndpoints,
                    Autoswitch = acceleration.Autoswitch,
                }
                : null,
            LanAllowMinutes = settings.LanAllowMinutes,
            LanAllowSubnetSize = settings.LanAllowSubnetSize,
            RegisterInterfaceIpWithDns = settings.RegisterInterfaceIpWithDns,
            SccmVpnBoundarySupport = settings.SccmVpnBoundarySupport,
            ServiceModeV2 = settings.ServiceModeV2 is { } mode ? new(mode.Mode, mode.Port) : null,
            SupportUrl = settings.SupportUrl,
            SwitchLocked = settings.SwitchLocked,
            TunnelProtocol = settings.TunnelProtocol,
            UninstallProtection = settings.UninstallProtection,
            VirtualNetworks = settings.VirtualNetworks?.ToCanonical() is { } networks ? new(networks.Allowed, networks.Default) : null,
        };

    /// <summary>The settings of a response; the API leaves out empty lists that a program must write.</summary>
    public static T FromWire<T>(T empty, string account, DevicePolicyFields wire)
        where T : DeviceProfileSettings =>
        empty with
        {
            AccountId = account,
            AllowModeSwitch = wire.AllowModeSwitch,
            AllowUpdates = wire.AllowUpdates,
            AllowedToLeave = wire.AllowedToLeave,
            AutoConnect = wire.AutoConnect,
            CaptivePortal = wire.CaptivePortal,
            DisableAutoFallback = wire.DisableAutoFallback,
            DnsSearchSuffixes = wire.DnsSearchSuffixes is { } suffixes
                ?
                [
                    .. suffixes
                        .OfType<DnsSearchSuffixWire>()
                        .Select(suffix => new DnsSearchSuffix { Suffix = suffix.Suffix ?? "", Description = suffix.Description }),
                ]
                : null,
            ExcludeOfficeIps = wire.ExcludeOfficeIps,
            GlobalAcceleration = wire.GlobalAcceleration is { } acceleration
                ? new()
                {
                    Enabled = acceleration.Enabled ?? false,
                    ApiEndpoints = acceleration.ApiEndpoints ?? [],
                    MasqueEndpoints = acceleration.MasqueEndpoints ?? [],
                    WireguardEndpoints = acceleration.WireguardEndpoints ?? [],
                    Autoswitch = acceleration.Autoswitch,
                }
                : null,
            LanAllowMinutes = wire.LanAllowMinutes,
            LanAllowSubnetSize = wire.LanAllowSubnetSize,
            RegisterInterfaceIpWithDns = wire.RegisterInterfaceIpWithDns,
            SccmVpnBoundarySupport = wire.SccmVpnBoundarySupport,
            ServiceModeV2 = wire.ServiceModeV2 is { } mode ? new() { Mode = mode.Mode ?? "", Port = mode.Port } : null,
            SupportUrl = wire.SupportUrl,
            SwitchLocked = wire.SwitchLocked,
            TunnelProtocol = wire.TunnelProtocol,
            UninstallProtection = wire.UninstallProtection,
            VirtualNetworks = wire.VirtualNetworks is { } networks
                ? new() { Allowed = networks.Allowed ?? [], Default = networks.Default ?? "" }
                : null,
        };
}

using Pulumi.ZeroTrust.Inputs;

namespace Pulumi.ZeroTrust;

/// <summary>A custom device settings profile and, where they are set, its lists. What is not set is not managed.</summary>
public class ManagedProfileArgs : ResourceArgs
{
    /// <summary>What goes through the tunnel. Unset: not managed here; taken out again, Cloudflare's default list is put back.</summary>
    public ProfileSplitTunnelArgs? SplitTunnel { get; set; }

    /// <summary>
    /// What devices do not resolve through Gateway. Unset: not managed here; taken out again, Cloudflare's default list is put back.
    /// </summary>
    public ProfileFallbackDomainsArgs? FallbackDomains { get; set; }

    /// <inheritdoc cref="DeviceProfileArgs.AccountId"/>
    public Input<string>? AccountId { get => Profile.AccountId; set => Profile.AccountId = value; }

    /// <inheritdoc cref="DeviceProfileArgs.Name"/>
    public Input<string> Name { get => Profile.Name; set => Profile.Name = value; }

    /// <inheritdoc cref="DeviceProfileArgs.Match"/>
    public Input<string>? Match { get => Profile.Match; set => Profile.Match = value; }

    /// <inheritdoc cref="DeviceProfileArgs.Precedence"/>
    public Input<int>? Precedence { get => Profile.Precedence; set => Profile.Precedence = value; }

    /// <inheritdoc cref="DeviceProfileArgs.Enabled"/>
    public Input<bool>? Enabled { get => Profile.Enabled; set => Profile.Enabled = value; }

    /// <inheritdoc cref="DeviceProfileArgs.Description"/>
    public Input<string>? Description { get => Profile.Description; set => Profile.Description = value; }

    /// <inheritdoc cref="DeviceProfileArgs.AllowModeSwitch"/>
    public Input<bool>? AllowModeSwitch { get => Profile.AllowModeSwitch; set => Profile.AllowModeSwitch = value; }

    /// <inheritdoc cref="DeviceProfileArgs.AllowUpdates"/>
    public Input<bool>? AllowUpdates { get => Profile.AllowUpdates; set => Profile.AllowUpdates = value; }

    /// <inheritdoc cref="DeviceProfileArgs.AllowedToLeave"/>
    public Input<bool>? AllowedToLeave { get => Profile.AllowedToLeave; set => Profile.AllowedToLeave = value; }

    /// <inheritdoc cref="DeviceProfileArgs.AutoConnect"/>
    public Input<int>? AutoConnect { get => Profile.AutoConnect; set => Profile.AutoConnect = value; }

    /// <inheritdoc cref="DeviceProfileArgs.CaptivePortal"/>
    public Input<int>? CaptivePortal { get => Profile.CaptivePortal; set => Profile.CaptivePortal = value; }

    /// <inheritdoc cref="DeviceProfileArgs.DisableAutoFallback"/>
    public Input<bool>? DisableAutoFallback { get => Profile.DisableAutoFallback; set => Profile.DisableAutoFallback = value; }

    /// <inheritdoc cref="DeviceProfileArgs.DnsSearchSuffixes"/>
    public InputList<DnsSearchSuffixArgs> DnsSearchSuffixes { get => Profile.DnsSearchSuffixes; set => Profile.DnsSearchSuffixes = value; }

    /// <inheritdoc cref="DeviceProfileArgs.ExcludeOfficeIps"/>
    public Input<bool>? ExcludeOfficeIps { get => Profile.ExcludeOfficeIps; set => Profile.ExcludeOfficeIps = value; }

    /// <inheritdoc cref="DeviceProfileArgs.GlobalAcceleration"/>
    public Input<GlobalAccelerationArgs>? GlobalAcceleration { get => Profile.GlobalAcceleration; set => Profile.GlobalAcceleration = value; }

    /// <inheritdoc cref="DeviceProfileArgs.LanAllowMinutes"/>
    public Input<int>? LanAllowMinutes { get => Profile.LanAllowMinutes; set => Profile.LanAllowMinutes = value; }

    /// <inheritdoc cref="DeviceProfileArgs.LanAllowSubnetSize"/>
    public Input<int>? LanAllowSubnetSize { get => Profile.LanAllowSubnetSize; set => Profile.LanAllowSubnetSize = value; }

    /// <inheritdoc cref="DeviceProfileArgs.RegisterInterfaceIpWithDns"/>
    public Input<bool>? RegisterInterfaceIpWithDns { get => Profile.RegisterInterfaceIpWithDns; set => Profile.RegisterInterfaceIpWithDns = value; }

    /// <inheritdoc cref="DeviceProfileArgs.SccmVpnBoundarySupport"/>
    public Input<bool>? SccmVpnBoundarySupport { get => Profile.SccmVpnBoundarySupport; set => Profile.SccmVpnBoundarySupport = value; }

    /// <inheritdoc cref="DeviceProfileArgs.ServiceModeV2"/>
    public Input<ServiceModeV2Args>? ServiceModeV2 { get => Profile.ServiceModeV2; set => Profile.ServiceModeV2 = value; }

    /// <inheritdoc cref="DeviceProfileArgs.SupportUrl"/>
    public Input<string>? SupportUrl { get => Profile.SupportUrl; set => Profile.SupportUrl = value; }

    /// <inheritdoc cref="DeviceProfileArgs.SwitchLocked"/>
    public Input<bool>? SwitchLocked { get => Profile.SwitchLocked; set => Profile.SwitchLocked = value; }

    /// <inheritdoc cref="DeviceProfileArgs.TunnelProtocol"/>
    public Input<TunnelProtocol>? TunnelProtocol { get => Profile.TunnelProtocol; set => Profile.TunnelProtocol = value; }

    /// <inheritdoc cref="DeviceProfileArgs.UninstallProtection"/>
    public Input<bool>? UninstallProtection { get => Profile.UninstallProtection; set => Profile.UninstallProtection = value; }

    /// <inheritdoc cref="DeviceProfileArgs.VirtualNetworks"/>
    public Input<VirtualNetworkChoiceArgs>? VirtualNetworks { get => Profile.VirtualNetworks; set => Profile.VirtualNetworks = value; }

    internal DeviceProfileArgs Profile { get; } = new();
}

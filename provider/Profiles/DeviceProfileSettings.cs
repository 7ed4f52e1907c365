using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>The device client settings that custom profiles and the default profile share.</summary>
internal abstract record DeviceProfileSettings : AccountScoped
{
    /// <summary>Whether users may switch the client between its modes.</summary>
    [ServerDefault(false)]
    public bool? AllowModeSwitch { get; init; }

    /// <summary>Whether the client notifies users of new versions.</summary>
    [ServerDefault(false)]
    public bool? AllowUpdates { get; init; }

    /// <summary>Whether users may leave the organization.</summary>
    [ServerDefault(true)]
    public bool? AllowedToLeave { get; init; }

    /// <summary>Seconds until a client that was switched off connects again; 0 never reconnects.</summary>
    [Range(0, 86_400), ServerDefault(0)]
    public int? AutoConnect { get; init; }

    /// <summary>Seconds the client stays off at a captive portal; 0 disables the detection.</summary>
    [Range(0, int.MaxValue), ServerDefault(180)]
    public int? CaptivePortal { get; init; }

    /// <summary>
    /// Whether the client stops resolving fallback domains without <c>dnsServers</c> through the device's own resolvers.
    /// </summary>
    [ServerDefault(false)]
    public bool? DisableAutoFallback { get; init; }

    /// <summary>Domains appended to single-label names, in the order tried. Empty clears them. At most 25.</summary>
    [Count(0, 25)]
    public IReadOnlyList<DnsSearchSuffix>? DnsSearchSuffixes { get; init; }

    /// <summary>Whether Microsoft 365 addresses are excluded from the tunnel. They are not added to the stored list.</summary>
    [ServerDefault(false)]
    public bool? ExcludeOfficeIps { get; init; }

    /// <summary>Custom endpoints for clients in China. Needs an account that has opted in. Removing it clears it.</summary>
    [ClearOnRemoval]
    public GlobalAcceleration? GlobalAcceleration { get; init; }

    /// <summary>
    /// Minutes a user may reach the local network; 0: until the client reconnects. Removing it withdraws the permission. The API does not
    /// return it for the default profile.
    /// </summary>
    [Range(0, int.MaxValue), ClearOnRemoval]
    public int? LanAllowMinutes { get; init; }

    /// <summary>
    /// Prefix length of the largest local network a user may reach: 24 (largest) to 32. Removing it clears it. The API does not return it
    /// for the default profile.
    /// </summary>
    [Range(24, 32), ClearOnRemoval]
    public int? LanAllowSubnetSize { get; init; }

    /// <summary>Whether the client registers its tunnel address with the local DNS server.</summary>
    [ServerDefault(true)]
    public bool? RegisterInterfaceIpWithDns { get; init; }

    /// <summary>Whether Configuration Manager clients on Windows see the tunnel as a VPN boundary.</summary>
    [ServerDefault(false)]
    public bool? SccmVpnBoundarySupport { get; init; }

    /// <summary>What the client does with the device's traffic. Cloudflare's default: mode <c>warp</c>.</summary>
    public ServiceModeV2? ServiceModeV2 { get; init; }

    /// <summary>Where the client's feedback button leads; <c>mailto:</c> works.</summary>
    [ServerDefault("")]
    public string? SupportUrl { get; init; }

    /// <summary>Whether users cannot switch the client off.</summary>
    [ServerDefault(false)]
    public bool? SwitchLocked { get; init; }

    /// <summary>Tunnel protocol; empty leaves the choice to Cloudflare.</summary>
    [OneOf(nameof(Enums.TunnelProtocol)), ServerDefault("")]
    public string? TunnelProtocol { get; init; }

    /// <summary>Whether the Windows client needs a code to be uninstalled.</summary>
    [ServerDefault(false)]
    public bool? UninstallProtection { get; init; }

    /// <summary>Virtual networks a user may choose from. Needs an account that has opted in. Removing it clears it.</summary>
    [ClearOnRemoval]
    public VirtualNetworkChoice? VirtualNetworks { get; init; }
}

/// <summary>A domain appended to single-label names.</summary>
internal sealed record DnsSearchSuffix
{
    /// <summary>Domain suffix, such as <c>corp.example.com</c>.</summary>
    [Format(StringFormat.Suffix)]
    public required string Suffix { get; init; }

    /// <summary>What it is for. At most 100 characters.</summary>
    [Length(100)]
    public string? Description { get; init; }
}

/// <summary>What the client does with the device's traffic.</summary>
internal sealed record ServiceModeV2
{
    /// <summary>The mode.</summary>
    [OneOf(nameof(Enums.ServiceMode))]
    public required string Mode { get; init; }

    /// <summary>Port of the local proxy, 1 to 65535. Used with mode <c>proxy</c> only.</summary>
    [Range(1, 65_535)]
    public int? Port { get; init; }
}

/// <summary>Virtual networks that users of a profile may choose from.</summary>
internal sealed record VirtualNetworkChoice
{
    /// <summary>
    /// The virtual networks to choose from, each by its <c>virtualNetworkId</c> or the id of a <c>VirtualNetwork</c>; at least one, each
    /// once.
    /// </summary>
    [Set, Count(1, 1000), Format(StringFormat.VirtualNetworkId)]
    public required IReadOnlyList<string> Allowed { get; init; }

    /// <summary>The virtual network used until the user chooses; one of <c>allowed</c>.</summary>
    [Format(StringFormat.VirtualNetworkId)]
    public required string Default { get; init; }

    /// <summary>The ids as the API has them.</summary>
    public VirtualNetworkChoice ToCanonical()
    {
        var format = StringFormats.Of(StringFormat.VirtualNetworkId);
        return new() { Allowed = [.. Allowed.Select(format.Canonical)], Default = format.Canonical(Default) };
    }
}

/// <summary>Custom endpoints for clients in China.</summary>
internal sealed record GlobalAcceleration
{
    /// <summary>Whether clients use them.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Endpoints of the API, as IP address and port. At most 5.</summary>
    [Count(0, 5), Format(StringFormat.Endpoint)]
    public required IReadOnlyList<string> ApiEndpoints { get; init; }

    /// <summary>Endpoints for MASQUE, as IP address and port. At most 5; this or <c>wireguardEndpoints</c> has an entry.</summary>
    [Count(0, 5), Format(StringFormat.Endpoint)]
    public required IReadOnlyList<string> MasqueEndpoints { get; init; }

    /// <summary>Endpoints for WireGuard, as IP address and port. At most 5; this or <c>masqueEndpoints</c> has an entry.</summary>
    [Count(0, 5), Format(StringFormat.Endpoint)]
    public required IReadOnlyList<string> WireguardEndpoints { get; init; }

    /// <summary>Whether clients switch by themselves between these endpoints and Cloudflare's.</summary>
    [ServerDefault(false)]
    public bool? Autoswitch { get; init; }

    /// <summary>The object to send. It is replaced whole, so it includes what the program does not manage.</summary>
    public GlobalAcceleration Whole(GlobalAcceleration? known) => this with { Autoswitch = Autoswitch ?? known?.Autoswitch };
}

/// <summary>Settings of the browser extension's proxy.</summary>
internal sealed record BrowserExtensionConfig
{
    /// <summary>Whether users may switch the proxy off.</summary>
    [OneOf(nameof(Enums.ProxyControl))]
    public required string ProxyControl { get; init; }

    /// <summary>Whether the proxy is on.</summary>
    public required bool ProxyEnabled { get; init; }
}

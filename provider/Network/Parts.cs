using ZeroTrust.Syntax;

namespace ZeroTrust.Network;

/// <summary>A resource's or object's part of the model. Null means unknown, unless stated otherwise.</summary>
internal abstract record NetworkPart(Origin Origin);

/// <summary>A profile and its settings.</summary>
internal sealed record ProfilePart(Origin Origin) : NetworkPart(Origin)
{
    /// <summary>ID by which lists refer to it; <c>default</c> for the default profile.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    public bool IsDefault { get; init; }

    /// <summary>Profiles with null come last.</summary>
    public int? Precedence { get; init; }

    public string? Match { get; init; }

    public bool? Enabled { get; init; }

    public string? Mode { get; init; }

    public string? TunnelProtocol { get; init; }

    public bool? ExcludeOfficeIps { get; init; }

    /// <summary>The properties that are set to allow access to the local network.</summary>
    public IReadOnlyList<string> LanProperties { get; init; } = [];

    public bool? DisableAutoFallback { get; init; }

    public bool HasSearchSuffixes { get; init; }

    /// <summary>Virtual networks that its users may choose from; null means all, and in the list an unknown one.</summary>
    public IReadOnlyList<string?>? AllowedNetworks { get; init; }

    /// <summary>The virtual network that they are in until they choose; empty for the account's default network.</summary>
    public string? ChosenNetwork { get; init; } = "";

    /// <summary>Settings by name, formatted for display. Checks do not need them, so they are made on demand.</summary>
    public Lazy<IReadOnlyDictionary<string, string>> Settings { get; init; } = new(new Dictionary<string, string>());
}

/// <summary>The declared order of profiles, regardless of their precedences.</summary>
/// <param name="Profiles">IDs or keys of the known profiles.</param>
internal sealed record ProfileOrderPart(Origin Origin, IReadOnlyList<string> Profiles) : NetworkPart(Origin);

/// <summary>Whether Split Tunnel entries are excluded from the tunnel or included in it.</summary>
internal enum SplitTunnelMode
{
    Exclude,

    Include,
}

/// <summary>A Split Tunnel entry: an address or a host.</summary>
/// <param name="Path">The property that declares it; empty when it is not declared.</param>
internal sealed record SplitTunnelEntry(string? Address, string? Host, string Path)
{
    /// <summary>The address; null for a host or an invalid address.</summary>
    public IpPrefix? Prefix { get; } = IpPrefix.TryParse(Address, out var prefix) ? prefix : null;

    public override string ToString() => $"'{Host ?? Address}'";
}

/// <summary>A profile's Split Tunnel list, or some of its entries.</summary>
/// <param name="Profile">ID or key of the profile; null while it is unknown.</param>
/// <param name="Mode">Null when unknown; the list is then not checked.</param>
internal sealed record SplitTunnelPart(Origin Origin, string? Profile, SplitTunnelMode? Mode, IReadOnlyList<SplitTunnelEntry> Entries)
    : NetworkPart(Origin)
{
    /// <summary>The property that declares the entries.</summary>
    public required string Path { get; init; }

    /// <summary>Whether these entries are the whole list.</summary>
    public bool IsWhole { get; init; } = true;
}

/// <summary>A domain that Gateway does not resolve.</summary>
/// <param name="Suffix">Suffix in canonical form.</param>
/// <param name="Servers">DNS servers that resolve it; empty means the device's own resolver.</param>
/// <param name="Path">The property that declares it; empty when it is not declared.</param>
internal sealed record FallbackEntry(string Suffix, IReadOnlyList<IpAddress> Servers, string Path);

/// <summary>A profile's fallback domains, or some of them.</summary>
/// <param name="Profile">ID or key of the profile; null while it is unknown.</param>
internal sealed record FallbackDomainsPart(Origin Origin, string? Profile, IReadOnlyList<FallbackEntry>? Entries) : NetworkPart(Origin)
{
    /// <summary>The property that declares the domains.</summary>
    public required string Path { get; init; }

    public bool IsWhole { get; init; } = true;
}

/// <summary>A route of a private network through a tunnel.</summary>
/// <param name="Tunnel">ID or key of the tunnel.</param>
/// <param name="VirtualNetwork">ID or key of the virtual network; empty for the account's default network.</param>
internal sealed record RoutePart(Origin Origin, IpPrefix Network, string? Tunnel, string? VirtualNetwork) : NetworkPart(Origin);

/// <summary>A route of a host through a tunnel.</summary>
/// <param name="Host">Host name in canonical form, possibly with a leading <c>*.</c>.</param>
internal sealed record HostnameRoutePart(Origin Origin, string Host, string? Tunnel) : NetworkPart(Origin);

/// <summary>A virtual network.</summary>
internal sealed record VirtualNetworkPart(Origin Origin, string? Id, string? Name, bool? IsDefault) : NetworkPart(Origin);

/// <summary>A managed network: a location that devices detect.</summary>
internal sealed record ManagedNetworkPart(Origin Origin, string? Name) : NetworkPart(Origin);

/// <summary>A tunnel.</summary>
/// <param name="IsMesh">Whether its hosts are enrolled devices, like those of WARP Connectors.</param>
internal sealed record ConnectorPart(Origin Origin, string? Id, string? Name, bool IsMesh, bool? IsHighlyAvailable) : NetworkPart(Origin);

/// <summary>A resource that needs a connector's tunnel to be highly available.</summary>
/// <param name="Tunnel">ID or key of the tunnel.</param>
internal sealed record HighAvailabilityPart(Origin Origin, string? Tunnel) : NetworkPart(Origin);

/// <summary>Whether devices of the account can be reached through the tunnel.</summary>
internal sealed record ConnectivityPart(Origin Origin, bool? ReachesDevices) : NetworkPart(Origin);

/// <summary>Custom address ranges of the account for devices and connectors.</summary>
internal sealed record MeshPart(Origin Origin, IReadOnlyList<IpPrefix> Ranges) : NetworkPart(Origin);

/// <summary>Addresses that the client always reaches outside the tunnel.</summary>
/// <param name="Path">The property that declares them.</param>
/// <param name="Use">What they are, as in "the endpoint of ManagedNetwork 'x'".</param>
internal sealed record DirectAddressPart(Origin Origin, IpPrefix Address, string Path, string Use) : NetworkPart(Origin);

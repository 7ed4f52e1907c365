using ZeroTrust.Texts;

namespace ZeroTrust.Network;

/// <summary>What one resource or object contributes to the model. A null in it is not known, unless it says otherwise.</summary>
internal abstract record NetworkPart(Origin Origin);

/// <summary>A profile and its settings.</summary>
internal sealed record ProfilePart(Origin Origin) : NetworkPart(Origin)
{
    /// <summary>ID by which lists name it; <c>default</c> for the default profile.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    public bool IsDefault { get; init; }

    /// <summary>Null: after those that have one.</summary>
    public int? Precedence { get; init; }

    public string? Match { get; init; }

    public bool? Enabled { get; init; }

    public string? Mode { get; init; }

    public string? TunnelProtocol { get; init; }

    public bool? ExcludeOfficeIps { get; init; }

    /// <summary>The property that gives access to the local network; null: none does.</summary>
    public string? LanProperty { get; init; }

    public bool? DisableAutoFallback { get; init; }

    public bool HasSearchSuffixes { get; init; }

    /// <summary>Virtual networks that its users may choose from; null: any.</summary>
    public IReadOnlyList<string>? AllowedNetworks { get; init; }

    /// <summary>The one they have until they choose; null: the account's default one.</summary>
    public string? ChosenNetwork { get; init; }

    /// <summary>Settings as people read them, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <summary>The order in which profiles are tried, whatever numbers they have.</summary>
/// <param name="Profiles">Ids or keys of those that are known.</param>
internal sealed record ProfileOrderPart(Origin Origin, IReadOnlyList<string> Profiles) : NetworkPart(Origin);

/// <summary>Which traffic the entries of a split tunnel name.</summary>
internal enum SplitTunnelMode
{
    Exclude,

    Include,
}

/// <summary>An entry of a split tunnel: an address or a host.</summary>
/// <param name="Path">Its property, where it is declared.</param>
internal sealed record SplitTunnelEntry(string? Address, string? Host, string Path)
{
    /// <summary>The address; null for a host, or for an address that is not one.</summary>
    public IpPrefix? Prefix { get; } = IpPrefix.TryParse(Address, out var prefix) ? prefix : null;

    public override string ToString() => $"'{Host ?? Address}'";
}

/// <summary>A profile's split tunnel, or entries of it.</summary>
/// <param name="Profile">Id or key of the profile; null while it is not known.</param>
/// <param name="Mode">Null: not known, and nothing is said of the list.</param>
internal sealed record SplitTunnelPart(Origin Origin, string? Profile, SplitTunnelMode? Mode, IReadOnlyList<SplitTunnelEntry> Entries)
    : NetworkPart(Origin)
{
    /// <summary>The property that has the entries.</summary>
    public required string Path { get; init; }

    /// <summary>Whether these are all entries of the list.</summary>
    public bool IsWhole { get; init; } = true;
}

/// <summary>A domain that is not resolved by Gateway.</summary>
/// <param name="Suffix">In canonical spelling.</param>
/// <param name="Servers">Who resolves it; empty: the device's own resolver.</param>
/// <param name="Path">Its property, where it is declared.</param>
internal sealed record FallbackEntry(string Suffix, IReadOnlyList<IpAddress> Servers, string Path);

/// <summary>A profile's fallback domains, or some of them.</summary>
/// <param name="Profile">Id or key of the profile; null while it is not known.</param>
internal sealed record FallbackDomainsPart(Origin Origin, string? Profile, IReadOnlyList<FallbackEntry> Entries) : NetworkPart(Origin)
{
    /// <summary>The property that has the domains.</summary>
    public required string Path { get; init; }

    public bool IsWhole { get; init; } = true;
}

/// <summary>A private network that a tunnel leads to.</summary>
/// <param name="Tunnel">Id or key of the tunnel.</param>
/// <param name="VirtualNetwork">Id or key of the virtual network it is in; empty: the account's default one.</param>
internal sealed record RoutePart(Origin Origin, IpPrefix Network, string? Tunnel, string? VirtualNetwork) : NetworkPart(Origin);

/// <summary>A host that a tunnel leads to.</summary>
/// <param name="Host">A name, or <c>*.</c> and one, in canonical spelling.</param>
internal sealed record HostnameRoutePart(Origin Origin, string Host, string? Tunnel) : NetworkPart(Origin);

/// <summary>A virtual network.</summary>
internal sealed record VirtualNetworkPart(Origin Origin, string? Id, string? Name, bool? IsDefault) : NetworkPart(Origin);

/// <summary>A managed network: a place that devices recognise.</summary>
internal sealed record ManagedNetworkPart(Origin Origin, string? Name) : NetworkPart(Origin);

/// <summary>A tunnel.</summary>
/// <param name="IsMesh">Whether its hosts are enrolled devices, as those of WARP connectors are.</param>
internal sealed record ConnectorPart(Origin Origin, string? Id, string? Name, bool IsMesh, bool? IsHighlyAvailable) : NetworkPart(Origin);

/// <summary>A resource that needs a tunnel to be highly available.</summary>
/// <param name="Tunnel">Id or key of the tunnel.</param>
internal sealed record HighAvailabilityPart(Origin Origin, string Tunnel) : NetworkPart(Origin);

/// <summary>Whether devices of the account can be reached through the tunnel.</summary>
internal sealed record ConnectivityPart(Origin Origin, bool? ReachesDevices) : NetworkPart(Origin);

/// <summary>Addresses of devices and connectors, where the account has ranges of its own.</summary>
internal sealed record MeshPart(Origin Origin, IReadOnlyList<IpPrefix> Ranges) : NetworkPart(Origin);

/// <summary>Addresses that the client reaches on its own, outside of the tunnel.</summary>
/// <param name="Path">The property that names them.</param>
/// <param name="Use">What they are, to complete "… of ManagedNetwork 'x'".</param>
internal sealed record DirectAddressPart(Origin Origin, IpPrefix Address, string Path, string Use) : NetworkPart(Origin);

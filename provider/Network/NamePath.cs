namespace ZeroTrust.Network;

/// <summary>Who resolves a name.</summary>
internal enum Resolver
{
    /// <summary>Cloudflare's resolver, through the tunnel.</summary>
    Gateway,

    /// <summary>The servers of a fallback domain.</summary>
    Servers,

    /// <summary>The device's own resolver.</summary>
    Device,

    /// <summary>The fallback domains are unknown.</summary>
    NotKnown,
}

/// <summary>How a name is resolved and which way packets to it go.</summary>
/// <param name="Resolver">Who resolves it.</param>
/// <param name="Fallback">The fallback domain that covers it, or null.</param>
/// <param name="Servers">The paths to the servers of the fallback domain.</param>
/// <param name="InTunnel">Whether packets to it go through the tunnel; null if that depends on the resolved address.</param>
/// <param name="Entry">The Split Tunnel entry that covers the host, or null.</param>
/// <param name="Route">The hostname route to it, if Gateway resolves it.</param>
internal sealed record NamePath(
    string Name,
    Resolver Resolver,
    FallbackEntry? Fallback,
    IReadOnlyList<PacketPath> Servers,
    bool? InTunnel,
    SplitTunnelEntry? Entry,
    HostnameRoute? Route
)
{
    public static NamePath Of(NetworkModel model, Profile profile, string name)
    {
        var fallback = profile.HasDns ? profile.FallbackDomains?.Find(name) : null;
        var resolver =
            !profile.HasDns ? Resolver.Device
            : fallback is { Servers.Count: > 0 } ? Resolver.Servers
            : fallback is not null ? Resolver.Device
            : profile.FallbackDomains is { IsComplete: true } ? Resolver.Gateway
            : Resolver.NotKnown;
        var route = resolver == Resolver.Gateway ? model.RouteTo(name) : null;
        var entry = profile.HasTunnel ? profile.SplitTunnel?.EntryOf(name) : null;
        return new(
            name,
            resolver,
            fallback,
            [.. (fallback?.Servers ?? []).Select(server => PacketPath.Of(model, profile, server))],
            InTunnel(),
            entry,
            route
        );

        bool? InTunnel()
        {
            if (!profile.HasTunnel)
            {
                return false;
            }

            if (entry is not null)
            {
                return profile.SplitTunnel!.Mode == SplitTunnelMode.Include;
            }

            // For a host of a hostname route, Gateway returns an address in its own range.
            return route is null || profile.SplitTunnel is not { } tunnel ? null
                : tunnel.Surely.Contains(AddressRanges.InitialResolved) ? true
                : tunnel.IsComplete && !tunnel.Listable.Overlaps(AddressRanges.InitialResolved) ? false
                : null;
        }
    }
}

using ZeroTrust.Texts;

namespace ZeroTrust.Network;

/// <summary>What becomes of a packet.</summary>
/// <param name="Decision">Whether it goes through the tunnel.</param>
/// <param name="VirtualNetwork">Where the route is looked for; null: not known.</param>
/// <param name="Route">The route that takes it, if it goes through the tunnel; null: none, or not known.</param>
/// <param name="IsMesh">Whether it goes to another device or a connector, by its own address.</param>
internal sealed record PacketPath(IpAddress Address, TunnelDecision Decision, VirtualNetwork? VirtualNetwork, Route? Route, bool IsMesh)
{
    public static PacketPath Of(NetworkModel model, Profile profile, IpAddress address)
    {
        var decision = !profile.HasTunnel
            ? new(false, TunnelReason.NoTunnel)
            : profile.SplitTunnel?.Decide(address) ?? new TunnelDecision(null, TunnelReason.ListNotKnown);
        var network = model.NetworkOf(profile);
        return new(
            address,
            decision,
            network,
            network is null ? null : model.RouteTo(network, address),
            model.Mesh.Any(range => range.Contains(address))
        );
    }
}

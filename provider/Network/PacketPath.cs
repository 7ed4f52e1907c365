using ZeroTrust.Syntax;

namespace ZeroTrust.Network;

/// <summary>The path of a packet.</summary>
/// <param name="Decision">Whether it goes through the tunnel.</param>
/// <param name="VirtualNetwork">The virtual network in which it is routed; null when unknown.</param>
/// <param name="Route">The route that applies if it goes through the tunnel; null when there is none or it is unknown.</param>
/// <param name="IsMesh">Whether its destination is in the range of devices and connectors.</param>
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

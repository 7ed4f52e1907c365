using ZeroTrust.Network;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Connectors;

/// <summary>What Cloudflare would refuse of resources that are about the same tunnel.</summary>
internal static class ConnectorConflicts
{
    /// <param name="own">What a resource describes of a tunnel.</param>
    /// <param name="others">What the others describe of it.</param>
    public static IEnumerable<Problem> Between(IReadOnlyList<NetworkPart> own, IReadOnlyList<NetworkPart> others) =>
        [
            .. from use in own.OfType<HighAvailabilityPart>()
            from tunnel in others.OfType<ConnectorPart>()
            where tunnel.IsHighlyAvailable is false
            select new Problem(
                Problems.NotHighlyAvailable,
                "tunnelId",
                $"{tunnel.Origin} is not highly available: set its ha to true, which replaces the tunnel, or remove this resource."
            ),
            .. from tunnel in own.OfType<ConnectorPart>()
            where tunnel.IsHighlyAvailable is false
            from use in others.OfType<HighAvailabilityPart>()
            select new Problem(
                Problems.NotHighlyAvailable,
                "ha",
                $"{use.Origin} needs this tunnel to be highly available: set ha to true, which replaces the tunnel, "
                    + "or remove that resource."
            ),
        ];
}

using ZeroTrust.Texts;

namespace ZeroTrust.Network;

/// <summary>Addresses with a meaning of their own.</summary>
internal static class AddressRanges
{
    /// <summary>Where the client reaches Cloudflare: never stored in a list, and kept out of the tunnel on the device.</summary>
    public static IReadOnlyList<IpPrefix> Client { get; } = [IpPrefix.Parse("172.64.128.0/20"), IpPrefix.Parse("2606:4700:cf1::/48")];

    /// <summary>Addresses that devices and connectors have in the account's network, unless it has ranges of its own.</summary>
    public static IReadOnlyList<IpPrefix> Mesh { get; } = [IpPrefix.Parse("100.96.0.0/12")];

    /// <summary>What Gateway answers for a host that a hostname route leads to; the device then sends its packets there.</summary>
    public static IpPrefix InitialResolved { get; } = IpPrefix.Parse("100.80.0.0/16");

    /// <summary>A managed network's endpoint at such an address is reached outside of the tunnel, whatever the lists say.</summary>
    public static CidrSet Private { get; } =
        CidrSet.Of([
            IpPrefix.Parse("10.0.0.0/8"),
            IpPrefix.Parse("172.16.0.0/12"),
            IpPrefix.Parse("192.168.0.0/16"),
            IpPrefix.Parse("fc00::/7"),
        ]);
}

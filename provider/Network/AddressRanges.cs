using ZeroTrust.Syntax;

namespace ZeroTrust.Network;

/// <summary>Address ranges that Cloudflare reserves.</summary>
internal static class AddressRanges
{
    /// <summary>Addresses of Cloudflare for the client. Lists never contain them, and the client keeps them out of the tunnel.</summary>
    public static IReadOnlyList<IpPrefix> Client { get; } = [IpPrefix.Parse("172.64.128.0/20"), IpPrefix.Parse("2606:4700:cf1::/48")];

    /// <summary>Addresses of devices and connectors in the account's network, unless the account has custom ranges.</summary>
    public static IReadOnlyList<IpPrefix> Mesh { get; } = [IpPrefix.Parse("100.96.0.0/12")];

    /// <summary>Addresses that Gateway returns for hosts of hostname routes; devices send their packets there.</summary>
    public static IpPrefix InitialResolved { get; } = IpPrefix.Parse("100.80.0.0/16");

    /// <summary>The client reaches a managed network's endpoint in these ranges outside the tunnel, regardless of the lists.</summary>
    public static CidrSet Private { get; } =
        CidrSet.Of([
            IpPrefix.Parse("10.0.0.0/8"),
            IpPrefix.Parse("172.16.0.0/12"),
            IpPrefix.Parse("192.168.0.0/16"),
            IpPrefix.Parse("fc00::/7"),
        ]);
}

using FsCheck;
using FsCheck.Fluent;
using ZeroTrust.Syntax;

namespace ZeroTrust.Network.Tests;

/// <summary>
/// Random programs in two adjacent networks of 256 addresses, one of which is in Cloudflare's own list, so that lists and routes often
/// overlap.
/// </summary>
internal static class Programs
{
    private static readonly IpPrefix Neighbours = IpPrefix.Parse("192.0.0.0/23");

    private static readonly Gen<string> Prefix =
        from host in Gen.Choose(0, 511)
        from length in Gen.Frequency((3, Gen.Choose(23, 28)), (2, Gen.Choose(29, 32)))
        select IpPrefix.Of(Address(host), length).ToString();

    private static readonly Gen<string> Host = Gen.Elements("wiki.corp.example", "*.corp.example", "git.corp.example", "*.example");

    private static readonly Gen<string[]> Entries =
        from addresses in Gen.Choose(0, 5).SelectMany(count => Prefix.ArrayOf(count))
        from hosts in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 2))).SelectMany(count => Host.ArrayOf(count))
        select addresses.Concat(hosts).Distinct().ToArray();

    private static readonly Gen<string> Match = Gen.Elements(
        """os.name == "windows" """,
        """os.name in {"windows" "mac"}""",
        """any(identity.groups.name[*] in {"staff"})""",
        """any(identity.groups.name[*] in {"staff" "guests"}) and not os.name == "ios" """,
        """network == "office" """,
        """identity.email == "warp_connector@team.cloudflareaccess.com" """
    );

    private static readonly Gen<string?> Mode = Gen.Frequency(
        (6, Gen.Constant<string?>(null)),
        (2, Gen.Constant<string?>("warp")),
        (1, Gen.Elements<string?>("1dot1", "posture_only", "warp_tunnel_only", "proxy"))
    );

    public static readonly Gen<IReadOnlyList<NetworkPart>> Any =
        from profiles in Gen.Choose(0, 3).SelectMany(count => Gen.CollectToArray(Enumerable.Range(0, count), Profile))
        from standard in Profile(-1)
        from routes in Gen.Choose(0, 4).SelectMany(count => Gen.CollectToArray(Enumerable.Range(0, count), Route))
        from endpoint in Gen.Frequency(
            (4, Gen.Constant<NetworkPart[]>([])),
            (1, Prefix.Select(prefix => (NetworkPart[])[Some.Endpoint("office", IpPrefix.Parse(prefix).Network.ToString())]))
        )
        from ownNetwork in Gen.Elements(true, false)
        from order in Gen.Choose(0, int.MaxValue)
        select Shuffled(
            [
                .. profiles.SelectMany(parts => parts),
                .. standard,
                .. routes,
                .. endpoint,
                .. ownNetwork ? (NetworkPart[])[Some.VirtualNetwork("other")] : [],
            ],
            order
        );

    /// <summary>All addresses that lists and routes of these programs can contain.</summary>
    public static readonly IReadOnlyList<IpAddress> Addresses = [.. Enumerable.Range(0, 512).Select(Address)];

    /// <summary>The addresses where a result can change: the first and last of each prefix, and their neighbors.</summary>
    public static IReadOnlyList<IpAddress> Edges(IReadOnlyList<NetworkPart> parts)
    {
        var prefixes = parts
            .OfType<SplitTunnelPart>()
            .SelectMany(part => part.Entries)
            .Select(entry => entry.Prefix)
            .OfType<IpPrefix>()
            .Concat(parts.OfType<RoutePart>().Select(part => part.Network))
            .Concat(parts.OfType<DirectAddressPart>().Select(part => part.Address))
            .Append(IpPrefix.Parse("192.0.0.0/24"));
        return
        [
            .. (
                from prefix in prefixes
                let first = (uint)prefix.Network.Bits
                let last = first + (uint)((1UL << (32 - prefix.Length)) - 1)
                from bits in (uint[])[first - 1, first, last, last + 1]
                select new IpAddress(false, bits)
            ).Distinct(),
        ];
    }

    public static IReadOnlyList<NetworkPart> Shuffled(IReadOnlyList<NetworkPart> parts, int seed)
    {
        var shuffled = parts.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    private static Gen<NetworkPart> Route(int index) =>
        from network in Prefix
        from virtualNetwork in Gen.Frequency((3, Gen.Constant("")), (1, Gen.Constant("other")))
        select (NetworkPart)Some.Route($"r{index}", network, null, virtualNetwork);

    private static Gen<NetworkPart[]> Profile(int index)
    {
        var id = index < 0 ? NetworkBuilder.DefaultProfile : $"p{index}";
        return from match in Match
            from enabled in Gen.Frequency((5, Gen.Constant<bool?>(true)), (1, Gen.Constant<bool?>(false)))
            from mode in Mode
            from isDeclared in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(index >= 0)))
            from list in Gen.Choose(0, 4)
            from entries in Entries
            from servers in Gen.Frequency(
                (2, Gen.Constant<string[]>([])),
                (1, Prefix.Select(prefix => (string[])[IpPrefix.Parse(prefix).Network.ToString()]))
            )
            let part = index < 0 ? Some.Default() : Some.Profile(id, index * 10, match) with { Enabled = enabled }
            let tunnel = list switch
            {
                0 => null,
                1 => Some.Include(id, entries),
                2 => Some.Exclude(id, entries) with { IsWhole = false },
                _ => Some.Exclude(id, entries),
            }
            let domains = servers.Length == 0 ? null : Some.Fallback(id, ("corp.example", servers))
            select ((NetworkPart?[])[isDeclared ? part with { Mode = mode } : null, tunnel, domains]).OfType<NetworkPart>().ToArray();
    }

    private static IpAddress Address(int host) => Neighbours.Network with { Bits = Neighbours.Network.Bits + (uint)host };
}

using FsCheck;
using FsCheck.Fluent;
using ZeroTrust.Syntax;

namespace ZeroTrust.Network.Tests;

/// <summary>
/// Random programs in two adjacent networks of 256 addresses each of IPv4 and IPv6, one of which is in Cloudflare's own list, so that lists
/// and routes often overlap.
/// </summary>
internal static class Programs
{
    public const string AtOffice = """network == "office" """;
    public const string OfConnectors = """identity.email == "warp_connector@team.cloudflareaccess.com" """;

    // The first half of it is in Cloudflare's own list.
    private static readonly IpAddress V4 = Some.Address("192.0.0.0");

    // The second half of it is in Cloudflare's own list.
    private static readonly IpAddress V6 = Some.Address("fd00::") with { Bits = Some.Address("fd00::").Bits - 256 };

    private static readonly string[] Reserved =
    [
        "100.64.0.0/10",
        "100.64.0.0/11",
        "100.80.0.0/16",
        "100.96.0.0/12",
        "100.96.0.0/13",
        "100.104.0.0/13",
    ];

    private static readonly string[] Hosts = ["wiki.corp.example", "*.corp.example", "git.corp.example", "*.example"];

    private static readonly Gen<string> V4Prefix =
        from host in Gen.Choose(0, 511)
        from length in Gen.Frequency((3, Gen.Choose(23, 28)), (2, Gen.Choose(29, 32)))
        select IpPrefix.Of(Address(V4, host), length).ToString();

    private static readonly Gen<string> V6Prefix =
        from host in Gen.Choose(0, 511)
        from length in Gen.Choose(120, 128)
        select IpPrefix.Of(Address(V6, host), length).ToString();

    private static readonly Gen<string> Prefix = Gen.Frequency((5, V4Prefix), (1, V6Prefix));

    private static readonly Gen<string[]> Entries =
        from addresses in Gen.Choose(0, 5).SelectMany(count => Prefix.ArrayOf(count))
        from reserved in SomeOf(Gen.Elements(Reserved), 3)
        from hosts in SomeOf(Gen.Elements(Hosts), 3)
        select addresses.Concat(reserved).Concat(hosts).Distinct().ToArray();

    private static readonly Gen<string> Match = Gen.Elements(
        """os.name == "windows" """,
        """os.name in {"windows" "mac"}""",
        """any(identity.groups.name[*] in {"staff"})""",
        """any(identity.groups.name[*] in {"staff" "guests"}) and not os.name == "ios" """,
        """os.name == "windows" and any(identity.groups.name[*] in {"guests"})""",
        """network != "office" """,
        """not identity.email == "warp_connector@team.cloudflareaccess.com" """,
        AtOffice,
        OfConnectors
    );

    private static readonly Gen<string?> Mode = Gen.Frequency(
        (6, Gen.Constant<string?>(null)),
        (2, Gen.Constant<string?>("warp")),
        (1, Gen.Elements<string?>("1dot1", "posture_only", "warp_tunnel_only", "proxy"))
    );

    private static readonly Gen<(string Suffix, string[] Servers)> Domain =
        from suffix in Gen.Elements("corp.example", "example", "lab.example", "corp")
        from servers in SomeOf(Prefix.Select(prefix => IpPrefix.Parse(prefix).Network.ToString()), 1)
        select (suffix, servers);

    private static readonly Gen<NetworkPart[]> Account =
        from endpoint in SomeOf(Prefix.Select(prefix => (NetworkPart)Some.Endpoint("office", IpPrefix.Parse(prefix).Network.ToString())), 4)
        from network in SomeOf(Gen.Constant((NetworkPart)Some.VirtualNetwork("other")), 1)
        from mesh in SomeOf(Prefix.Two().Select(two => (NetworkPart)Some.Mesh(two.Item1, two.Item2)), 3)
        from connector in SomeOf(Gen.Elements(true, false).Select(ha => (NetworkPart)Some.Connector("branch", ha)), 2)
        from reaches in SomeOf(
            Gen.Elements(true, false).Select(isOn => (NetworkPart)new ConnectivityPart(Some.Resource("DeviceSettings", "settings"), isOn)),
            3
        )
        from office in SomeOf(
            Gen.Elements("office", "Office")
                .Select(name => (NetworkPart)new ManagedNetworkPart(Some.Resource("ManagedNetwork", "hq"), name)),
            2
        )
        from host in SomeOf(
            Gen.Elements("wiki.corp.example", "git.corp.example", "wiki.corp")
                .Select(host => (NetworkPart)Some.HostnameRoute("host", host, "branch")),
            1
        )
        select (NetworkPart[])[.. endpoint, .. network, .. mesh, .. connector, .. reaches, .. office, .. host];

    public static readonly Gen<IReadOnlyList<NetworkPart>> Any =
        from profiles in Gen.Choose(0, 3).SelectMany(count => Gen.CollectToArray(Enumerable.Range(0, count), Profile))
        from standard in Profile(-1)
        from routes in Gen.Choose(0, 4).SelectMany(count => Gen.CollectToArray(Enumerable.Range(0, count), Route))
        from account in Account
        from order in Gen.Choose(0, int.MaxValue)
        select Shuffled([.. profiles.SelectMany(parts => parts), .. standard, .. routes, .. account], order);

    /// <summary>All addresses that lists and routes of these programs can contain, besides the reserved ones.</summary>
    public static readonly IReadOnlyList<IpAddress> Addresses =
    [
        .. Enumerable.Range(0, 512).SelectMany(host => (IpAddress[])[Address(V4, host), Address(V6, host)]),
    ];

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
            .Concat(parts.OfType<MeshPart>().SelectMany(part => part.Ranges))
            .Concat(Reserved.Append("192.0.0.0/24").Append("fd00::/120").Select(IpPrefix.Parse));
        return
        [
            .. (
                from prefix in prefixes
                let first = prefix.Network.Bits
                let last = first + ((UInt128.One << (prefix.Network.Width - prefix.Length)) - 1)
                from bits in (UInt128[])[first - 1, first, last, last + 1]
                select new IpAddress(prefix.IsV6, bits)
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
        from tunnel in SomeOf(Gen.Constant("branch"), 3)
        select (NetworkPart)Some.Route($"r{index}", network, tunnel.FirstOrDefault(), virtualNetwork);

    private static Gen<NetworkPart[]> Profile(int index)
    {
        var id = index < 0 ? NetworkBuilder.DefaultProfile : $"p{index}";
        return from match in Match
            from enabled in Gen.Frequency((5, Gen.Constant<bool?>(true)), (1, Gen.Constant<bool?>(false)))
            from mode in Mode
            from isDeclared in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(index >= 0)))
            from list in Gen.Choose(0, 4)
            from entries in Entries
            from domains in SomeOf(Domain.ArrayOf(2), 1)
            from flags in Gen.Choose(0, 31)
            let part = (index < 0 ? Some.Default() : Some.Profile(id, index * 10, match) with { Enabled = enabled }) with
            {
                Mode = mode,
                ExcludeOfficeIps = flags % 4 == 0,
                LanProperties = flags % 8 == 1 ? ["lanAllowMinutes"] : [],
                HasSearchSuffixes = flags % 2 == 0,
                DisableAutoFallback = flags < 8,
                TunnelProtocol = flags > 23 ? "wireguard" : null,
            }
            let tunnel = list switch
            {
                0 => null,
                1 => Some.Include(id, entries),
                2 => Some.Exclude(id, entries) with { IsWhole = false },
                _ => Some.Exclude(id, entries),
            }
            let fallback = domains.Select(two => Some.Fallback(id, [.. two.DistinctBy(domain => domain.Suffix)])).FirstOrDefault()
            select ((NetworkPart?[])[isDeclared ? part : null, tunnel, fallback]).OfType<NetworkPart>().ToArray();
    }

    // None or one, which is rarer by that factor.
    private static Gen<T[]> SomeOf<T>(Gen<T> one, int rarer) => Gen.Frequency((rarer, Gen.Constant<T[]>([])), (1, one.ArrayOf(1)));

    private static IpAddress Address(IpAddress first, int host) => first with { Bits = first.Bits + (uint)host };
}

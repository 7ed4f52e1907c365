using ZeroTrust.Matching;
using ZeroTrust.Syntax;

namespace ZeroTrust.Network.Tests;

/// <summary>
/// Computes the path of one packet, the resolver of one name and the profile of one device from every part of the program in turn. Slow and
/// simple; shares only the parts and the evaluation of one match with the model.
/// </summary>
internal sealed class PacketWalk(IReadOnlyList<NetworkPart> parts)
{
    private static readonly IpPrefix[] Stock = [.. StockLists.Exclude.Select(entry => IpPrefix.Parse(entry.Address))];
    private static readonly IpPrefix[] Client = [IpPrefix.Parse("172.64.128.0/20"), IpPrefix.Parse("2606:4700:cf1::/48")];
    private static readonly IpPrefix InitialResolved = IpPrefix.Parse("100.80.0.0/16");

    // Every device that the matches of random programs can distinguish.
    private static readonly DeviceContext[] Devices =
    [
        .. from os in (string[])["windows", "mac", "ios", "linux"]
        from groups in (string[][])
            [
                [],
                ["staff"],
                ["guests"],
                ["staff", "guests"],
            ]
        from network in (string[])["", "office", "home"]
        from email in (string[])["ann@corp.example", "warp_connector@team.cloudflareaccess.com"]
        select new DeviceContext
        {
            OsName = os,
            GroupNames = groups,
            Network = network,
            Email = email,
        },
    ];

    public IEnumerable<string> Profiles =>
        parts
            .OfType<ProfilePart>()
            .Select(part => part.Id!)
            .Concat(parts.OfType<SplitTunnelPart>().Select(part => part.Profile!))
            .Concat(parts.OfType<FallbackDomainsPart>().Select(part => part.Profile!))
            .Append(NetworkBuilder.DefaultProfile)
            .Distinct();

    public IEnumerable<RoutePart> Routes => parts.OfType<RoutePart>();

    /// <summary>Addresses of devices and connectors.</summary>
    public IpPrefix[] Mesh =>
        parts.OfType<MeshPart>().SelectMany(part => part.Ranges).ToArray() is { Length: > 0 } own ? own : [IpPrefix.Parse("100.96.0.0/12")];

    /// <summary>Whether a packet goes through the tunnel; null if unknown.</summary>
    /// <param name="hosts">Whether hosts of the list may resolve to the address.</param>
    public bool? InTunnel(string profile, IpAddress address, bool hosts = true)
    {
        var part = Part(profile);
        if (!HasTunnel(profile))
        {
            return false;
        }

        if (List(profile) is not { } list)
        {
            return part is null ? null : !IsDirect(address) && !IsIn(Stock, address);
        }

        if (IsDirect(address))
        {
            return false;
        }

        var isNamed = list.Entries.Any(entry =>
            entry.Prefix is { } prefix && prefix.Contains(address) && (list.Mode == SplitTunnelMode.Exclude || !HasDirect(prefix))
        );
        if (list.Mode == SplitTunnelMode.Include)
        {
            return isNamed ? true
                : hosts && list.Entries.Any(entry => entry.Host is not null) ? null
                : false;
        }

        var isStock = !list.IsWhole && part is not null && IsIn(Stock, address);
        return isNamed || isStock ? false
            : !list.IsWhole && part is null ? null
            : true;
    }

    /// <summary>Whether a packet to a host of a hostname route may reach it.</summary>
    public bool MayReach(string profile, string host, IReadOnlyList<IpAddress> edges)
    {
        if (
            Part(profile)?.Mode is "warp_tunnel_only" or "proxy" or "posture_only"
            || Suffixes(profile).Any(suffix => IsWithin(host, suffix))
        )
        {
            return false;
        }

        var list = List(profile);
        var isNamed =
            list?.Entries.Any(entry => entry.Host is { } name && (name == host || (name[0] == '*' && host.EndsWith(name[1..])))) is true;
        return isNamed
            ? list!.Mode == SplitTunnelMode.Include
            : Mesh.Append(InitialResolved)
                .All(range => edges.Where(range.Contains).Any(address => InTunnel(profile, address, hosts: false) is not false));
    }

    /// <summary>Whether no packet to devices and connectors in one of the ranges leaves through the tunnel.</summary>
    public bool IsMeshClosed(string profile, IReadOnlyList<IpAddress> edges) =>
        IsOn(profile)
        && HasTunnel(profile)
        && (NeedsMesh || IsForConnectors(profile))
        && (List(profile) is not null || Part(profile) is not null)
        && Mesh.Any(range => edges.Where(range.Contains).All(address => InTunnel(profile, address) is false));

    /// <summary>Whether the profile applies to devices that the route checks consider.</summary>
    public bool Counts(string profile, bool connectors) =>
        (List(profile) is not null || Part(profile) is not null)
        && IsOn(profile)
        && HasTunnel(profile)
        && !IsAtNetwork(profile)
        && IsForConnectors(profile) == connectors;

    /// <summary>Whether no device gets a declared profile because of those before it, or it matches none.</summary>
    public bool NeverApplies(ProfilePart profile) =>
        profile is { IsDefault: false, Enabled: true }
        && Devices
            .Where(device => Matches(profile, device))
            .All(device =>
                parts
                    .OfType<ProfilePart>()
                    .Any(other =>
                        other is { IsDefault: false, Enabled: true } && other.Precedence < profile.Precedence && Matches(other, device)
                    )
            );

    public RoutePart? RouteTo(string virtualNetwork, IpAddress address) =>
        Routes
            .Where(route => route.VirtualNetwork == virtualNetwork && route.Network.Contains(address))
            .OrderByDescending(route => route.Network.Length)
            .ThenBy(route => route.Origin.Key, StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>Whether devices of the profile ask its fallback domains' servers, not being at a network that may be near them.</summary>
    public bool AsksServers(string profile) => IsOn(profile) && Part(profile)?.Mode is null or "warp" or "1dot1" && !IsAtNetwork(profile);

    public bool HasTunnel(string profile) => Part(profile)?.Mode is not ("1dot1" or "posture_only");

    public ProfilePart? Part(string profile) => parts.OfType<ProfilePart>().FirstOrDefault(part => part.Id == profile);

    public SplitTunnelPart? List(string profile) => parts.OfType<SplitTunnelPart>().FirstOrDefault(part => part.Profile == profile);

    private bool NeedsMesh =>
        parts.OfType<ConnectivityPart>().Any(part => part.ReachesDevices is true) || parts.OfType<ConnectorPart>().Any(part => part.IsMesh);

    private IEnumerable<string> Suffixes(string profile) =>
        parts.OfType<FallbackDomainsPart>().FirstOrDefault(part => part.Profile == profile) is { } own
            ? own.Entries!.Select(entry => entry.Suffix)
        : Part(profile) is not null ? StockLists.FallbackSuffixes
        : [];

    private bool IsOn(string profile) => Part(profile)?.Enabled is not false;

    private bool IsAtNetwork(string profile) => Part(profile) is { IsDefault: false, Match: Programs.AtOffice };

    private bool IsForConnectors(string profile) => Part(profile) is { IsDefault: false, Match: Programs.OfConnectors };

    private bool IsDirect(IpAddress address) => HasDirect(IpPrefix.Of(address));

    private bool HasDirect(IpPrefix prefix) =>
        Client.Concat(parts.OfType<DirectAddressPart>().Select(part => part.Address)).Any(prefix.Overlaps);

    private static bool Matches(ProfilePart profile, DeviceContext device) =>
        MatchEvaluator.Matches(MatchParser.Parse(profile.Match!).Expression!, device) is true;

    private static bool IsWithin(string host, string suffix) => host == suffix || host.EndsWith("." + suffix, StringComparison.Ordinal);

    private static bool IsIn(IpPrefix[] prefixes, IpAddress address) => prefixes.Any(prefix => prefix.Contains(address));
}

using ZeroTrust.Syntax;

namespace ZeroTrust.Network;

/// <summary>Builds the model from parts in any order.</summary>
internal sealed class NetworkBuilder
{
    public const string DefaultProfile = "default";

    private readonly NetworkPart[] _parts;

    private NetworkBuilder(IEnumerable<NetworkPart> parts) => _parts = [.. parts];

    public static NetworkModel Build(IEnumerable<NetworkPart> parts) => new NetworkBuilder(parts).Build();

    private NetworkModel Build()
    {
        var direct = CidrSet.Of(AddressRanges.Client.Concat(Of<DirectAddressPart>().Select(part => part.Address)));
        var profiles = Profiles(direct, out var unpaired, out var open);
        var wholeUnpaired = unpaired.Count(list => list.IsWhole);
        var connectors = Of<ConnectorPart>().Select(part => new Connector(part)).ToArray();
        var connectorsByName = NetworkModel.Index(connectors, connector => [connector.Part.Origin.Key, connector.Part.Id]);
        var networks = VirtualNetworks();
        var networksByName = NetworkModel.Index(networks, network => [network.Key, network.Part?.Origin.Key, network.Part?.Id]);
        return new()
        {
            Profiles = [.. profiles.Where(profile => !profile.Settings.IsDefault)],
            Default = profiles.First(profile => profile.Settings.IsDefault),
            Unpaired = unpaired,
            WholeUnpaired = wholeUnpaired,
            Open = open,
            PossiblyStock =
                wholeUnpaired < open.Count && open.FirstOrDefault(profile => profile.IsAtNetwork is not true) is { } one
                    ? SplitTunnelOf([], one.Origin, direct, assumeStock: true)
                    : null,
            Routes =
            [
                .. Of<RoutePart>()
                    .Select(part => new Route(part, Find(networksByName, part.VirtualNetwork), Find(connectorsByName, part.Tunnel))),
            ],
            HostnameRoutes = [.. Of<HostnameRoutePart>().Select(part => new HostnameRoute(part, Find(connectorsByName, part.Tunnel)))],
            VirtualNetworks = networks,
            ManagedNetworks = [.. Of<ManagedNetworkPart>()],
            Connectors = connectors,
            HighlyAvailable = [.. Of<HighAvailabilityPart>()],
            DirectAddresses = [.. Of<DirectAddressPart>()],
            ReachesDevices = Of<ConnectivityPart>().Select(part => part.ReachesDevices).FirstOrDefault(reaches => reaches is not null),
            Mesh = Of<MeshPart>().SelectMany(part => part.Ranges).Distinct().ToArray() is { Length: > 0 } own ? own : AddressRanges.Mesh,
        };
    }

    // Sorted, so that the model does not depend on the order of the parts.
    private IEnumerable<TPart> Of<TPart>()
        where TPart : NetworkPart => _parts.OfType<TPart>().OrderBy(part => part.Origin.Key, StringComparer.Ordinal);

    private List<Profile> Profiles(CidrSet direct, out IReadOnlyList<SplitTunnel> unpaired, out IReadOnlyList<Profile> open)
    {
        var parts = Of<ProfilePart>().ToList();
        var declared = parts.Select(part => part.Origin.Key).ToHashSet(StringComparer.Ordinal);
        var byName = NetworkModel.Index(parts, part => [part.Origin.Key, part.Id]);

        // Add profiles that lists refer to but that are not declared, and the default profile, which every account has.
        var named = Of<SplitTunnelPart>()
            .Select(part => part.Profile)
            .Concat(Of<FallbackDomainsPart>().Select(part => part.Profile))
            .OfType<string>();
        foreach (var name in named.Append(DefaultProfile).Where(name => !byName.ContainsKey(name) && !IsUrn(name)))
        {
            var isDefault = name == DefaultProfile;
            var part = new ProfilePart(new(name, isDefault ? "the default profile" : $"profile '{name}'"))
            {
                Id = name,
                IsDefault = isDefault,
            };
            byName[name] = part;
            parts.Add(part);
        }

        ProfilePart? Owner(string? profile) => Find(byName, profile);
        var tunnels = Of<SplitTunnelPart>().ToLookup(part => Owner(part.Profile));
        var domains = Of<FallbackDomainsPart>().ToLookup(part => Owner(part.Profile));
        unpaired = [.. tunnels[null].Select(part => SplitTunnelOf([part], part.Origin, direct, assumeStock: true)).OfType<SplitTunnel>()];
        var maybeUnpaired = tunnels[null].Any();
        var maybeDomains = domains[null].Any();
        var places = Places(parts, byName);
        List<Profile> profiles =
        [
            .. from part in InOrder(parts, places)
            let isDeclared = declared.Contains(part.Origin.Key)
            select new Profile(part)
            {
                Place = places.GetValueOrDefault(part),
                IsDeclared = isDeclared,
                SplitTunnel = SplitTunnelOf([.. tunnels[part]], part.Origin, direct, isDeclared && !maybeUnpaired),
                FallbackDomains = FallbackDomainsOf([.. domains[part]], part.Origin, isDeclared && !maybeDomains),
            },
        ];
        open = maybeUnpaired ? [.. profiles.Where(profile => profile.IsDeclared && !tunnels[profile.Settings].Any())] : [];
        return profiles;
    }

    // Precedences of profiles in a declared order are known only if they already have that order.
    private Dictionary<ProfilePart, ProfilePlace> Places(List<ProfilePart> parts, Dictionary<string, ProfilePart> byName)
    {
        var places = parts.ToDictionary(part => part, part => new ProfilePlace(part.Precedence, null, null));
        foreach (var order in Of<ProfileOrderPart>())
        {
            ProfilePart[] listed = [.. order.Profiles.Select(name => Find(byName, name)).OfType<ProfilePart>().Distinct()];
            var stays = listed.Zip(listed.Skip(1)).All(two => two.First.Precedence < two.Second.Precedence);
            foreach (var (rank, part) in listed.Index())
            {
                places[part] = new(stays ? part.Precedence : null, rank, order.Origin);
            }
        }

        return places;
    }

    // Profiles in a declared order are permuted among the places that their precedences give them.
    private static IEnumerable<ProfilePart> InOrder(List<ProfilePart> parts, Dictionary<ProfilePart, ProfilePlace> places)
    {
        ProfilePart[] numbered =
        [
            .. parts
                .OrderBy(part => part.IsDefault)
                .ThenBy(part => part.Precedence ?? int.MaxValue)
                .ThenBy(part => part.Origin.Key, StringComparer.Ordinal),
        ];
        var listed = new Queue<ProfilePart>(numbered.Where(part => places[part].Rank is not null).OrderBy(part => places[part].Rank));
        return numbered.Select(part => places[part].Rank is null ? part : listed.Dequeue());
    }

    // A list that is not declared is assumed to be Cloudflare's default.
    private static SplitTunnel? SplitTunnelOf(IReadOnlyList<SplitTunnelPart> parts, Origin profile, CidrSet direct, bool assumeStock)
    {
        if (parts.Any(part => part.Mode is null))
        {
            return null;
        }

        var whole = parts.FirstOrDefault(part => part.IsWhole);
        var first = whole ?? (parts.Count > 0 ? parts[0] : null);
        var mode = first?.Mode ?? SplitTunnelMode.Exclude;
        var own = parts.Where(part => part.Mode == mode).SelectMany(part => part.Entries).ToList();
        var withStock = mode == SplitTunnelMode.Exclude && whole is null && assumeStock;
        if (first is null && !withStock)
        {
            return null;
        }

        if (withStock)
        {
            var listed = own.Select(entry => entry.Prefix).ToHashSet();
            own.AddRange(
                StockLists
                    .Exclude.Select(entry => new SplitTunnelEntry(entry.Address, null, ""))
                    .Where(entry => !listed.Contains(entry.Prefix))
            );
        }

        return new(first?.Origin ?? profile, first?.Path ?? "", mode, own, direct)
        {
            IsStock = first is null,
            IsWhole = whole is not null,
            IsComplete = whole is not null || withStock,
        };
    }

    private static FallbackDomains? FallbackDomainsOf(IReadOnlyList<FallbackDomainsPart> parts, Origin profile, bool assumeStock)
    {
        if (parts.Any(part => part.Entries is null))
        {
            return null;
        }

        var whole = parts.FirstOrDefault(part => part.IsWhole);
        var first = whole ?? (parts.Count > 0 ? parts[0] : null);
        var withStock = whole is null && assumeStock;
        if (first is null && !withStock)
        {
            return null;
        }

        var own = parts.SelectMany(part => part.Entries!).ToArray();
        var suffixes = own.Select(entry => entry.Suffix).ToHashSet(StringComparer.Ordinal);
        var stock = (withStock ? StockLists.FallbackSuffixes : [])
            .Where(suffix => !suffixes.Contains(suffix))
            .Select(FallbackDomains.Stock);
        return new(first?.Origin ?? profile, first?.Path ?? "", [.. own, .. stock])
        {
            IsStock = first is null,
            IsComplete = whole is not null || withStock,
        };
    }

    // Routes without a virtual network are in the account's default network.
    private VirtualNetwork[] VirtualNetworks()
    {
        var parts = Of<VirtualNetworkPart>().ToArray();
        var standard = Array.Find(parts, part => part.IsDefault is true);
        return
        [
            new("", standard),
            .. parts.Where(part => part != standard).Select(part => new VirtualNetwork(part.Id ?? part.Origin.Key, part)),
        ];
    }

    // The profile of a resource that this program does not have, as in a run with targets.
    private static bool IsUrn(string name) => name.StartsWith("urn:", StringComparison.Ordinal);

    private static T? Find<T>(Dictionary<string, T> byName, string? name)
        where T : class => name is null ? null : byName.GetValueOrDefault(name);
}

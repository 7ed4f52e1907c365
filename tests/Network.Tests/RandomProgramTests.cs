using FsCheck;
using FsCheck.Fluent;
using ZeroTrust.Network.Checks;
using ZeroTrust.Syntax;

namespace ZeroTrust.Network.Tests;

/// <summary>Compares the model with a walk over every packet in ten thousand random programs.</summary>
internal sealed class RandomProgramTests
{
    // The seed is fixed, so that failures are reproducible.
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(10_000).WithReplay(20_261_127, 1);

    [Test]
    public void A_packet_takes_the_path_of_the_walk() =>
        ForAll(parts =>
        {
            var (model, walk) = (NetworkBuilder.Build(parts), new PacketWalk(parts));
            foreach (var profile in model.AllProfiles)
            {
                foreach (var address in Programs.Edges(parts))
                {
                    var path = model.Trace(profile, address);
                    Expect(path.Decision.InTunnel, walk.InTunnel(profile.Settings.Id!, address), $"{address} with {profile}");
                    Expect(path.Route?.Part, walk.RouteTo("", address), $"route to {address}");
                }
            }
        });

    [Test]
    public void The_sets_of_a_list_match_the_packets_in_the_tunnel() =>
        ForAll(parts =>
        {
            var (model, walk) = (NetworkBuilder.Build(parts), new PacketWalk(parts));
            foreach (var profile in model.AllProfiles.Where(profile => profile is { SplitTunnel: not null, HasTunnel: true }))
            {
                foreach (var address in Programs.Edges(parts))
                {
                    var expected = walk.InTunnel(profile.Settings.Id!, address);
                    Expect(profile.SplitTunnel!.Surely.Contains(address), expected is true, $"{address} surely with {profile}");
                    Expect(profile.SplitTunnel.Possibly.Contains(address), expected is not false, $"{address} possibly with {profile}");
                }
            }
        });

    [Test]
    public void Routes_reported_as_unreachable_are_those_of_which_no_packet_arrives() =>
        ForAll(parts =>
        {
            var walk = new PacketWalk(parts);
            var findings = NetworkChecks.Run(NetworkBuilder.Build(parts));
            foreach (var route in walk.Routes)
            {
                var devices = walk.Profiles.Where(profile => walk.Counts(profile, connectors: false)).ToArray();
                var all = devices.Concat(walk.Profiles.Where(profile => walk.Counts(profile, connectors: true))).ToArray();
                var packets = Programs.Addresses.Where(route.Network.Contains).ToArray();
                var lost =
                    devices.Length == 0
                        ? []
                        : packets.Where(packet => all.All(profile => walk.InTunnel(profile, packet) is false)).ToArray();
                var expected =
                    lost.Length == 0 ? ""
                    : lost.Length == packets.Length ? $"{FindingKind.RouteShutOut}: no device reaches {route.Network} through"
                    : $"{FindingKind.RoutePartlyShutOut}: no device reaches {Text(lost)} of {route.Network} through";
                var found = findings
                    .Where(finding => finding.At == route.Origin)
                    .Select(finding => $"{finding.Kind}: {finding.Message}")
                    .SingleOrDefault("");
                Expect(
                    expected.Length == 0 ? found.Length == 0 : found.StartsWith(expected, StringComparison.Ordinal),
                    true,
                    $"{route}: '{found}', expected '{expected}'"
                );
            }
        });

    [Test]
    public void Routes_reported_as_excluded_by_one_profile_are_those_of_which_only_its_packets_do_not_arrive() =>
        ForAll(parts =>
        {
            var (model, walk) = (NetworkBuilder.Build(parts), new PacketWalk(parts));
            var found = NetworkChecks
                .Run(model)
                .Where(finding => finding.Kind is FindingKind.RoutesShutOutByOne or FindingKind.RoutesPartlyShutOutByOne)
                .ToArray();
            var expected = new Dictionary<(FindingKind Kind, string Profile), List<string>>();
            foreach (var route in walk.Routes)
            {
                var devices = walk.Profiles.Where(profile => walk.Counts(profile, connectors: false)).ToArray();
                var packets = Programs.Addresses.Where(route.Network.Contains).ToArray();
                var closed = devices.Where(profile => packets.Any(packet => walk.InTunnel(profile, packet) is not true)).ToArray();
                if (devices.Length < 2 || closed is not [var one])
                {
                    continue;
                }

                var lost = packets.Where(packet => walk.InTunnel(one, packet) is false).ToArray();
                if (lost.Length > 0)
                {
                    var isWhole = lost.Length == packets.Length;
                    var key = (isWhole ? FindingKind.RoutesShutOutByOne : FindingKind.RoutesPartlyShutOutByOne, one);
                    expected.TryAdd(key, []);
                    expected[key].Add($"{(isWhole ? "" : $"{Text(lost)} of ")}{route.Network} ({route.Origin})");
                }
            }

            Expect(found.Length, expected.Count, "number of findings");
            foreach (var ((kind, profile), routes) in expected)
            {
                var list = model.AllProfiles.Single(candidate => candidate.Settings.Id == profile).SplitTunnel!;
                var finding = found.SingleOrDefault(candidate => candidate.Kind == kind && candidate.At == list.Origin);
                Expect(
                    routes.Count > 3 || routes.All(route => finding?.Message.Contains(route, StringComparison.Ordinal) is true),
                    true,
                    $"{profile}: {finding}, expected {string.Join(", ", routes)}"
                );
            }
        });

    [Test]
    public void A_resolver_is_outside_the_tunnel_if_its_packets_are() =>
        ForAll(parts =>
        {
            var walk = new PacketWalk(parts);
            var expected =
                from domains in parts.OfType<FallbackDomainsPart>()
                where walk.AsksServers(domains.Profile!)
                from entry in domains.Entries!
                from server in entry.Servers
                where walk.RouteTo("", server) is not null && walk.InTunnel(domains.Profile!, server) is false
                select $"{domains.Origin} {entry.Path}";
            Expect(Places(parts, FindingKind.ResolverOutside), Sorted(expected), "resolvers outside");
        });

    [Test]
    public void A_resolver_is_in_another_network_if_the_only_route_to_it_is_there() =>
        ForAll(parts =>
        {
            var walk = new PacketWalk(parts);
            var expected =
                from domains in parts.OfType<FallbackDomainsPart>()
                where walk.AsksServers(domains.Profile!) && walk.HasTunnel(domains.Profile!) && parts.OfType<VirtualNetworkPart>().Any()
                from entry in domains.Entries!
                from server in entry.Servers
                where walk.RouteTo("", server) is null && walk.RouteTo("other", server) is not null
                select $"{domains.Origin} {entry.Path}";
            Expect(Places(parts, FindingKind.ResolverInOtherNetwork), Sorted(expected), "resolvers in another network");
        });

    [Test]
    public void Hosts_reported_as_unreachable_are_those_to_which_no_packet_arrives() =>
        ForAll(parts =>
        {
            var (walk, edges) = (new PacketWalk(parts), Programs.Edges(parts));
            var devices = walk.Profiles.Where(profile => walk.Counts(profile, connectors: false)).ToArray();
            var all = devices.Concat(walk.Profiles.Where(profile => walk.Counts(profile, connectors: true))).ToArray();
            var expected =
                from route in parts.OfType<HostnameRoutePart>()
                where devices.Length > 0 && !all.Any(profile => walk.MayReach(profile, route.Host, edges))
                select $"{route.Origin} hostname";
            Expect(Places(parts, FindingKind.HostShutOut), Sorted(expected), "hosts");
        });

    [Test]
    public void Lists_reported_as_closed_to_devices_let_no_packet_to_one_of_their_ranges_through() =>
        ForAll(parts =>
        {
            var (walk, edges) = (new PacketWalk(parts), Programs.Edges(parts));
            var closed = walk.Profiles.Where(profile => walk.IsMeshClosed(profile, edges)).ToArray();
            var expected = closed
                .Select(walk.List)
                .OfType<SplitTunnelPart>()
                .Select(list => $"{list.Origin} routes")
                .Concat(
                    closed
                        .Where(profile => walk.List(profile) is null)
                        .Select(profile => walk.Part(profile)!.Origin)
                        .OrderBy(origin => origin.Key, StringComparer.Ordinal)
                        .Take(1)
                        .Select(origin => $"{origin} ")
                );
            Expect(Places(parts, FindingKind.MeshShutOut), Sorted(expected), "ranges of devices");
        });

    [Test]
    public void Profiles_reported_as_never_applying_are_those_that_no_device_gets() =>
        ForAll(parts =>
        {
            var walk = new PacketWalk(parts);
            var expected = parts.OfType<ProfilePart>().Where(walk.NeverApplies).Select(profile => $"{profile.Origin} match");
            Expect(Places(parts, FindingKind.NeverApplies), Sorted(expected), "profiles");
        });

    [Test]
    public void What_is_reported_without_ids_is_reported_with_them_whoever_has_which_list() =>
        ForAll(parts =>
        {
            string[] declared = [.. parts.OfType<ProfilePart>().Where(part => !part.IsDefault).Select(part => part.Id!)];
            SplitTunnelPart[] lists = [.. parts.OfType<SplitTunnelPart>().Where(list => list.IsWhole && declared.Contains(list.Profile))];
            NetworkPart[] rest = [.. parts.Except(lists)];
            string[] open = [.. declared.Except(rest.OfType<SplitTunnelPart>().Select(list => list.Profile!))];
            var unknown = Routes(NetworkChecks.Run(NetworkBuilder.Build([.. rest, .. lists.Select(list => list with { Profile = null })])));
            foreach (var owners in Choices(open, lists.Length))
            {
                NetworkPart[] paired = [.. rest, .. lists.Zip(owners, (list, owner) => list with { Profile = owner })];
                var known = Routes(NetworkChecks.Run(NetworkBuilder.Build(paired)));
                Expect(unknown.Except(known).FirstOrDefault(), default, $"reported only without IDs, not for {string.Join(", ", owners)}");
            }

            static HashSet<(FindingKind, string)> Routes(IEnumerable<Finding> findings) =>
                [.. findings.Where(finding => finding.Kind == FindingKind.RouteShutOut).Select(finding => (finding.Kind, finding.At.Key))];
        });

    [Test]
    public void Random_programs_have_every_finding()
    {
        var found = new Dictionary<FindingKind, int>();
        ForAll(parts =>
        {
            foreach (var kind in NetworkChecks.Run(NetworkBuilder.Build(parts)).Select(finding => finding.Kind).Distinct())
            {
                found[kind] = found.GetValueOrDefault(kind) + 1;
            }
        });
        TestContext.Out.WriteLine(string.Join("\n", found.OrderBy(kind => kind.Key).Select(kind => $"{kind.Key}: {kind.Value}")));

        // A list of a thousand entries would make the walk slow, and CheckTests has it.
        var rare = Enum.GetValues<FindingKind>().Except([FindingKind.ListsTooLong]).Where(kind => found.GetValueOrDefault(kind) < 100);
        Assert.That(rare, Is.Empty);
    }

    [Test]
    public void The_order_of_the_parts_is_irrelevant() =>
        ForAll(parts =>
        {
            var findings = NetworkChecks.Run(NetworkBuilder.Build(parts));
            for (var seed = 0; seed < 3; seed++)
            {
                Expect(NetworkChecks.Run(NetworkBuilder.Build(Programs.Shuffled(parts, seed))).SequenceEqual(findings), true, "findings");
            }
        });

    private static string Places(IReadOnlyList<NetworkPart> parts, FindingKind kind) =>
        Sorted(
            NetworkChecks
                .Run(NetworkBuilder.Build(parts))
                .Where(finding => finding.Kind == kind)
                .Select(finding => $"{finding.At} {finding.Path}")
        );

    private static string Sorted(IEnumerable<string> places) => string.Join("; ", places.Order(StringComparer.Ordinal));

    private static string Text(IEnumerable<IpAddress> addresses) =>
        Sentence.Of(CidrSet.Of(addresses.Select(address => IpPrefix.Of(address))));

    // Every choice of that many of the items, in every order.
    private static IEnumerable<string[]> Choices(string[] items, int count) =>
        count == 0
            ?
            [
                [],
            ]
            : items.SelectMany(item =>
                Choices([.. items.Where(other => other != item)], count - 1).Select(rest => (string[])[item, .. rest])
            );

    private static void ForAll(Action<IReadOnlyList<NetworkPart>> property) =>
        Prop.ForAll(Programs.Any.ToArbitrary(), property).Check(Config);

    private static void Expect<T>(T actual, T expected, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
        {
            throw new AssertionException($"{what}: {actual}, but {expected} was expected.");
        }
    }
}

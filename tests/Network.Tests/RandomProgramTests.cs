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
                    : $"{FindingKind.RoutePartlyShutOut}: no device reaches {Sentence.Of(CidrSet.Of(lost.Select(packet => IpPrefix.Of(packet))))} of {route.Network} through";
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
    public void Routes_reported_as_excluded_by_one_profile_are_those_where_only_its_packets_do_not_arrive() =>
        ForAll(parts =>
        {
            var (model, walk) = (NetworkBuilder.Build(parts), new PacketWalk(parts));
            var found = NetworkChecks.Run(model).Where(finding => finding.Kind == FindingKind.RoutesShutOutByOne).ToArray();
            var expected = new Dictionary<string, List<RoutePart>>();
            foreach (var route in walk.Routes)
            {
                var devices = walk.Profiles.Where(profile => walk.Counts(profile, connectors: false)).ToArray();
                var packets = Programs.Addresses.Where(route.Network.Contains).ToArray();
                bool All(string profile, bool inTunnel) => packets.All(packet => walk.InTunnel(profile, packet) == inTunnel);
                if (
                    devices.Length > 1
                    && devices.Count(profile => All(profile, true)) == devices.Length - 1
                    && devices.SingleOrDefault(profile => All(profile, false)) is { } one
                )
                {
                    expected.TryAdd(one, []);
                    expected[one].Add(route);
                }
            }

            Expect(found.Length, expected.Count, "number of lists");
            foreach (var (profile, routes) in expected)
            {
                var list = model.AllProfiles.Single(candidate => candidate.Settings.Id == profile).SplitTunnel!;
                var finding = found.SingleOrDefault(candidate => candidate.At == list.Origin);
                Expect(
                    routes.Count > 3
                        || routes.All(route =>
                            finding?.Message.Contains($"{route.Network} ({route.Origin})", StringComparison.Ordinal) is true
                        ),
                    true,
                    $"{profile}: {finding}"
                );
            }
        });

    [Test]
    public void A_resolver_is_outside_the_tunnel_if_its_packets_are() =>
        ForAll(parts =>
        {
            var walk = new PacketWalk(parts);
            var found = NetworkChecks
                .Run(NetworkBuilder.Build(parts))
                .Where(finding => finding.Kind == FindingKind.ResolverOutside)
                .Select(finding => finding.At.Key);
            var expected =
                from domains in parts.OfType<FallbackDomainsPart>()
                let profile = parts.OfType<ProfilePart>().FirstOrDefault(part => part.Id == domains.Profile)
                where
                    profile?.Enabled is not false
                    && profile?.Mode is null or "warp" or "1dot1"
                    && (profile?.IsDefault is true || profile?.Match?.Contains("network ==", StringComparison.Ordinal) is not true)
                from server in domains.Entries!.SelectMany(entry => entry.Servers)
                where walk.RouteTo("", server) is not null && walk.InTunnel(domains.Profile!, server) is false
                select domains.Origin.Key;
            Expect(found.Order().SequenceEqual(expected.Order()), true, "resolvers outside");
        });

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

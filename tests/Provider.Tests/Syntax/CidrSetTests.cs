using FsCheck;
using FsCheck.Fluent;
using ZeroTrust.Provider.Tests.Formats;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Tests.Syntax;

internal sealed class CidrSetTests
{
    private static readonly Gen<(IpPrefix[] From, IpPrefix[] Except)> Pairs = Prefixes.Lists.Two().Select(two => (two.Item1, two.Item2));

    [Test]
    public void Adjacent_prefixes_are_merged_and_covered_ones_removed() =>
        Assert.That(
            Text(CidrSet.Of(Parse("10.0.1.0/24", "fd00::/9", "10.0.0.0/24", "10.0.0.7/32", "fd80::/9", "10.0.3.0/24"))),
            Is.EqualTo(["10.0.0.0/23", "10.0.3.0/24", "fd00::/8"])
        );

    [Test]
    public void Everything_is_one_prefix_per_family() =>
        Assert.That(Text(CidrSet.Of(Parse("128.0.0.0/1", "0.0.0.0/1", "8000::/1", "::/1"))), Is.EqualTo(["0.0.0.0/0", "::/0"]));

    // A list from a public configuration: 100.64.0.0/10 without the ranges that stay in the tunnel.
    [Test]
    public void A_complement_has_the_fewest_prefixes() =>
        Assert.That(
            Text(CidrSet.Subtract(Parse("100.64.0.0/10"), Parse("100.80.0.0/16", "100.96.0.0/12"))),
            Is.EqualTo(["100.64.0.0/12", "100.81.0.0/16", "100.82.0.0/15", "100.84.0.0/14", "100.88.0.0/13", "100.112.0.0/12"])
        );

    [Test]
    public void Everything_but_one_address_is_one_prefix_of_each_length() =>
        Assert.Multiple(() =>
        {
            Assert.That(CidrSet.Subtract(Parse("0.0.0.0/0"), Parse("192.0.2.1")).Prefixes, Has.Count.EqualTo(32));
            Assert.That(CidrSet.Subtract(Parse("::/0"), Parse("2001:db8::1")).Prefixes, Has.Count.EqualTo(128));
        });

    [Test]
    public void The_families_are_independent() =>
        Assert.That(Text(CidrSet.Subtract(Parse("10.0.0.0/8", "fd00::/8"), Parse("::/0"))), Is.EqualTo(["10.0.0.0/8"]));

    [Test]
    public void A_union_contains_the_addresses_of_both() =>
        Invariant.Holds(
            Pairs,
            pair =>
            {
                var union = CidrSet.Of(pair.From).Union(CidrSet.Of(pair.Except));
                return Prefixes.Neighbours.All(address =>
                    union.Contains(address) == (Holds(pair.From, address) || Holds(pair.Except, address))
                );
            }
        );

    [Test]
    public void A_difference_contains_the_addresses_of_the_first_only() =>
        Invariant.Holds(
            Pairs,
            pair =>
            {
                var rest = CidrSet.Subtract(pair.From, pair.Except);
                return Prefixes.Neighbours.All(address =>
                    rest.Contains(address) == (Holds(pair.From, address) && !Holds(pair.Except, address))
                );
            }
        );

    [Test]
    public void An_intersection_contains_the_addresses_of_both() =>
        Invariant.Holds(
            Pairs,
            pair =>
            {
                var both = CidrSet.Of(pair.From).Intersect(CidrSet.Of(pair.Except));
                return Prefixes.Neighbours.All(address =>
                    both.Contains(address) == (Holds(pair.From, address) && Holds(pair.Except, address))
                );
            }
        );

    [Test]
    public void A_set_overlaps_a_prefix_if_it_contains_one_of_its_addresses() =>
        Invariant.Holds(
            Pairs,
            pair =>
            {
                var set = CidrSet.Of(pair.From);
                return pair.Except.All(prefix => set.Overlaps(prefix) == Prefixes.Neighbours.Where(prefix.Contains).Any(set.Contains));
            }
        );

    [Test]
    public void Adding_the_subtracted_set_again_gives_the_union() =>
        Invariant.Holds(
            Pairs,
            pair =>
                CidrSet
                    .Subtract(pair.From, pair.Except)
                    .Union(CidrSet.Of(pair.Except))
                    .Prefixes.SequenceEqual(CidrSet.Of(pair.From.Concat(pair.Except)).Prefixes)
        );

    [Test]
    public void A_difference_has_the_fewest_prefixes() =>
        Invariant.Holds(
            Pairs,
            pair =>
            {
                var rest = CidrSet.Subtract(pair.From, pair.Except).Prefixes;
                return rest.SequenceEqual(CidrSet.Of(rest).Prefixes);
            }
        );

    [Test]
    public void A_set_contains_a_prefix_if_it_contains_all_its_addresses() =>
        Invariant.Holds(
            Pairs,
            pair =>
            {
                var set = CidrSet.Of(pair.From);
                return pair.Except.All(prefix => set.Contains(prefix) == Prefixes.Neighbours.Where(prefix.Contains).All(set.Contains));
            }
        );

    [Test]
    public void Redundant_entries_are_returned_with_their_covering_entry() =>
        Assert.That(
            CidrSet.Superfluous(Parse("10.1.0.0/16", "10.0.0.0/8", "192.168.0.0/16", "10.0.0.0/8", "fd00::1")),
            Is.EqualTo([(0, 1), (3, 1)])
        );

    private static bool Holds(IpPrefix[] prefixes, IpAddress address) => prefixes.Any(prefix => prefix.Contains(address));

    private static IpPrefix[] Parse(params string[] texts) => [.. texts.Select(IpPrefix.Parse)];

    private static string[] Text(CidrSet set) => [.. set.Prefixes.Select(prefix => prefix.ToString())];
}

using FsCheck.Fluent;
using ZeroTrust.Provider.Tests.Formats;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Tests.Syntax;

internal sealed class IpPrefixTests
{
    [Test]
    public void An_invalid_prefix_is_refused_with_the_reason() =>
        Assert.That(
            () => IpPrefix.Parse("10.01.0.0/16"),
            Throws
                .TypeOf<FormatException>()
                .With.Message.EqualTo("'10.01.0.0/16' has leading zeros, which some programs read as octal; write '10.1.0.0/16'.")
        );

    [Test]
    public void Prefixes_sort_by_family_then_network_then_length()
    {
        string[] sorted = ["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "192.168.0.0/16", "::/0", "fd00::/8", "fd00::/9"];

        Assert.That(sorted.Reverse().Select(IpPrefix.Parse).Order().Select(prefix => prefix.ToString()), Is.EqualTo(sorted));
    }

    [TestCase("10.0.0.0/8", "10.255.255.255", ExpectedResult = true)]
    [TestCase("10.0.0.0/8", "11.0.0.0", ExpectedResult = false)]
    [TestCase("0.0.0.0/0", "255.255.255.255", ExpectedResult = true)]
    [TestCase("::/0", "ffff::1", ExpectedResult = true)]
    [TestCase("::/0", "10.0.0.1", ExpectedResult = false)]
    [TestCase("fe80::/10", "febf::1", ExpectedResult = true)]
    [TestCase("fe80::/10", "fec0::", ExpectedResult = false)]
    public bool A_prefix_contains_its_addresses_only(string prefix, string address) =>
        IpAddress.TryParse(address, out var parsed) && IpPrefix.Parse(prefix).Contains(parsed);

    [Test]
    public void A_prefix_survives_a_round_trip() => Invariant.Holds(Prefixes.Any, prefix => IpPrefix.Parse(prefix.ToString()) == prefix);

    [Test]
    public void System_Net_parses_the_same_prefix() =>
        Invariant.Holds(
            Prefixes.Any,
            prefix =>
            {
                var (address, length) = (System.Net.IPAddress.Parse(prefix.Network.ToString()), prefix.Length);
                return new System.Net.IPNetwork(address, length).PrefixLength == length
                    && address.GetAddressBytes().AsSpan().SequenceEqual(Bytes(prefix.Network));
            }
        );

    [Test]
    public void Containment_is_a_partial_order() =>
        Invariant.Holds(
            Prefixes.Three,
            three =>
            {
                var (a, b, c) = three;
                return a.Contains(a)
                    && (!(a.Contains(b) && b.Contains(a)) || a == b)
                    && (!(a.Contains(b) && b.Contains(c)) || a.Contains(c));
            }
        );

    [Test]
    public void Prefixes_overlap_only_by_containing_each_other() =>
        Invariant.Holds(
            Prefixes.Three,
            three =>
            {
                var (a, b, c) = three;
                return a.Overlaps(b) == b.Overlaps(a) && (!(a.Contains(c) && b.Contains(c)) || a.Overlaps(b));
            }
        );

    [Test]
    public void The_halves_of_a_prefix_merge_to_it() =>
        Invariant.Holds(
            Prefixes.Any.Where(prefix => !prefix.IsSingleAddress),
            prefix =>
            {
                var (lower, upper) = prefix.Split();
                return lower.Join(upper) == prefix
                    && upper.Join(lower) == prefix
                    && !lower.Overlaps(upper)
                    && prefix.Contains(lower)
                    && prefix.Contains(upper);
            }
        );

    private static byte[] Bytes(IpAddress address)
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, address.Bits);
        return address.IsV6 ? bytes : bytes[12..];
    }
}

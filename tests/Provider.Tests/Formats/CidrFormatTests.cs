using ZeroTrust.Provider.Kernel;
using static ZeroTrust.Provider.Tests.Formats.FormatTable;

namespace ZeroTrust.Provider.Tests.Formats;

internal sealed class CidrFormatTests
{
    private static readonly CidrFormat Format = new();

    private static readonly TestCaseData[] Spellings =
    [
        Row("IPv4 prefix", "10.0.0.0/8", "10.0.0.0/8"),
        Row("everything", "0.0.0.0/0", "0.0.0.0/0"),
        Row("plain IPv4 address", "192.0.2.1", "192.0.2.1/32"),
        Row("plain IPv6 address", "2001:db8::1", "2001:db8::1/128"),
        Row("IPv4 host bits", "192.168.1.7/24", "192.168.1.0/24"),
        Row("IPv6 host bits", "fd00::1/8", "fd00::/8"),
        Row("upper case", "2001:0DB8::/32", "2001:db8::/32"),
        Row("zero groups written out", "FD00:0:0::/8", "fd00::/8"),
        Row("IPv6 in full", "2001:0db8:0000:0000:0000:0000:0000:0000/32", "2001:db8::/32"),
        Row("all of IPv6", "::/0", "::/0"),
        Row("mapped IPv4", "::FFFF:10.0.0.0/104", "::ffff:10.0.0.0/104"),
    ];

    private static readonly TestCaseData[] Mistakes =
    [
        Row("empty", "", "'' is not an IPv4 or IPv6 prefix; write one such as '10.0.0.0/8' or 'fd00::/8'."),
        Row(
            "leading zeros in an octet",
            "10.01.0.0/16",
            "'10.01.0.0/16' has leading zeros, which some programs read as octal; write '10.1.0.0/16'."
        ),
        Row(
            "leading zero in the length",
            "10.0.0.0/08",
            "'10.0.0.0/08' has leading zeros, which some programs read as octal; write '10.0.0.0/8'."
        ),
        Row("zeros only", "10.00.000.0/8", "'10.00.000.0/8' has leading zeros, which some programs read as octal; write '10.0.0.0/8'."),
        Row("space at the end", "10.0.0.0/8 ", "'10.0.0.0/8 ' has spaces in it; write '10.0.0.0/8'."),
        Row("line break", "10.0.0.0/8\n", "'10.0.0.0/8\\u000a' has spaces in it; write '10.0.0.0/8'."),
        Row("space around the slash", "10.0.0.0 / 8", "'10.0.0.0 / 8' has spaces in it; write '10.0.0.0/8'."),
        Row(
            "IPv4 length too long",
            "10.0.0.0/33",
            "'10.0.0.0/33' is not an IPv4 or IPv6 prefix: the prefix length '33' is not a number from 0 to 32; write one such as "
                + "'10.0.0.0/8' or 'fd00::/8'."
        ),
        Row(
            "IPv6 length too long",
            "fd00::/129",
            "'fd00::/129' is not an IPv4 or IPv6 prefix: the prefix length '129' is not a number from 0 to 128; write one such as "
                + "'10.0.0.0/8' or 'fd00::/8'."
        ),
        Row(
            "negative length",
            "10.0.0.0/-1",
            "'10.0.0.0/-1' is not an IPv4 or IPv6 prefix: the prefix length '-1' is not a number from 0 to 32; write one such as "
                + "'10.0.0.0/8' or 'fd00::/8'."
        ),
        Row(
            "no length",
            "10.0.0.0/",
            "'10.0.0.0/' is not an IPv4 or IPv6 prefix: the prefix length '' is not a number from 0 to 32; write one such as "
                + "'10.0.0.0/8' or 'fd00::/8'."
        ),
        Row("netmask", "10.0.0.0/255.255.0.0", "'10.0.0.0/255.255.0.0' has a netmask; write '10.0.0.0/16'."),
        Row("too few octets", "10.1/16", "'10.1/16' has too few octets; write '10.1.0.0/16'."),
        Row(
            "too few octets and no length",
            "10.1.1",
            "'10.1.1' is not an IPv4 or IPv6 prefix: it has 3 of 4 octets; write one such as '10.0.0.0/8' or 'fd00::/8'."
        ),
        Row(
            "octet too large",
            "10.256.0.0/16",
            "'10.256.0.0/16' is not an IPv4 or IPv6 prefix: the octet '256' is above 255; write one such as '10.0.0.0/8' or 'fd00::/8'."
        ),
        Row("zone", "fe80::1%eth0/64", "'fe80::1%eth0/64' names a network interface; write 'fe80::/64'."),
        Row("brackets", "[fd00::]/8", "'[fd00::]/8' has brackets; write 'fd00::/8'."),
        Row("port", "10.0.0.1:443", "'10.0.0.1:443' has a port; write '10.0.0.1/32'."),
        Row(
            "domain name",
            "example.com",
            "'example.com' is a domain name, not an IPv4 or IPv6 prefix; write one such as '10.0.0.0/8' or 'fd00::/8'."
        ),
        Row("two gaps", "fd00::1::/8", "'fd00::1::/8' is not an IPv4 or IPv6 prefix; write one such as '10.0.0.0/8' or 'fd00::/8'."),
        Row(
            "a gap without groups",
            "1:2:3:4::5:6:7:8",
            "'1:2:3:4::5:6:7:8' is not an IPv4 or IPv6 prefix; write one such as '10.0.0.0/8' or 'fd00::/8'."
        ),
        Row(
            "nine groups",
            "1:2:3:4:5:6:7:8:9/64",
            "'1:2:3:4:5:6:7:8:9/64' is not an IPv4 or IPv6 prefix; write one such as '10.0.0.0/8' or 'fd00::/8'."
        ),
        Row(
            "hexadecimal octets",
            "0x0a.0.0.0/8",
            "'0x0a.0.0.0/8' is not an IPv4 or IPv6 prefix; write one such as '10.0.0.0/8' or 'fd00::/8'."
        ),
    ];

    [TestCaseSource(nameof(Spellings))]
    public void Equal_spellings_have_one_canonical_form(string text, string canonical) => AssertEqualSpelling(Format, text, canonical);

    [TestCaseSource(nameof(Mistakes))]
    public void An_error_includes_the_correction(string text, string error) => AssertWrong(Format, text, error);

    [Test]
    public void Host_bits_are_accepted_with_a_warning() =>
        Assert.That(
            Format.Check("192.168.1.7/24"),
            Is.EqualTo(FormatCheck.Unusual("'192.168.1.7/24' has host bits, which have no meaning; it is taken as '192.168.1.0/24'."))
        );

    [Test]
    public void IPv4_written_as_IPv6_is_accepted_with_a_warning() =>
        Assert.That(
            Format.Check("::ffff:10.0.0.0/104"),
            Is.EqualTo(
                FormatCheck.Unusual(
                    "'::ffff:10.0.0.0/104' is IPv4 written as IPv6, which no IPv4 packet matches; write '10.0.0.0/8' for IPv4."
                )
            )
        );

    [TestCase("::ffff:0:0/96", "0.0.0.0/0")]
    [TestCase("::ffff:10.0.0.1/128", "10.0.0.1/32")]
    public void All_of_IPv4_down_to_one_address_may_be_meant(string text, string meant) =>
        Assert.That(Format.Check(text).Warning, Does.EndWith($"write '{meant}' for IPv4."));

    [TestCase("2001:db8::/96")]
    [TestCase("2001:db8::1/128")]
    public void A_long_IPv6_prefix_is_not_IPv4(string text) => Assert.That(Format.Check(text), Is.EqualTo(FormatCheck.Valid));

    [Test]
    public void A_plain_address_needs_no_warning() => Assert.That(Format.Check("192.0.2.1"), Is.EqualTo(FormatCheck.Valid));
}

using ZeroTrust.Provider.Kernel;
using static ZeroTrust.Provider.Tests.Formats.FormatTable;

namespace ZeroTrust.Provider.Tests.Formats;

internal sealed class IpAddressFormatTests
{
    private static readonly IpAddressFormat Format = new();

    // RFC 5952, section 4 and 5.
    private static readonly TestCaseData[] Spellings =
    [
        Row("IPv4", "192.0.2.1", "192.0.2.1"),
        Row("leading zeros of a group", "2001:0db8::0001", "2001:db8::1"),
        Row("the gap is as long as possible", "2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
        Row("one zero group is no gap", "2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        Row("the longest run is the gap", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        Row("the first of equal runs is the gap", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        Row("lower case", "2001:DB8::ABCD", "2001:db8::abcd"),
        Row("loopback", "0:0:0:0:0:0:0:1", "::1"),
        Row("unspecified", "0:0:0:0:0:0:0:0", "::"),
        Row("gap at the end", "fe80:0:0:0:0:0:0:0", "fe80::"),
        Row("mapped IPv4 in hexadecimal", "::ffff:c000:0201", "::ffff:192.0.2.1"),
        Row("embedded IPv4 that is not mapped", "64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
    ];

    private static readonly TestCaseData[] Mistakes =
    [
        Row("prefix", "10.0.0.1/32", "'10.0.0.1/32' has a prefix length; write '10.0.0.1'."),
        Row("port", "[2001:db8::1]:53", "'[2001:db8::1]:53' has a port; write '2001:db8::1'."),
        Row("leading zeros", "010.0.0.1", "'010.0.0.1' has leading zeros, which some programs read as octal; write '10.0.0.1'."),
        Row(
            "one number",
            "167772161",
            "'167772161' is not an IPv4 or IPv6 address: it has 1 of 4 octets; write one such as '192.0.2.1' or '2001:db8::1'."
        ),
        Row("zone", "fe80::1%12", "'fe80::1%12' names a network interface; write 'fe80::1'."),
        Row(
            "name",
            "dns.example.com",
            "'dns.example.com' is a domain name, not an IPv4 or IPv6 address; write one such as '192.0.2.1' or '2001:db8::1'."
        ),
        Row(
            "bad embedded IPv4",
            "::ffff:1.2.3.256",
            "'::ffff:1.2.3.256' is not an IPv4 or IPv6 address; write one such as '192.0.2.1' or '2001:db8::1'."
        ),
        Row(
            "digits of another script",
            "١٠.0.0.1",
            "'١٠.0.0.1' is not an IPv4 or IPv6 address; write one such as '192.0.2.1' or '2001:db8::1'."
        ),
    ];

    [TestCaseSource(nameof(Spellings))]
    public void Equal_spellings_have_one_canonical_form(string text, string canonical) => AssertEqualSpelling(Format, text, canonical);

    [TestCaseSource(nameof(Mistakes))]
    public void An_error_includes_the_correction(string text, string error) => AssertWrong(Format, text, error);

    [TestCase("192.0.2.1")]
    [TestCase("2001:db8::1")]
    public void A_plain_address_needs_no_warning(string text) => Assert.That(Format.Check(text), Is.EqualTo(FormatCheck.Valid));

    [Test]
    public void IPv4_written_as_IPv6_is_accepted_with_a_warning() =>
        Assert.That(
            Format.Check("::ffff:192.0.2.1"),
            Is.EqualTo(FormatCheck.Unusual("'::ffff:192.0.2.1' is IPv4 written as IPv6; write '192.0.2.1' for IPv4."))
        );
}

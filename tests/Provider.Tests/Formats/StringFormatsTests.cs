using FsCheck.Fluent;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Formats;

internal sealed class StringFormatsTests
{
    private static IEnumerable<StringFormat> AllButMatch => Enum.GetValues<StringFormat>().Except([StringFormat.Match]);

    [Test]
    public void Each_format_is_implemented([Values] StringFormat format) =>
        Assert.That(StringFormats.Of(format).GetType().Name, Is.EqualTo($"{format}Format"));

    // What stands in for unknown values has to pass the check of known ones.
    [Test]
    public void The_examples_of_a_format_are_valid_and_canonical([Values] StringFormat format) =>
        Assert.That(
            StringFormats.Of(format).Examples,
            Is.Not.Empty.And.All.Matches<string>(example =>
                StringFormats.Of(format).Check(example!) == FormatCheck.Valid && StringFormats.Of(format).Canonical(example!) == example
            )
        );

    [TestCase(StringFormat.Cidr, "an IPv4 or IPv6 prefix such as '10.0.0.0/8'")]
    [TestCase(StringFormat.IpAddress, "an IP address")]
    [TestCase(StringFormat.Host, "a domain name, or '*.' and one")]
    [TestCase(StringFormat.Suffix, "a domain name")]
    [TestCase(StringFormat.Uuid, "a UUID")]
    [TestCase(StringFormat.CloudflareId, "an account or zone id of 32 hexadecimal digits")]
    [TestCase(StringFormat.ProfileId, "the id of a device profile: its UUID, 'default', or the id of a profile resource")]
    [TestCase(StringFormat.TunnelId, "the id of a tunnel: its UUID, or the id of a tunnel resource")]
    [TestCase(StringFormat.VirtualNetworkId, "the id of a virtual network: its UUID, or the id of a virtual network resource")]
    [TestCase(StringFormat.RouteId, "the id of a hostname route: its UUID, or the id of a hostname route resource")]
    [TestCase(StringFormat.Endpoint, "an IP address and a port, such as '192.0.2.1:443'")]
    [TestCase(StringFormat.HostPort, "a host and a port, such as '10.0.0.1:3333'")]
    [TestCase(StringFormat.HttpsUrl, "an https URL whose host is an IP address")]
    [TestCase(StringFormat.Sha256, "a SHA-256 fingerprint, which has 64 hexadecimal digits")]
    [TestCase(StringFormat.Duration, "a duration such as '30s' or '1m30s'")]
    [TestCase(StringFormat.TunnelSecret, "base64 of at least 32 bytes")]
    [TestCase(StringFormat.Match, "a match expression such as os.name == \"windows\"")]
    [TestCase(StringFormat.Name, "a name that people can read")]
    public void The_rule_of_a_format_says_what_to_write(StringFormat format, string rule) =>
        Assert.That(StringFormats.Of(format).Rule, Is.EqualTo(rule));

    [Test]
    public void An_empty_id_counts_as_unset() =>
        Assert.That(
            Enum.GetValues<StringFormat>().Where(format => StringFormats.Of(format).IsId),
            Is.EquivalentTo([
                StringFormat.Uuid,
                StringFormat.CloudflareId,
                StringFormat.ProfileId,
                StringFormat.TunnelId,
                StringFormat.VirtualNetworkId,
                StringFormat.RouteId,
            ])
        );

    [Test]
    public void Only_messages_about_tunnel_secrets_never_show_the_value() =>
        Assert.That(
            Enum.GetValues<StringFormat>().Where(format => StringFormats.Of(format).HidesValue),
            Is.EqualTo([StringFormat.TunnelSecret])
        );

    [Test]
    public void The_canonical_form_is_idempotent([Values] StringFormat format) =>
        Invariant.Holds(
            RandomStrings.Of(format),
            text =>
            {
                var canonical = StringFormats.Of(format).Canonical(text);
                return StringFormats.Of(format).Canonical(canonical) == canonical;
            }
        );

    [Test]
    public void The_canonical_form_of_a_valid_value_is_valid([Values] StringFormat format) =>
        Invariant.Holds(
            RandomStrings.Of(format),
            text =>
                StringFormats.Of(format).Check(text).Error is not null
                || StringFormats.Of(format).Check(StringFormats.Of(format).Canonical(text)).Error is null
        );

    // Except for expressions, whose white space is folded before they are parsed.
    [Test]
    public void An_invalid_value_is_not_changed([ValueSource(nameof(AllButMatch))] StringFormat format) =>
        Invariant.Holds(
            RandomStrings.Of(format),
            text => StringFormats.Of(format).Check(text).Error is null || StringFormats.Of(format).Canonical(text) == text
        );

    [Test]
    public void Each_generator_produces_valid_strings([Values] StringFormat format) =>
        Assert.That(
            RandomStrings.Of(format).Sample(200),
            Has.Some.Matches<string>(text => StringFormats.Of(format).Check(text!).Error is null)
        );
}

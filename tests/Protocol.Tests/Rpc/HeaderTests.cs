using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Tests.Rpc;

public sealed class HeaderTests
{
    [TestCase("plain text", "plain text")]
    [TestCase("100%", "100%25")]
    [TestCase("a\r\nb\0", "a%0D%0Ab%00")]
    [TestCase("é😀", "%C3%A9%F0%9F%98%80")]
    public void A_message_is_percent_encoded_and_back(string message, string encoded)
    {
        Assert.That(StatusHeaders.PercentEncode(message), Is.EqualTo(encoded));
        Assert.That(StatusHeaders.PercentDecode(encoded), Is.EqualTo(message));
    }

    [TestCase("50% of")]
    [TestCase("%")]
    [TestCase("%4")]
    [TestCase("%zz")]
    public void A_broken_escape_stays_as_it_is(string text) => Assert.That(StatusHeaders.PercentDecode(text), Is.EqualTo(text));

    [TestCase(0, "1m")]
    [TestCase(0.2, "1m")]
    [TestCase(1500, "1500m")]
    [TestCase(99_999_999, "99999999m")]
    [TestCase(100_000_001, "100001S")]
    public void A_timeout_has_at_most_eight_digits(double milliseconds, string header) =>
        Assert.That(CallTimeout.Format(TimeSpan.FromMilliseconds(milliseconds)), Is.EqualTo(header));

    [TestCase("2H", 7_200_000)]
    [TestCase("3M", 180_000)]
    [TestCase("4S", 4_000)]
    [TestCase("5m", 5)]
    [TestCase("6000u", 6)]
    [TestCase("7000000n", 7)]
    public void A_timeout_has_a_unit(string header, double milliseconds) =>
        Assert.That(CallTimeout.Parse(header), Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("99999999H")]
    public void No_timeout_and_one_beyond_all_timers_are_no_limit(string? header) => Assert.That(CallTimeout.Parse(header), Is.Null);
}

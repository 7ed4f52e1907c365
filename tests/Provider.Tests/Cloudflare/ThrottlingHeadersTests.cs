using ZeroTrust.Cloudflare;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class ThrottlingHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    [TestCase("retry-after", "7", 7_000)]
    [TestCase("Retry-After", "Thu, 01 Oct 2026 12:00:09 GMT", 9_000)]
    [TestCase("retry-after-ms", "1500", 1_500)]
    public void The_delay_is_parsed_in_all_its_forms(string name, string value, int milliseconds)
    {
        using var response = Response((name, value));

        Assert.That(ThrottlingHeaders.RetryAfter(response.Headers, Now), Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [Test]
    public void Milliseconds_take_precedence_over_seconds()
    {
        using var response = Response(("Retry-After", "60"), ("retry-after-ms", "250"));

        Assert.That(ThrottlingHeaders.RetryAfter(response.Headers, Now), Is.EqualTo(TimeSpan.FromMilliseconds(250)));
    }

    [TestCase("Retry-After", "soon")]
    [TestCase("Retry-After", "0")]
    [TestCase("Retry-After", "Thu, 01 Oct 2026 11:00:00 GMT")]
    [TestCase("retry-after-ms", "NaN")]
    [TestCase("retry-after-ms", "1e300")]
    [TestCase("Age", "7")]
    public void An_invalid_delay_is_ignored(string name, string value)
    {
        using var response = Response((name, value));

        Assert.That(ThrottlingHeaders.RetryAfter(response.Headers, Now), Is.Null);
    }

    [Test]
    public void A_date_is_compared_with_the_servers_clock()
    {
        using var response = Response(("Date", "Thu, 01 Oct 2026 13:00:00 GMT"), ("Retry-After", "Thu, 01 Oct 2026 13:00:09 GMT"));

        Assert.That(ThrottlingHeaders.RetryAfter(response.Headers, Now), Is.EqualTo(TimeSpan.FromSeconds(9)));
    }

    [TestCase("\"default\";r=50;t=30", 50, 30)]
    [TestCase("\"default\"; r=50; t=30", 50, 30)]
    [TestCase("\"default\";r=900;t=280, \"burst\";r=4;t=2", 4, 2)]
    [TestCase("\"default\";r=1;t=99999", 1, 300)]
    public void The_tightest_limit_is_used(string value, int remaining, int seconds)
    {
        using var response = Response(("Ratelimit", value), ("Ratelimit-Policy", "\"default\";q=1200;w=300"));

        Assert.That(
            ThrottlingHeaders.Budget(response.Headers, Now),
            Is.EqualTo(new ServerBudget(remaining, TimeSpan.FromSeconds(seconds)))
        );
    }

    [Test]
    public void The_older_headers_are_supported()
    {
        using var response = Response(
            ("x-ratelimit-limit", "1200"),
            ("x-ratelimit-remaining", "3"),
            ("x-ratelimit-reset", "Thu, 01 Oct 2026 12:01:00 GMT")
        );

        Assert.That(ThrottlingHeaders.Budget(response.Headers, Now), Is.EqualTo(new ServerBudget(3, TimeSpan.FromMinutes(1))));
    }

    [TestCase("default")]
    [TestCase("\"default\";r=x;t=30")]
    [TestCase("\"default\";r=5")]
    [TestCase("\"default\";r=-5;t=3")]
    public void An_unreadable_limit_is_ignored(string value)
    {
        using var response = Response(("Ratelimit", value));

        Assert.That(ThrottlingHeaders.Budget(response.Headers, Now), Is.Null);
    }

    private static HttpResponseMessage Response(params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}

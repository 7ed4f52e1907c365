using ZeroTrust.Cloudflare;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class CloudflareOptionsTests
{
    [Test]
    public void Defaults_are_valid() => Assert.That(new CloudflareOptions().Check(), Is.Empty);

    [TestCase("https://api.example.com/client/v4/")]
    [TestCase("http://127.0.0.1:4000/client/v4")]
    [TestCase("http://localhost:4000")]
    [TestCase("http://[::1]:4000")]
    public void Safe_base_urls_are_accepted(string url) => Assert.That(new CloudflareOptions { BaseUrl = url }.Check(), Is.Empty);

    [TestCase("http://api.example.com", "would send the credentials unencrypted")]
    [TestCase("http://loopback/client/v4", "would send the credentials unencrypted")]
    [TestCase("http://localhost.example.com", "would send the credentials unencrypted")]
    [TestCase("ftp://api.example.com", "is not an https URL")]
    [TestCase("api.example.com", "is not an https URL")]
    [TestCase("", "is not an https URL")]
    [TestCase("https://user:pass@api.example.com", "has a user, query or fragment")]
    [TestCase("https://api.example.com?x=1", "has a user, query or fragment")]
    public void Unsafe_base_urls_are_refused(string url, string why)
    {
        var problem = new CloudflareOptions { BaseUrl = url }
            .Check()
            .Single();

        Assert.That(problem.Property, Is.EqualTo("baseUrl"));
        Assert.That(problem.Message, Does.Contain(why));
    }

    [TestCase("http://user:hush-hush@api.example.com")]
    [TestCase("ftp://user:hush-hush@api.example.com")]
    [TestCase("user:hush-hush@api.example.com")]
    public void A_password_in_a_base_url_is_not_quoted(string url) =>
        Assert.That(
            new CloudflareOptions { BaseUrl = url }
                .Check()
                .Single()
                .Message + new CloudflareOptions { BaseUrl = url },
            Does.Not.Contain("hush")
        );

    [TestCase("https://api.example.com")]
    [TestCase("https://api.example.com/")]
    [TestCase("https://api.example.com/client/v4")]
    [TestCase("https://api.example.com/client/v4/")]
    public async Task A_path_follows_the_base_url_behind_one_slash(string url)
    {
        using var harness = new Harness(ScriptedApi.InTurn(Replies.Result("null")), Harness.Options with { BaseUrl = url });

        await harness.RunAsync(client => client.Resilience.FindGlobalOverrideAsync(Harness.Account, default));

        Assert.That(harness.Api.Requests[0].Path, Is.EqualTo($"/accounts/{Harness.Account}/devices/resilience/disconnect"));
    }

    [Test]
    public void A_key_requires_an_email() =>
        Assert.That(
            new CloudflareOptions { ApiKey = "0123456789" }
                .Check()
                .Single()
                .Property,
            Is.EqualTo("email")
        );

    [TestCase("line\n")]
    [TestCase("a token")]
    [TestCase("“quoted”")]
    public void Credentials_that_cannot_be_sent_are_refused_without_being_shown(string token)
    {
        var problem = new CloudflareOptions { ApiToken = token }
            .Check()
            .Single();

        Assert.That(problem.Property, Is.EqualTo("apiToken"));
        Assert.That(problem.Message, Does.Not.Contain(token));
    }

    [Test]
    public void All_values_out_of_range_are_reported_together()
    {
        var options = new CloudflareOptions
        {
            MaxRequestsPerFiveMinutes = 0,
            MaxRetries = 21,
            RequestTimeout = TimeSpan.FromMilliseconds(1),
        };

        Assert.That(
            options.Check().Select(problem => problem.Property),
            Is.EqualTo((string[])["maxRequestsPerFiveMinutes", "maxRetries", "requestTimeout"])
        );
    }

    [Test]
    public void The_string_form_shows_no_secret()
    {
        var options = new CloudflareOptions
        {
            ApiToken = "the-token",
            ApiKey = "the-key",
            Email = "someone@example.com",
        };

        Assert.That(options.ToString(), Does.Not.Contain("the-token").And.Not.Contain("the-key"));
    }
}

using System.Net;
using System.Text;
using System.Text.Json;
using ZeroTrust.Cloudflare;
using static ZeroTrust.Provider.Tests.Cloudflare.Replies;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>Secrets are redacted in every encoding.</summary>
internal sealed class RedactorTests
{
    private const string Canary = "c4n4ry+\"of/a <secret>&'s =ü🦜value\n\t  with + lines";

    private static IEnumerable<TestCaseData> Spellings()
    {
        var json = JsonSerializer.Serialize(Canary)[1..^1];
        var bytes = Encoding.UTF8.GetBytes(Canary);
        yield return Case("plain", Canary);
        yield return Case("upper case", Canary.ToUpperInvariant());
        yield return Case("lower case", Canary.ToLowerInvariant());
        yield return Case("JSON", json);
        yield return Case("JSON, lower-case digits", json.Replace("\\u002B", "\\u002b", StringComparison.Ordinal));
        yield return Case("JSON within JSON", JsonSerializer.Serialize(json)[1..^1]);
        yield return Case("URL", Uri.EscapeDataString(Canary));
        yield return Case("URL, lower-case digits", WebUtility.UrlEncode(Canary).ToLowerInvariant());
        yield return Case("form", WebUtility.UrlEncode(Canary));
        yield return Case("URL within a URL", Uri.EscapeDataString(Uri.EscapeDataString(Canary)));
        yield return Case("HTML", WebUtility.HtmlEncode(Canary));
        yield return Case("hexadecimal", Convert.ToHexString(bytes));
        yield return Case("hexadecimal, lower-case", Convert.ToHexStringLower(bytes));
        yield return Case("base64", Convert.ToBase64String(bytes));
        yield return Case("base64 for URLs", Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        yield return Case("one behind, in base64", Convert.ToBase64String([1, .. bytes, 2]));
        yield return Case("two behind, in base64", Convert.ToBase64String([1, 2, .. bytes, 3]));

        static TestCaseData Case(string name, string text) => new TestCaseData(text).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Spellings))]
    public void Every_encoding_of_a_secret_is_redacted(string spelling)
    {
        var redactor = new Redactor(new());
        redactor.Add([Canary]);

        var text = redactor.Redact($"before {spelling} after");

        Assert.That(text, Does.StartWith("before ").And.Contain("[secret]").And.EndWith(" after"));
        Assert.That(text, Has.Length.LessThan(40));
    }

    [Test]
    public void Other_text_and_secrets_that_are_too_short_are_not_redacted()
    {
        var redactor = new Redactor(new());
        redactor.Add(["abc", "", null, "longer-than-that"]);

        Assert.That(
            redactor.Redact("abc 100% of it: a+b\\n, &amp; longer than that"),
            Is.EqualTo("abc 100% of it: a+b\\n, &amp; longer than that")
        );
    }

    [TestCase("\\")]
    [TestCase("%25")]
    [TestCase("&#0")]
    [TestCase("a ")]
    [TestCase("a                ")]
    [CancelAfter(60_000)]
    public void Megabytes_that_look_like_the_beginning_of_a_secret_take_no_time(string beginning, CancellationToken ct)
    {
        var redactor = new Redactor(new());
        redactor.Add(["a secret", "a      secret", "C:\\share\\of the company"]);
        var text = string.Concat(Enumerable.Repeat(beginning, 1 << 20));

        Assert.That(Task.Run(() => redactor.Redact(text), ct).Wait(TimeSpan.FromSeconds(50), ct));
    }

    [Test]
    public void Nested_secrets_are_redacted_completely()
    {
        var redactor = new Redactor(new());
        redactor.Add(["inner", "outer-inner-outer"]);

        Assert.That(redactor.Redact("outer-inner-outer inner"), Is.EqualTo("[secret] [secret]"));
    }

    [Test]
    public void Credentials_and_passwords_of_proxies_and_of_the_base_url_are_secrets()
    {
        var redactor = new Redactor(
            new()
            {
                ApiToken = "the-token",
                ApiKey = "the-key",
                BaseUrl = "https://someone:base-password@api.example.com",
            },
            variable => variable == "HTTPS_PROXY" ? "http://proxy-user:pass%40word@proxy.example.com:3128" : null
        );

        var text = redactor.Redact("the-token the-key base-password pass%40word pass@word proxy-user api.example.com");

        Assert.That(text, Is.EqualTo("[secret] [secret] [secret] [secret] [secret] proxy-user api.example.com"));
    }

    [Test]
    public async Task A_secret_is_redacted_before_a_message_is_truncated([Range(240, 310, 7)] int before)
    {
        using var harness = new Harness(
            Error(400, 1000, new string('-', before) + Canary.Replace("+", "\\u002B", StringComparison.Ordinal))
        );

        var failure = await harness.FailsAsync(client =>
            client.WarpConnectors.PatchTunnelAsync(Harness.Account, "t", new() { ["tunnel_secret"] = Canary }, default)
        );

        Assert.That(failure.ToString() + failure.Errors[0], Does.Not.Contain("c4n4"));
    }

    [Test]
    public async Task A_secret_entry_is_redacted_before_a_list_of_entries_is_truncated([Range(240, 310, 7)] int before)
    {
        const string secret = "c4n4ry-of-the-company.example";
        using var harness = new Harness(new ScriptedApi(request => Result("[]")), Harness.Options with { BulkReads = false });
        harness.Client.Redactor.Add([secret]);

        var failure = await harness.FailsAsync(client =>
            client.Profiles.PutFallbackDomainsAsync(
                Harness.Account,
                "p1",
                [new() { Suffix = new string('a', before) }, new() { Suffix = secret }],
                default
            )
        );

        Assert.That(failure.Message, Does.Contain("without 2 of its 2 entries").And.Not.Contain("c4n4"));
    }

    [Test]
    public async Task A_secret_is_redacted_before_a_page_is_truncated([Range(60, 110, 7)] int before)
    {
        using var harness = new Harness(
            Page(200, $"<html>{new string('-', before)}{WebUtility.HtmlEncode(Canary)}{new string('-', 10_000)}")
        );
        harness.Client.Redactor.Add([Canary]);

        var failure = await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(failure.ToString(), Does.Not.Contain("c4n4"));
    }
}

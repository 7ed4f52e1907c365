namespace ZeroTrust.Simulator.Tests;

internal sealed class FallbackDomainsTests : SimulatorTest
{
    private static readonly string[] Defaults =
    [
        "corp",
        "domain",
        "home",
        "home.arpa",
        "host",
        "internal",
        "intranet",
        "invalid",
        "lan",
        "local",
        "localdomain",
        "localhost",
        "private",
        "test",
    ];

    [Test]
    public async Task A_new_account_has_the_default_suffixes()
    {
        Assert.That((await GetAsync("devices/policy/fallback_domains")).All("suffix"), Is.EqualTo(Defaults));
    }

    [Test]
    public async Task Suffixes_are_returned_sorted()
    {
        var id = await CreateProfileAsync();

        var answer = await PutAsync(
            $"devices/policy/{id}/fallback_domains",
            """[{"suffix":"internal"},{"suffix":"home"},{"suffix":"corp"},{"suffix":"localdomain"}]"""
        );

        Assert.That(answer.All("suffix"), Is.EqualTo(new[] { "corp", "home", "internal", "localdomain" }));
    }

    [Test]
    public async Task Servers_keep_their_order_and_empty_fields_are_omitted()
    {
        var answer = await PutAsync(
            "devices/policy/fallback_domains",
            """
            [
              { "suffix": "B.example.", "dns_server": ["192.0.2.2", "192.0.2.1"], "description": "本社" },
              { "suffix": "a.example", "dns_server": [], "description": "" },
              { "suffix": "c.example", "dns_server": null }
            ]
            """
        );

        AssertJson(
            answer.Result,
            """
            [
              { "suffix": "a.example" },
              { "suffix": "b.example", "dns_server": ["192.0.2.2", "192.0.2.1"], "description": "本社" },
              { "suffix": "c.example" }
            ]
            """
        );
    }

    [Test]
    public async Task The_default_profiles_empty_list_is_null()
    {
        Assert.That((await PutAsync("devices/policy/fallback_domains", "[]")).Result, Is.Null);
    }

    [TestCase("")]
    [TestCase("?reset_defaults=true")]
    public async Task Delete_restores_the_default_suffixes(string query)
    {
        var id = await CreateProfileAsync();
        await PutAsync($"devices/policy/{id}/fallback_domains", """[{"suffix":"only.example"}]""");

        var answer = await SendAsync("DELETE", $"devices/policy/{id}/fallback_domains{query}", "[]");

        Assert.That(answer.All("suffix"), Is.EqualTo(Defaults));
    }

    [Test]
    public async Task The_list_of_a_profile_is_part_of_the_profile()
    {
        var id = await CreateProfileAsync();
        await PutAsync($"devices/policy/{id}/fallback_domains", """[{"suffix":"only.example"}]""");

        AssertJson((await GetAsync($"devices/policy/{id}")).Object["fallback_domains"], """[{"suffix":"only.example"}]""");
    }

    [TestCase("""[{"dns_server":["192.0.2.1"]}]""", "/0/suffix", 2001)]
    [TestCase("""[{"suffix":".corp"}]""", "/0/suffix", 2049)]
    [TestCase("""[{"suffix":""}]""", "/0/suffix", 2049)]
    [TestCase("""[{"suffix":"corp","dns_server":["resolver.example"]}]""", "/0/dns_server/0", 2001)]
    [TestCase("""[{"suffix":"corp","dns_server":["1"]}]""", "/0/dns_server/0", 2001)]
    public async Task An_invalid_entry_is_refused_with_a_pointer(string body, string pointer, int code)
    {
        var answer = await PutAsync("devices/policy/fallback_domains", body);

        AssertRefused(answer, 400, code);
        Assert.That(answer.Pointer, Is.EqualTo(pointer));
    }

    [Test]
    public async Task A_duplicate_suffix_is_refused()
    {
        AssertRefused(await PutAsync("devices/policy/fallback_domains", """[{"suffix":"corp"},{"suffix":"CORP."}]"""), 400, 2001);
    }
}

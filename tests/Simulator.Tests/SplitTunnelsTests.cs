using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Tests;

internal sealed class SplitTunnelsTests : SimulatorTest
{
    private static readonly string[] Sent = ["10.0.0.0/8", "192.168.0.0/16", "172.16.0.0/12", "198.51.100.0/24", "203.0.113.0/24"];

    [Test]
    public async Task Empty_lists_of_the_default_profile_are_null_and_those_of_custom_profiles_are_not()
    {
        var id = await CreateProfileAsync();
        await PutAsync($"devices/policy/{id}/exclude", "[]");
        await PutAsync("devices/policy/exclude", "[]");

        Assert.That((await GetAsync("devices/policy/exclude")).Result, Is.Null);
        Assert.That((await GetAsync("devices/policy/include")).Result, Is.Null);
        Assert.That((await GetAsync($"devices/policy/{id}/exclude")).List, Is.Empty);
        Assert.That((await GetAsync($"devices/policy/{id}/include")).List, Is.Empty);
    }

    [Test]
    public async Task Put_replaces_the_whole_list_and_returns_it()
    {
        var answer = await PutAsync("devices/policy/exclude", """[{"address":"192.0.2.0/24","description":"lab"}]""");

        AssertJson(answer.Result, """[{"address":"192.0.2.0/24","description":"lab"}]""");
        AssertJson((await GetAsync("devices/policy/exclude")).Result, """[{"address":"192.0.2.0/24","description":"lab"}]""");
    }

    [Test]
    public async Task Entries_are_returned_in_the_order_in_which_they_were_written()
    {
        var body = new JsonArray([.. Sent.Select(a => new JsonObject { ["address"] = a })]).ToJsonString();

        Assert.That((await PutAsync("devices/policy/exclude", body)).All("address"), Is.EqualTo(Sent));
        Assert.That((await GetAsync("devices/policy/exclude")).All("address"), Is.EqualTo(Sent));
    }

    [TestCase("10.01.0.0/16", "10.1.0.0/16")]
    [TestCase("192.168.1.7/24", "192.168.1.0/24")]
    [TestCase("192.0.2.1", "192.0.2.1/32")]
    [TestCase("FD00:0:0::/8", "fd00::/8")]
    [TestCase("2001:0DB8::/32", "2001:db8::/32")]
    [TestCase("2001:db8::1", "2001:db8::1/128")]
    public async Task Addresses_are_stored_in_canonical_form(string sent, string stored)
    {
        var answer = await PutAsync("devices/policy/exclude", $$"""[{"address":"{{sent}}"}]""");

        Assert.That(answer.All("address"), Is.EqualTo(new[] { stored }));
    }

    [Test]
    public async Task Hosts_are_stored_in_lower_case_without_a_trailing_dot()
    {
        var answer = await PutAsync("devices/policy/exclude", """[{"host":"*.Example.COM."}]""");

        Assert.That(answer.All("host"), Is.EqualTo(new[] { "*.example.com" }));
    }

    [Test]
    public async Task Empty_descriptions_and_nulls_are_omitted()
    {
        var answer = await PutAsync("devices/policy/exclude", """[{"address":"10.0.0.0/8","description":"","host":null}]""");

        AssertJson(answer.Result, """[{"address":"10.0.0.0/8"}]""");
    }

    [TestCase("devices/policy")]
    [TestCase("custom")]
    public async Task Writing_entries_of_the_other_mode_switches_the_mode_and_drops_the_old_ones(string profile)
    {
        profile = profile == "custom" ? $"devices/policy/{await CreateProfileAsync()}" : profile;
        await PutAsync($"{profile}/exclude", """[{"address":"192.0.2.0/24"}]""");

        await PutAsync($"{profile}/include", """[{"address":"10.0.0.0/8"}]""");
        var shown = (await GetAsync(profile)).Object;

        Assert.That(shown.ContainsKey("exclude"), Is.False);
        AssertJson(shown["include"], """[{"address":"10.0.0.0/8"}]""");
        Assert.That((await GetAsync($"{profile}/exclude")).Result, Is.Null.Or.Empty);

        await DeleteAsync($"{profile}/exclude");
        Assert.That((await GetAsync($"{profile}/exclude")).All("address"), Has.Length.EqualTo(16).And.None.EqualTo("192.0.2.0/24"));
        Assert.That((await GetAsync($"{profile}/include")).Result, Is.Null.Or.Empty);
    }

    [Test]
    public async Task Writing_an_empty_list_of_the_other_mode_does_not_switch_the_mode()
    {
        await PutAsync("devices/policy/include", "[]");

        Assert.That((await GetAsync("devices/policy/exclude")).List, Has.Count.EqualTo(16));
    }

    [Test]
    public async Task Emptying_the_include_list_keeps_include_mode()
    {
        await PutAsync("devices/policy/include", """[{"address":"10.0.0.0/8"}]""");
        await PutAsync("devices/policy/include", "[]");

        AssertJson((await GetAsync("devices/policy")).Object["include"], "[]");
        Assert.That((await GetAsync("devices/policy/exclude")).Result, Is.Null);
    }

    [TestCase("devices/policy/exclude")]
    [TestCase("devices/policy/exclude?reset_defaults=true")]
    public async Task Delete_restores_the_default_entries(string path)
    {
        await PutAsync("devices/policy/exclude", """[{"address":"192.0.2.0/24"}]""");

        var answer = await SendAsync("DELETE", path, "[]");

        Assert.That(answer.All("address"), Has.Length.EqualTo(16));
        Assert.That(
            answer.List.Select(e => (string?)e!["description"]).OfType<string>(),
            Is.EquivalentTo(new[] { "DHCP Unspecified", "DHCP Broadcast", "IPv6 Link Local" })
        );
    }

    [Test]
    public async Task There_is_no_delete_for_include()
    {
        AssertRefused(await DeleteAsync("devices/policy/include"), 404, 7003);
    }

    [TestCase("exclude", "include")]
    [TestCase("include", "exclude")]
    public async Task A_profile_can_be_created_and_patched_with_either_list(string first, string second)
    {
        var created = await PostAsync(
            "devices/policy",
            $$"""{"name":"x","match":"os.name == \"mac\"","{{first}}":[{"address":"10.0.0.0/8"}]}"""
        );
        var patched = await PatchAsync($"devices/policy/{created.Text("policy_id")}", $$"""{"{{second}}":[{"host":"example.com"}]}""");

        AssertJson(created.Object[first], """[{"address":"10.0.0.0/8"}]""");
        AssertJson(patched.Object[second], """[{"host":"example.com"}]""");
        Assert.That(patched.Object.ContainsKey(first), Is.False);
    }

    [TestCase("""[{"address":"10.0.0.0/8","host":"example.com"}]""", "/0")]
    [TestCase("""[{"description":"x"}]""", "/0")]
    [TestCase("""[{"address":"10.0.0.0/8"},{"address":"10.0.0.0/33"}]""", "/1/address")]
    [TestCase("""[{"address":"10.0.0/8"}]""", "/0/address")]
    [TestCase("""[{"address":"::1%eth0/128"}]""", "/0/address")]
    [TestCase("""[{"address":""}]""", "/0/address")]
    [TestCase("""[{"host":"example.com","description":5}]""", "/0/description")]
    [TestCase("""["10.0.0.0/8"]""", "/0")]
    [TestCase("""[null]""", "/0")]
    public async Task An_invalid_entry_is_refused_with_a_pointer(string body, string pointer)
    {
        var answer = await PutAsync("devices/policy/exclude", body);

        AssertRefused(answer, 400, 2001);
        Assert.That(answer.Pointer, Is.EqualTo(pointer));
        Assert.That((await GetAsync("devices/policy/exclude")).List, Has.Count.EqualTo(16), "nothing changed");
    }

    [TestCase("*")]
    [TestCase("*.*.example.com")]
    [TestCase("exa mple.com")]
    public async Task An_invalid_host_is_2049(string host)
    {
        var answer = await PutAsync("devices/policy/exclude", $$"""[{"host":"{{host}}"}]""");

        AssertRefused(answer, 400, 2049);
        Assert.That((answer.Message, answer.Pointer), Is.EqualTo(($"{host} is an invalid domain name", "/0/host")));
    }

    [Test]
    public async Task A_duplicate_entry_is_refused()
    {
        var answer = await PutAsync("devices/policy/exclude", """[{"address":"10.0.0.0/8"},{"address":"10.1.2.3/8"}]""");

        AssertRefused(answer, 400, 2001);
        Assert.That(answer.Message, Does.Contain("'10.0.0.0/8'"));
    }

    [Test]
    public async Task Descriptions_have_at_most_100_characters()
    {
        string Body(int length) => $$"""[{"address":"10.0.0.0/8","description":"{{new string('d', length)}}"}]""";

        Assert.That((await PutAsync("devices/policy/exclude", Body(100))).Status, Is.EqualTo(200));
        Assert.That((await PutAsync("devices/policy/exclude", Body(101))).Pointer, Is.EqualTo("/0/description"));
    }

    [Test]
    public async Task A_profile_holds_1000_entries_fallback_domains_included()
    {
        static string Body(int count) =>
            new JsonArray([
                .. Enumerable.Range(0, count).Select(i => new JsonObject { ["address"] = $"10.{i / 256}.{i % 256}.0/24" }),
            ]).ToJsonString();

        Assert.That((await PutAsync("devices/policy/exclude", Body(986))).Status, Is.EqualTo(200), "there are 14 fallback domains");
        AssertRefused(await PutAsync("devices/policy/exclude", Body(987)), 400, 2004);
        AssertRefused(
            await PutAsync(
                "devices/policy/fallback_domains",
                new JsonArray([.. Enumerable.Range(0, 15).Select(i => new JsonObject { ["suffix"] = $"s{i}" })]).ToJsonString()
            ),
            400,
            2004
        );
    }

    [Test]
    public async Task Traffic_only_mode_rejects_hosts()
    {
        await PatchAsync("devices/policy", """{"service_mode_v2":{"mode":"warp_tunnel_only"}}""");

        var answer = await PutAsync("devices/policy/exclude", """[{"host":"example.com"}]""");

        AssertRefused(answer, 400, 2001);
        Assert.That(answer.Message, Does.Contain("Traffic only"));
    }

    [TestCase("exclude", "GET", null)]
    [TestCase("include", "PUT", "[]")]
    [TestCase("fallback_domains", "GET", null)]
    [TestCase("exclude", "DELETE", null)]
    public async Task Lists_of_a_missing_profile_are_2052(string list, string method, string? body)
    {
        AssertRefused(await SendAsync(method, $"devices/policy/11111111-1111-4111-8111-111111111111/{list}", body), 404, 2052);
    }

    [Test]
    public async Task A_list_that_is_not_an_array_is_2003()
    {
        AssertRefused(await PutAsync("devices/policy/exclude", """{"address":"10.0.0.0/8"}"""), 400, 2003);
    }
}

using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Tests;

internal sealed class DevicePoliciesTests : SimulatorTest
{
    private const string Minimal = """{"name":"Developers","match":"os.name == \"mac\"","precedence":100}""";

    [Test]
    public async Task A_new_profile_has_the_documented_defaults_and_the_default_lists()
    {
        var profile = (await PostAsync("devices/policy", Minimal)).Object;

        Assert.Multiple(() =>
        {
            Assert.That((string?)profile["policy_id"], Has.Length.EqualTo(36));
            Assert.That((bool)profile["enabled"]!, Is.True);
            Assert.That((bool)profile["allowed_to_leave"]!, Is.True);
            Assert.That((bool)profile["register_interface_ip_with_dns"]!, Is.True);
            Assert.That((int)profile["captive_portal"]!, Is.EqualTo(180));
            Assert.That((string?)profile["description"], Is.Empty);
            Assert.That((string?)profile["profile_type"], Is.EqualTo("warp"));
            Assert.That((bool)profile["default"]!, Is.False);
            Assert.That((string?)profile["service_mode_v2"]!["mode"], Is.EqualTo("warp"));
            Assert.That(profile["exclude"]!.AsArray(), Has.Count.EqualTo(16));
            Assert.That(profile["fallback_domains"]!.AsArray(), Has.Count.EqualTo(14));
        });
    }

    [Test]
    public async Task Unset_lan_fields_and_the_list_of_the_inactive_mode_are_omitted()
    {
        var profile = (await PostAsync("devices/policy", Minimal)).Object;

        Assert.That(profile.Select(f => f.Key), Has.None.AnyOf("lan_allow_minutes", "lan_allow_subnet_size", "include"));
    }

    [Test]
    public async Task A_created_profile_is_read_back_unchanged()
    {
        var created = await PostAsync("devices/policy", Minimal);
        var read = await GetAsync($"devices/policy/{created.Text("policy_id")}");

        AssertJson(read.Result, created.Result!.ToJsonString());
    }

    [Test]
    public async Task Patch_merges()
    {
        var id = await CreateProfileAsync();
        await PatchAsync($"devices/policy/{id}", """{"lan_allow_minutes":30,"lan_allow_subnet_size":24}""");

        var profile = await PatchAsync($"devices/policy/{id}", """{"name":"Renamed","enabled":false}""");

        Assert.Multiple(() =>
        {
            Assert.That(profile.Text("name"), Is.EqualTo("Renamed"));
            Assert.That((bool)profile.Object["enabled"]!, Is.False);
            Assert.That((int)profile.Object["lan_allow_minutes"]!, Is.EqualTo(30));
            Assert.That(profile.Text("match"), Is.EqualTo("os.name == \"mac\""));
        });
    }

    [TestCase("{}")]
    [TestCase("")]
    [TestCase("not json")]
    [TestCase("[]")]
    public async Task A_patch_without_content_is_refused(string body)
    {
        var id = await CreateProfileAsync();

        AssertRefused(await PatchAsync($"devices/policy/{id}", body), 400, 2003);
    }

    [TestCase("GET", null)]
    [TestCase("PATCH", """{"name":"x"}""")]
    [TestCase("DELETE", null)]
    public async Task A_missing_profile_is_2052(string method, string? body)
    {
        AssertRefused(await SendAsync(method, "devices/policy/11111111-1111-4111-8111-111111111111", body), 404, 2052);
    }

    [Test]
    public async Task Deleting_returns_the_remaining_profiles()
    {
        var first = await CreateProfileAsync(1, "first");
        await CreateProfileAsync(2, "second");

        var answer = await DeleteAsync($"devices/policy/{first}");

        Assert.That(answer.All("name"), Is.EqualTo(new[] { "second", null }), "the default profile is listed last and has no name");
    }

    [Test]
    public async Task A_deletion_shows_what_was_changed_since_the_deletion_before()
    {
        var ids = new List<string>();
        for (var precedence = 1; precedence <= 4; precedence++)
        {
            ids.Add(await CreateProfileAsync(precedence));
        }

        await DeleteAsync($"devices/policy/{ids[0]}");
        await PatchAsync($"devices/policy/{ids[2]}", """{"name":"Renamed"}""");
        var renamed = await DeleteAsync($"devices/policy/{ids[1]}");
        Simulator.State.Change(data => data.Profiles.Get(ids[3])["description"] = "Changed");
        var changed = await DeleteAsync($"devices/policy/{ids[2]}");

        Assert.That(renamed.All("name"), Is.EqualTo(new[] { "Renamed", "Developers", null }));
        Assert.That(changed.All("description"), Is.EqualTo(new[] { "Changed", null }));
        AssertJson(changed.Result, (await GetAsync("devices/policies")).Result!.ToJsonString());
    }

    [Test]
    public async Task Profiles_are_listed_by_precedence_with_the_default_one_marked()
    {
        await CreateProfileAsync(20, "second");
        await CreateProfileAsync(10, "first");

        var list = await GetAsync("devices/policies");

        Assert.That(
            list.List.Select(p => ((string?)p!["name"], (bool)p["default"]!)),
            Is.EqualTo(new[] { ("first", false), ("second", false), (null, true) })
        );
    }

    [Test]
    public async Task Names_need_not_be_unique_but_precedences_must()
    {
        await CreateProfileAsync(1, "same");
        await CreateProfileAsync(2, "same");

        var collision = await PostAsync("devices/policy", """{"name":"other","match":"os.name == \"mac\"","precedence":2}""");

        AssertRefused(collision, 400, 2006);
        Assert.That(collision.Message, Does.Contain("precedence 2"));
        Assert.That(collision.Pointer, Is.EqualTo("/precedence"));
    }

    [Test]
    public async Task A_patch_may_keep_its_own_precedence_but_not_use_anothers()
    {
        var id = await CreateProfileAsync(1);
        await CreateProfileAsync(2);

        Assert.That((await PatchAsync($"devices/policy/{id}", """{"precedence":1}""")).Status, Is.EqualTo(200));
        AssertRefused(await PatchAsync($"devices/policy/{id}", """{"precedence":2}"""), 400, 2006);
    }

    [Test]
    public async Task An_omitted_precedence_is_assigned_after_the_others()
    {
        await CreateProfileAsync(7);

        var profile = await PostAsync("devices/policy", """{"name":"x","match":"os.name == \"mac\""}""");

        Assert.That((int)profile.Object["precedence"]!, Is.EqualTo(8));
    }

    [Test]
    public async Task Browser_extension_profiles_are_listed_only_on_request()
    {
        var created = await PostAsync(
            "devices/policy",
            """{"name":"b","profile_type":"browser_extension","browser_extension_config":{"proxy_control":"locked","proxy_enabled":true}}"""
        );
        Assert.That(created.Status, Is.EqualTo(200), created.Message);
        await CreateProfileAsync(50, "warp");

        var warp = await GetAsync("devices/policies?profile_type=warp");
        var browser = await GetAsync("devices/policies?profile_type=browser_extension");

        Assert.That(warp.All("name"), Is.EqualTo(new[] { "warp", null }));
        Assert.That(browser.All("name"), Is.EqualTo(new[] { "b" }));
    }

    [TestCase("""{"match":"os.name == \"mac\""}""", "/name")]
    [TestCase("""{"name":"x"}""", "/match")]
    [TestCase("""{"name":"x","match":""}""", "/match")]
    [TestCase("""{"name":"x","match":"user.identity == \"a\""}""", "/match")]
    [TestCase("""{"name":"x","match":"os.name == \"mac\"","default":true}""", "/default")]
    [TestCase("""{"name":"x","match":"os.name == \"mac\"","auto_connect":"5"}""", "/auto_connect")]
    [TestCase("""{"name":"x","match":"os.name == \"mac\"","tunnel_protocol":"ipsec"}""", "/tunnel_protocol")]
    [TestCase("""{"name":"x","match":"os.name == \"mac\"","lan_allow_subnet_size":16}""", "/lan_allow_subnet_size")]
    [TestCase("""{"name":"x","match":"os.name == \"mac\"","service_mode_v2":{"port":1}}""", "/service_mode_v2/mode")]
    [TestCase("""{"name":"x","match":"os.name == \"mac\"","profile_type":"other"}""", "/profile_type")]
    [TestCase("""{"name":"x","profile_type":"browser_extension"}""", "/browser_extension_config")]
    [TestCase("""{"name":"x","match":"os.name == \"mac\"","exclude":[],"include":[]}""", "/include")]
    [TestCase("""{"name":"x","match":"os.name == \"mac\"","exclude":[{"address":"nonsense"}]}""", "/exclude/0/address")]
    [TestCase("""{"name":"x","match":"os.name == \"mac\"","global_acceleration":{"enabled":true}}""", "/global_acceleration")]
    [TestCase("""{"name":"x","match":"os.name == \"mac\"","dns_search_suffixes":[{"description":"d"}]}""", "/dns_search_suffixes/0/suffix")]
    public async Task An_invalid_profile_is_refused_with_a_pointer_to_the_field(string body, string pointer)
    {
        var answer = await PostAsync("devices/policy", body);

        AssertRefused(answer, 400, 2001);
        Assert.That(answer.Pointer, Is.EqualTo(pointer));
    }

    [Test]
    public async Task Strings_have_their_documented_maximum_lengths()
    {
        static string Body(int name, int description) =>
            $$"""{"name":"{{new string('n', name)}}","description":"{{new string('d', description)}}","match":"os.name == \"mac\""}""";

        Assert.That((await PostAsync("devices/policy", Body(100, 500))).Status, Is.EqualTo(200));
        Assert.That((await PostAsync("devices/policy", Body(101, 0))).Pointer, Is.EqualTo("/name"));
        Assert.That((await PostAsync("devices/policy", Body(1, 501))).Pointer, Is.EqualTo("/description"));
    }

    [Test]
    public async Task The_type_of_a_profile_cannot_change()
    {
        var id = await CreateProfileAsync();

        var answer = await PatchAsync($"devices/policy/{id}", """{"profile_type":"browser_extension"}""");

        Assert.That((answer.Status, answer.Pointer), Is.EqualTo((400, "/profile_type")));
    }

    [Test]
    public async Task Null_clears_objects_and_leaves_scalars_alone()
    {
        var id = await CreateProfileAsync();
        await PatchAsync(
            $"devices/policy/{id}",
            """
            {
              "auto_connect": 60,
              "virtual_networks": { "allowed": ["11111111-1111-4111-8111-111111111111"], "default": "11111111-1111-4111-8111-111111111111" }
            }
            """
        );

        var profile = await PatchAsync($"devices/policy/{id}", """{"auto_connect":null,"virtual_networks":null}""");

        Assert.That((int)profile.Object["auto_connect"]!, Is.EqualTo(60));
        Assert.That(profile.Object["virtual_networks"], Is.Null);
    }

    [Test]
    public async Task A_refused_patch_changes_nothing()
    {
        var id = await CreateProfileAsync();
        var before = (await GetAsync($"devices/policy/{id}")).Result!.ToJsonString();

        await PatchAsync($"devices/policy/{id}", """{"name":"changed","match":"os.name = 1"}""");

        AssertJson((await GetAsync($"devices/policy/{id}")).Result, before);
    }

    [Test]
    public async Task The_default_profile_can_be_changed_but_has_no_name_or_match()
    {
        var profile = await PatchAsync("devices/policy", """{"auto_connect":60,"name":"x","match":"y","precedence":3,"enabled":false}""");

        Assert.Multiple(() =>
        {
            Assert.That((int)profile.Object["auto_connect"]!, Is.EqualTo(60));
            Assert.That((bool)profile.Object["default"]!, Is.True);
            Assert.That((bool)profile.Object["enabled"]!, Is.True);
            Assert.That(profile.Object.Select(f => f.Key), Has.None.AnyOf("name", "match", "precedence", "description"));
        });
    }

    [Test]
    public async Task The_default_profile_accepts_lan_fields_but_never_returns_them()
    {
        await PatchAsync("devices/policy", """{"lan_allow_minutes":30,"lan_allow_subnet_size":24}""");

        var profile = await GetAsync("devices/policy");

        Assert.That(profile.Object.Select(f => f.Key), Has.None.StartsWith("lan_allow"));
        Assert.That(Simulator.State.Read(data => (int)data.DefaultProfile["lan_allow_minutes"]!), Is.EqualTo(30));
    }

    [Test]
    public async Task Null_clears_the_lan_fields_of_every_profile()
    {
        var id = await CreateProfileAsync();
        foreach (var path in new[] { "devices/policy", $"devices/policy/{id}" })
        {
            await PatchAsync(path, """{"lan_allow_minutes":30,"lan_allow_subnet_size":24}""");

            var answer = await PatchAsync(path, """{"lan_allow_minutes":null,"lan_allow_subnet_size":null}""");

            Assert.That(answer.Status, Is.EqualTo(200), answer.Message);
        }

        Assert.That((await GetAsync($"devices/policy/{id}")).Object.Select(f => f.Key), Has.None.StartsWith("lan_allow"));
        Assert.That(Simulator.State.Read(data => data.DefaultProfile["lan_allow_minutes"]), Is.Null);
    }

    [Test]
    public async Task Lists_in_a_patch_of_the_default_profile_are_ignored()
    {
        var answer = await PatchAsync("devices/policy", """{"include":[{"address":"10.0.0.0/8"}]}""");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That((await GetAsync("devices/policy/include")).Result, Is.Null);
        Assert.That((await GetAsync("devices/policy/exclude")).List, Has.Count.EqualTo(16));
    }

    [Test]
    public async Task An_empty_patch_of_the_default_profile_is_2003()
    {
        AssertRefused(await PatchAsync("devices/policy", "{}"), 400, 2003);
    }

    [Test]
    public async Task The_default_profile_cannot_be_deleted()
    {
        AssertRefused(await DeleteAsync("devices/policy"), 404, 7003);
    }

    [Test]
    public async Task Tests_can_change_a_profile_behind_the_clients_back()
    {
        var id = await CreateProfileAsync();

        Simulator.State.Change(data => data.Profiles.Get(id)["auto_connect"] = 42);

        Assert.That((int)(await GetAsync($"devices/policy/{id}")).Object["auto_connect"]!, Is.EqualTo(42));
    }
}

internal sealed class DevicePoliciesWithOptionsTests : SimulatorTest
{
    protected override SimulatorOptions Options =>
        new()
        {
            ListDefaultProfile = false,
            DefaultProfileLists = DefaultProfileLists.Refused,
            MatchLimit = 30,
        };

    [Test]
    public async Task The_default_profile_can_be_absent_from_the_list()
    {
        Assert.That((await GetAsync("devices/policies")).List, Is.Empty);
    }

    [Test]
    public async Task Lists_in_a_patch_of_the_default_profile_can_fail_with_500()
    {
        var answer = await PatchAsync("devices/policy", """{"include":[{"address":"10.0.0.0/8"}]}""");

        Assert.That(answer.Status, Is.EqualTo(500));
        Assert.That((await PatchAsync("devices/policy", """{"auto_connect":1}""")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Lists_in_a_patch_of_the_default_profile_can_be_stored()
    {
        await using var simulator = await CloudflareSimulator.StartAsync(new() { DefaultProfileLists = DefaultProfileLists.Stored });
        using var client = simulator.CreateClient();
        using var content = new StringContent("""{"include":[{"address":"10.0.0.0/8"}]}""");

        using var response = await client.PatchAsync($"accounts/{simulator.AccountId}/devices/policy", content);

        AssertJson((await ApiResponse.OfAsync(response)).Object["include"], """[{"address":"10.0.0.0/8"}]""");
    }

    [Test]
    public async Task The_length_of_match_can_be_limited()
    {
        var answer = await PostAsync(
            "devices/policy",
            new JsonObject { ["name"] = "x", ["match"] = $"os.name == \"{new string('m', 30)}\"" }.ToJsonString()
        );

        Assert.That((answer.Status, answer.Pointer), Is.EqualTo((400, "/match")));
    }
}

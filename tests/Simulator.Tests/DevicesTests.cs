using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Tests;

internal sealed class PhysicalDevicesTests : SimulatorTest
{
    private readonly SteppedTimeProvider _time = new();
    private string _laptop = null!;
    private string _phone = null!;

    protected override SimulatorOptions Options => new() { TimeProvider = _time };

    [SetUp]
    public void Enroll()
    {
        _laptop = Simulator.Seed.Device(
            "laptop",
            "ann@example.com",
            new()
            {
                ["tags"] = new JsonObject { ["team"] = "ops", ["os"] = "linux" },
            }
        );
        Simulator.Seed.Registration(_laptop, "ann@example.com");
        _time.Advance(TimeSpan.FromHours(1));
        _phone = Simulator.Seed.Device("phone", "bob@example.com", new() { ["tags"] = new JsonObject { ["team"] = "ops" } });
        Simulator.Seed.Registration(_phone, "bob@example.com", fields: new() { ["registration_type"] = "browser_extension" });
        Simulator.Seed.Device("spare", "carl@example.com");
    }

    [TestCase("", "laptop,phone")]
    [TestCase("active_registrations=include", "laptop,phone,spare")]
    [TestCase("active_registrations=exclude", "spare")]
    [TestCase("search=LAP", "laptop")]
    [TestCase("search=bob@", "phone")]
    [TestCase("last_seen_user.email=ann@example.com", "laptop")]
    [TestCase("tag=team:ops", "laptop,phone")]
    [TestCase("tag=team:ops&tag=os:linux", "laptop")]
    [TestCase("tag=team:dev", "")]
    [TestCase("has_registration_type=browser_extension", "phone")]
    [TestCase("seen_after=2026-01-25T19:00:00Z", "phone")]
    [TestCase("seen_before=2026-01-25T19:00:00Z", "laptop")]
    [TestCase("sort_by=name&sort_order=desc", "phone,laptop")]
    [TestCase("sort_by=last_seen_user.email", "laptop,phone")]
    public async Task Devices_are_filtered_and_sorted(string query, string names)
    {
        Assert.That(string.Join(',', (await GetAsync($"devices/physical-devices?{query}")).All("name")), Is.EqualTo(names));
    }

    [Test]
    public async Task Several_ids_are_repeated_keys()
    {
        Assert.That(
            (await GetAsync($"devices/physical-devices?id={_laptop}&id={_phone}")).All("id"),
            Is.EquivalentTo(new[] { _laptop, _phone })
        );
        Assert.That((await GetAsync($"devices/physical-devices?id={_phone}")).All("id"), Is.EqualTo(new[] { _phone }));
    }

    [Test]
    public async Task Pages_are_followed_by_cursor_until_it_is_empty()
    {
        var first = await GetAsync("devices/physical-devices?per_page=1");
        var second = await GetAsync($"devices/physical-devices?per_page=1&cursor={first.Info["cursor"]}");

        Assert.That((first.All("name")[0], second.All("name")[0]), Is.EqualTo(("laptop", "phone")));
        AssertJson(second.Info, """{"cursor":"","per_page":1,"count":1,"total_count":2}""");
        Assert.That((await GetAsync("devices/physical-devices?cursor=nonsense!")).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task The_policy_is_shown_only_when_it_is_included()
    {
        var profile = await CreateProfileAsync(name: "Laptops");
        Simulator.Seed.Registration(_laptop, policyId: profile, fields: new() { ["last_seen_at"] = "2026-02-01T00:00:00.000000Z" });

        var plain = await GetAsync($"devices/physical-devices/{_laptop}");
        var included = await GetAsync($"devices/physical-devices/{_laptop}?include=last_seen_registration.policy");

        Assert.That(plain.Object.ContainsKey("last_seen_registration"), Is.False);
        Assert.That((string?)included.Object["last_seen_registration"]!["policy"]!["name"], Is.EqualTo("Laptops"));
        Assert.That(
            (await GetAsync($"devices/physical-devices?last_seen_registration.policy.id={profile}")).All("name"),
            Is.EqualTo(new[] { "laptop" })
        );
    }

    [Test]
    public async Task Tags_can_be_changed()
    {
        var answer = await PatchAsync($"devices/physical-devices/{_phone}", """{"tags":{"team":"dev"}}""");

        AssertJson(answer.Object["tags"], """{"team":"dev"}""");
        Assert.That((await PatchAsync($"devices/physical-devices/{_phone}", """{"tags":{"team":1}}""")).Pointer, Is.EqualTo("/tags"));
    }

    [Test]
    public async Task Revoking_a_device_revokes_its_registrations()
    {
        await PostAsync($"devices/physical-devices/{_laptop}/revoke", "");

        Assert.That((int)(await GetAsync($"devices/physical-devices/{_laptop}")).Object["active_registrations"]!, Is.Zero);
        Assert.That((await GetAsync("devices/registrations?status=revoked")).List, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Deleting_a_device_deletes_its_registrations()
    {
        var answer = await DeleteAsync($"devices/physical-devices/{_laptop}");

        Assert.That((answer.Status, answer.Result), Is.EqualTo((200, (JsonNode?)null)));
        Assert.That((await GetAsync($"devices/physical-devices/{_laptop}")).Status, Is.EqualTo(404));
        Assert.That((await GetAsync("devices/registrations?status=all")).List, Has.Count.EqualTo(1));
    }
}

internal sealed class RegistrationsTests : SimulatorTest
{
    private string _device = null!;
    private string[] _ids = null!;

    [SetUp]
    public void Enroll()
    {
        _device = Simulator.Seed.Device("laptop");
        _ids =
        [
            .. new[] { "ann@example.com", "bob@example.com", "carl@example.com" }.Select(user =>
                Simulator.Seed.Registration(_device, user)
            ),
        ];
    }

    [Test]
    public async Task A_registration_names_its_device_and_user()
    {
        var answer = await GetAsync($"devices/registrations/{_ids[0]}");

        AssertJson(answer.Object["device"], $$"""{"id":"{{_device}}","name":"laptop","client_version":"2026.1.150.0"}""");
        Assert.That((string?)answer.Object["user"]!["email"], Is.EqualTo("ann@example.com"));
        Assert.That(answer.Object.Select(f => f.Key), Has.None.AnyOf("policy", "device_id", "policy_id", "revoked_at"));
    }

    [Test]
    public async Task Revoked_registrations_are_listed_only_on_request()
    {
        await PostAsync($"devices/registrations/revoke?id={_ids[0]}&id={_ids[1]}", "");

        Assert.That((await GetAsync("devices/registrations")).All("id"), Is.EqualTo(new[] { _ids[2] }));
        Assert.That((await GetAsync("devices/registrations?status=revoked")).All("id"), Is.EqualTo(_ids[..2]));
        Assert.That((await GetAsync("devices/registrations?status=all")).All("id"), Is.EqualTo(_ids));
        Assert.That((await GetAsync($"devices/registrations/{_ids[0]}")).Object["revoked_at"], Is.Not.Null);

        await PostAsync($"devices/registrations/unrevoke?id={_ids[0]}", "");
        Assert.That((await GetAsync("devices/registrations")).All("id"), Is.EqualTo(new[] { _ids[0], _ids[2] }));
    }

    [Test]
    public async Task Deleting_takes_ids_in_the_query_and_ignores_missing_ones()
    {
        await DeleteAsync($"devices/registrations?id={_ids[0]}&id=11111111-1111-4111-8111-111111111111");

        Assert.That((await GetAsync("devices/registrations")).All("id"), Is.EqualTo(_ids[1..]));
        AssertRefused(await DeleteAsync("devices/registrations"), 400, 2002);
    }

    [Test]
    public async Task A_deleted_registration_is_gone()
    {
        await DeleteAsync($"devices/registrations/{_ids[0]}");

        Assert.That((await GetAsync($"devices/registrations/{_ids[0]}")).Status, Is.EqualTo(404));
        Assert.That((await DeleteAsync($"devices/registrations/{_ids[0]}")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Revoking_an_unknown_registration_revokes_nothing()
    {
        var answer = await PostAsync($"devices/registrations/revoke?id={_ids[0]}&id=11111111-1111-4111-8111-111111111111", "");

        Assert.That(answer.Status, Is.EqualTo(404));
        Assert.That((await GetAsync("devices/registrations")).List, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Registrations_are_filtered_and_include_their_policy_on_request()
    {
        var users = (await GetAsync("devices/registrations")).List.Select(r => (string)r!["user"]!["id"]!).ToArray();

        Assert.That((await GetAsync($"devices/registrations?user.id={users[0]}&user.id={users[1]}")).All("id"), Is.EqualTo(_ids[..2]));
        Assert.That((await GetAsync("devices/registrations?search=CARL")).All("id"), Is.EqualTo(_ids[2..]));
        Assert.That((await GetAsync("devices/registrations?sort_by=user.email&sort_order=desc")).All("id"), Is.EqualTo(_ids.Reverse()));
        Assert.That((await GetAsync("devices/registrations?registration_type=browser_extension")).List, Is.Empty);
        Assert.That((await GetAsync("devices/registrations?sort_by=key")).Status, Is.EqualTo(400));
        var policy = (await GetAsync($"devices/registrations/{_ids[0]}?include=policy")).Object["policy"]!;
        Assert.That(((string?)policy["name"], (bool)policy["default"]!), Is.EqualTo(("Default", true)));
    }

    [Test]
    public async Task Registrations_are_paged_with_at_most_100_per_page()
    {
        for (var i = 0; i < 120; i++)
        {
            Simulator.Seed.Registration(_device);
        }

        var first = await GetAsync("devices/registrations?per_page=1000");

        Assert.That(first.List, Has.Count.EqualTo(100));
        Assert.That((await GetAsync($"devices/registrations?per_page=1000&cursor={first.Info["cursor"]}")).List, Has.Count.EqualTo(23));
    }
}

internal sealed class OverrideCodesTests : SimulatorTest
{
    private readonly SteppedTimeProvider _time = new();

    protected override SimulatorOptions Options => new() { TimeProvider = _time };

    [Test]
    public async Task A_registration_has_codes_of_seven_digits_that_change_with_time()
    {
        var path = $"devices/registrations/{Simulator.Seed.Registration(Simulator.Seed.Device("laptop"))}/override_codes";

        var codes = (await GetAsync(path)).Object["disable_for_time"]!.AsObject();
        _time.Advance(TimeSpan.FromHours(1));
        var later = (await GetAsync(path)).Object["disable_for_time"]!.AsObject();

        Assert.That(codes.Select(c => c.Key), Is.EqualTo(new[] { "1", "3", "6", "12", "24" }));
        Assert.That(codes.Select(c => (string?)c.Value), Has.All.Match("^[0-9]{7}$"));
        Assert.That(later.ToJsonString(), Is.Not.EqualTo(codes.ToJsonString()));
    }

    [Test]
    public async Task An_uninstall_code_is_minted_for_the_account_or_a_device()
    {
        var device = Simulator.Seed.Device("laptop");

        var account = await PostAsync(
            "devices/override_codes",
            """{"scope":"account","type":"uninstall_protection","duration_hours":24}"""
        );
        var one = await PostAsync(
            "devices/override_codes",
            $$"""{"scope":"device","type":"uninstall_protection","duration_hours":1,"device_id":"{{device}}"}"""
        );

        Assert.That(account.Text("code"), Has.Length.EqualTo(7));
        Assert.That(one.Text("expires_at"), Is.EqualTo("2026-01-25T19:22:34.000000Z"));
    }

    [TestCase(
        """{"scope":"account","type":"uninstall_protection","duration_hours":24,"device_id":"11111111-1111-4111-8111-111111111111"}""",
        400
    )]
    [TestCase("""{"scope":"device","type":"uninstall_protection","duration_hours":24}""", 400)]
    [TestCase(
        """{"scope":"device","type":"uninstall_protection","duration_hours":24,"device_id":"11111111-1111-4111-8111-111111111111"}""",
        404
    )]
    [TestCase("""{"scope":"account","type":"other","duration_hours":24}""", 400)]
    [TestCase("""{"scope":"account","type":"uninstall_protection"}""", 400)]
    public async Task A_wrong_request_for_a_code_is_refused(string body, int status)
    {
        Assert.That((await PostAsync("devices/override_codes", body)).Status, Is.EqualTo(status));
    }
}

internal sealed class LegacyDevicesTests : SimulatorTest
{
    private string _device = null!;
    private string _registration = null!;

    [SetUp]
    public void Enroll()
    {
        _device = Simulator.Seed.Device("laptop");
        _registration = Simulator.Seed.Registration(_device);
    }

    [Test]
    public async Task A_legacy_device_is_a_registration()
    {
        var list = await GetAsync("devices");
        var one = await GetAsync($"devices/{_registration}");

        Assert.That(list.All("id"), Is.EqualTo(new[] { _registration }));
        Assert.That(list.All("name"), Is.EqualTo(new[] { "laptop" }));
        Assert.That(one.Text("gateway_device_id"), Is.EqualTo(_device));
        Assert.That((await GetAsync($"devices/{_registration}/override_codes")).Object.ContainsKey("disable_for_time"), Is.True);
        Assert.That((await GetAsync($"devices/{_device}")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Revoking_accepts_at_most_200_ids_in_the_body()
    {
        await PostAsync("devices/revoke", $"""["{_registration}"]""");
        Assert.That((await GetAsync("devices")).All("revoked_at")[0], Is.Not.Null);

        await PostAsync("devices/unrevoke", $"""["{_registration}"]""");
        Assert.That((await GetAsync("devices")).All("revoked_at")[0], Is.Null);

        var tooMany = new JsonArray([.. Enumerable.Repeat(_registration, 201).Select(id => JsonValue.Create(id))]).ToJsonString();
        Assert.That((await PostAsync("devices/revoke", tooMany)).Message, Does.Contain("200"));
        Assert.That((await PostAsync("devices/revoke", "[]")).Status, Is.EqualTo(400));
        Assert.That((await PostAsync("devices/revoke", "[1]")).Status, Is.EqualTo(400));
    }
}

internal sealed class MultiUserModeTests : SimulatorTest
{
    protected override SimulatorOptions Options => new() { MultiUserMode = true };

    [TestCase("GET", "devices", null)]
    [TestCase("GET", "devices/11111111-1111-4111-8111-111111111111", null)]
    [TestCase("POST", "devices/revoke", """["x"]""")]
    public async Task Multi_user_mode_disables_the_legacy_endpoints(string method, string path, string? body)
    {
        Assert.That((await SendAsync(method, path, body)).Message, Does.Contain("multi-user mode"));
    }
}

using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Profiles;
using static ZeroTrust.Provider.Tests.Cloudflare.Replies;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>Responses as observed from the API.</summary>
internal sealed class ParsingTests
{
    [Test]
    public async Task A_profile_is_read_with_all_its_settings()
    {
        var profile = await ReadProfileAsync(
            """
            {
              "policy_id": "p1", "gateway_unique_id": "g1", "name": "Complete", "description": "d", "match": "os.name == \"mac\"",
              "precedence": 100.0, "enabled": true, "default": false, "profile_type": "warp",
              "allow_mode_switch": true, "allow_updates": false, "allowed_to_leave": true, "auto_connect": 60, "captive_portal": 3e2,
              "disable_auto_fallback": true, "exclude_office_ips": true, "switch_locked": true, "support_url": "https://example.com",
              "tunnel_protocol": "masque", "register_interface_ip_with_dns": false, "sccm_vpn_boundary_support": true,
              "uninstall_protection": true,
              "lan_allow_minutes": 30, "lan_allow_subnet_size": 24, "service_mode_v2": {"mode": "proxy", "port": 3128},
              "dns_search_suffixes": [{"suffix": "corp.example.com"}],
              "virtual_networks": {"allowed": ["v1", "v2"], "default": "v1"},
              "global_acceleration": {"enabled": true, "api_endpoints": ["203.0.113.1:443"], "masque_endpoints": null},
              "browser_extension_config": null, "target_tests": [{"id": "x", "name": "test"}],
              "exclude": [{"address": "10.0.0.0/8"}], "include": null, "fallback_domains": [{"suffix": "corp", "dns_server": null}],
              "something_new": {"nested": [1, 2, 3]}
            }
            """
        );

        Assert.That(
            (profile.PolicyId, profile.GatewayUniqueId, profile.Name, profile.Precedence),
            Is.EqualTo(("p1", "g1", "Complete", 100))
        );
        Assert.That((profile.CaptivePortal, profile.AutoConnect, profile.LanAllowSubnetSize), Is.EqualTo((300, 60, 24)));
        Assert.That((profile.ServiceModeV2!.Mode, profile.ServiceModeV2.Port), Is.EqualTo(("proxy", 3128)));
        Assert.That((profile.UninstallProtection, profile.TunnelProtocol), Is.EqualTo((true, "masque")));
        Assert.That(profile.VirtualNetworks!.Allowed, Is.EqualTo((string[])["v1", "v2"]));
        Assert.That(profile.GlobalAcceleration!.ApiEndpoints, Is.EqualTo((string[])["203.0.113.1:443"]));
        Assert.That(
            (profile.GlobalAcceleration.MasqueEndpoints?.Count ?? 0, profile.GlobalAcceleration.WireguardEndpoints?.Count ?? 0),
            Is.EqualTo((0, 0))
        );
        Assert.That(profile.DnsSearchSuffixes!.Single().Suffix, Is.EqualTo("corp.example.com"));
        Assert.That(profile.TargetTests!.Single(), Is.EqualTo(new TargetTestWire("x", "test")));
        Assert.That(
            (profile.Exclude!.Count, profile.Include, profile.FallbackDomains!.Single().DnsServer),
            Is.EqualTo((1, (object?)null, (object?)null))
        );
    }

    [Test]
    public async Task A_profile_with_nearly_all_fields_missing_is_read()
    {
        var profile = await ReadProfileAsync("""{"id": "p1", "service_mode_v2": {}, "global_acceleration": {}, "virtual_networks": {}}""");

        Assert.That(profile.PolicyId, Is.EqualTo("p1"));
        Assert.That(
            (profile.Name, profile.Precedence, profile.Enabled, profile.LanAllowMinutes),
            Is.EqualTo(((string?)null, (int?)null, (bool?)null, (int?)null))
        );

        var state = DeviceProfileResource.State(Harness.Account, profile);
        Assert.That(state.GlobalAcceleration!.ApiEndpoints, Is.Empty);
        Assert.That(state.VirtualNetworks!.Allowed, Is.Empty);
    }

    [TestCase("100.5")]
    [TestCase("99999999999")]
    [TestCase("\"100\"")]
    public void A_precedence_that_is_not_an_integer_is_an_error(string number) =>
        Assert.That(
            async () => await ReadProfileAsync($$"""{"policy_id": "p1", "precedence": {{number}}}"""),
            Throws.InstanceOf<CloudflareException>().With.Message.Contains("'$.precedence'")
        );

    [Test]
    public async Task Null_is_an_empty_list([Values("null", "[]")] string result)
    {
        using var harness = new Harness(new ScriptedApi(_ => Result(result)));

        var lists = (
            await harness.RunAsync(client =>
                client.Profiles.FindSplitTunnelAsync(Harness.Account, "default", SplitTunnelList.Exclude, default)
            ),
            await harness.RunAsync(client => client.Profiles.FindFallbackDomainsAsync(Harness.Account, "default", default)),
            await harness.RunAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default)),
            await harness.RunAsync(client => client.Profiles.PutFallbackDomainsAsync(Harness.Account, "default", [], default))
        );

        Assert.That(
            lists,
            Is.EqualTo((Array.Empty<object>(), Array.Empty<object>(), Array.Empty<object>(), Array.Empty<object>()))
                .UsingPropertiesComparer()
        );
    }

    [Test]
    public async Task The_default_profile_is_not_among_the_custom_ones()
    {
        using var harness = new Harness(
            Result("""[{"policy_id":"d","default":true},{"policy_id":"c","default":false},null,{"policy_id":"e"}]""")
        );

        var profiles = await harness.RunAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default));

        Assert.That(profiles.Select(profile => profile.PolicyId), Is.EqualTo((string[])["c", "e"]));
    }

    [Test]
    public async Task Browser_extension_profiles_are_requested()
    {
        using var harness = new Harness(Result("""[{"policy_id":"b","default":true,"profile_type":"browser_extension"}]"""));

        var profiles = await harness.RunAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, "browser_extension", default));

        Assert.That(profiles, Has.Count.EqualTo(1));
        Assert.That(
            harness.Api.Lines,
            Is.EqualTo((string[])[$"GET /accounts/{Harness.Account}/devices/policies?profile_type=browser_extension"])
        );
    }

    [Test]
    public async Task Profiles_are_paged_if_the_response_has_more_pages()
    {
        using var harness = new Harness(
            Result("""[{"policy_id":"a"},{"policy_id":"b"}]""", """{"page":1,"per_page":2,"count":2,"total_count":3}"""),
            Result("""[{"policy_id":"c"}]""", """{"page":2,"per_page":2,"count":1,"total_count":3}""")
        );

        var profiles = await harness.RunAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default));

        Assert.That(profiles.Select(profile => profile.PolicyId), Is.EqualTo((string[])["a", "b", "c"]));
        Assert.That(harness.Api.Requests[1].Query, Is.EqualTo("page=2"));
    }

    [Test]
    public async Task A_repeated_page_ends_the_paging()
    {
        using var harness = new Harness(new ScriptedApi(_ => Result("""[{"policy_id":"a"},{"policy_id":"b"}]""", """{"total_count":3}""")));

        var profiles = await harness.RunAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default));

        Assert.That(profiles.Select(profile => profile.PolicyId), Is.EqualTo((string[])["a", "b"]));
    }

    [Test]
    public async Task A_total_below_what_was_read_does_not_end_the_paging([Values(0, -1, 999)] int total)
    {
        var info = $$"""{"total_count":{{total}}}""";
        using var harness = new Harness(Result(Tunnels(1, 1000), info), Result(Tunnels(1001, 1), info));

        var tunnels = await harness.RunAsync(client => client.WarpConnectors.ListTunnelsAsync(Harness.Account, default));

        Assert.That(tunnels, Has.Count.EqualTo(1001));
    }

    [Test]
    public async Task A_full_page_that_repeats_is_not_the_whole_list()
    {
        using var harness = new Harness(new ScriptedApi(_ => Result(Tunnels(1, 1000), """{"total_count":1500}""")));

        var failure = await harness.FailsAsync(client => client.WarpConnectors.ListTunnelsAsync(Harness.Account, default));

        Assert.That(failure.Message, Does.Contain("its paging does not end"));
    }

    [Test]
    public async Task Unknown_fields_of_an_entry_are_written_back()
    {
        const string Foreign = """{"address":"10.0.0.0/8","description":"theirs","ports":[443],"tag":{"a":1}}""";
        using var harness = new Harness(ScriptedApi.Storing($"[{Foreign}]"));

        await harness.RunAsync(client =>
            client.Profiles.EditSplitTunnelAsync(
                Harness.Account,
                "p",
                SplitTunnelList.Exclude,
                list => [.. list, new() { Host = "mine.example.com" }],
                default
            )
        );

        Assert.That(harness.Api.Requests[1].Body, Is.EqualTo($$"""[{{Foreign}},{"host":"mine.example.com"}]"""));
    }

    [Test]
    public async Task Bodies_omit_unset_fields_and_keep_explicit_nulls()
    {
        using var harness = new Harness(
            new ScriptedApi(request => Result(request.Method == "PUT" ? request.Body : """{"policy_id":"p"}"""))
        );

        await harness.RunAsync(client =>
            client.Profiles.PatchProfileAsync(Harness.Account, "p", new JsonObject { ["virtual_networks"] = null }, default)
        );
        await harness.RunAsync(client => client.WarpConnectors.PutConfigurationAsync(Harness.Account, "t", "none", null, default));
        await harness.RunAsync(client =>
            client.WarpConnectors.PutConfigurationAsync(Harness.Account, "t", "local", new() { Vips = [new("10.0.0.10")] }, default)
        );
        await harness.RunAsync(client =>
            client.Profiles.PutFallbackDomainsAsync(
                Harness.Account,
                "p",
                [
                    new() { Suffix = "a" },
                    new()
                    {
                        Suffix = "b",
                        Description = "本社",
                        DnsServer = ["10.0.0.1"],
                    },
                ],
                default
            )
        );

        Assert.That(harness.Api.Requests[0].Body, Is.EqualTo("""{"virtual_networks":null}"""));
        Assert.That(harness.Api.Requests[1].Body, Is.EqualTo("""{"ha_mode":"none"}"""));
        Assert.That(harness.Api.Requests[2].Body, Is.EqualTo("""{"ha_mode":"local","config":{"vips":[{"address":"10.0.0.10"}]}}"""));
        Assert.That(
            JsonNode.Parse(harness.Api.Requests[3].Body!)!.ToJsonString(),
            Is.EqualTo(JsonNode.Parse("""[{"suffix":"a"},{"suffix":"b","description":"本社","dns_server":["10.0.0.1"]}]""")!.ToJsonString())
        );
    }

    [Test]
    public async Task Without_changes_nothing_is_patched()
    {
        using var harness = new Harness(
            new ScriptedApi(request =>
                request.Path.EndsWith("/policies", StringComparison.Ordinal) ? Result("""[{"policy_id":"p"}]""")
                : request.Path.EndsWith('s') && !request.Path.EndsWith("settings", StringComparison.Ordinal) ? Result("[]")
                : request.Path.EndsWith("/warp_connector", StringComparison.Ordinal) ? Result("""[{"id":"t"}]""")
                : Result($$"""{"id":"{{request.Path.Split('/')[^1]}}","network_id":"{{request.Path.Split('/')[^1]}}"}""")
            )
        );
        var nothing = new JsonObject();

        await harness.RunAsync(client => client.Profiles.PatchProfileAsync(Harness.Account, "p", nothing, default));
        await harness.RunAsync(client => client.Profiles.PatchDefaultProfileAsync(Harness.Account, nothing, default));
        await harness.RunAsync(client => client.Settings.PatchSettingsAsync(Harness.Account, nothing, default));
        await harness.RunAsync(client => client.Settings.PatchConnectivityAsync(Harness.Account, nothing, default));
        await harness.RunAsync(client => client.WarpConnectors.PatchTunnelAsync(Harness.Account, "t", nothing, default));
        await harness.RunAsync(client => client.Devices.PatchDeviceAsync(Harness.Account, "d", nothing, default));
        await harness.RunAsync(client => client.Routes.PatchRouteAsync(Harness.Account, "r", nothing, default));
        await harness.RunAsync(client => client.VirtualNetworks.PatchVirtualNetworkAsync(Harness.Account, "v", nothing, default));
        await harness.RunAsync(client => client.ManagedNetworks.PutManagedNetworkAsync(Harness.Account, "n", nothing, default));

        Assert.That(harness.Api.Requests.Select(request => request.Method), Is.All.EqualTo("GET"));
    }

    [Test]
    public async Task A_change_without_a_result_in_the_response_is_read_back()
    {
        using var harness = new Harness(Result(null), Result("""{"policy_id":"p","name":"new"}"""));

        var profile = await harness.RunAsync(client =>
            client.Profiles.PatchProfileAsync(Harness.Account, "p", new JsonObject { ["name"] = "new" }, default)
        );

        Assert.That(profile.Name, Is.EqualTo("new"));
    }

    [Test]
    public async Task A_soft_deleted_object_is_gone()
    {
        const string Deleted = """{"id":"x","deleted_at":"2026-05-01T00:00:00Z"}""";
        using var harness = new Harness(
            new ScriptedApi(request => Result(request.Path.EndsWith("/x", StringComparison.Ordinal) ? Deleted : $"[{Deleted}]"))
        );

        object?[] found =
        [
            await harness.RunAsync(client => client.WarpConnectors.FindTunnelAsync(Harness.Account, "x", default)),
            await harness.RunAsync(client => client.Routes.FindRouteAsync(Harness.Account, "x", default)),
            await harness.RunAsync(client => client.VirtualNetworks.FindVirtualNetworkAsync(Harness.Account, "x", default)),
            await harness.RunAsync(client => client.Devices.FindDeviceAsync(Harness.Account, "x", default)),
            await harness.RunAsync(client => client.Registrations.FindRegistrationAsync(Harness.Account, "x", default)),
        ];
        var failure = await harness.FailsAsync(client => client.WarpConnectors.GetTunnelAsync(Harness.Account, "x", default));

        Assert.That(found, Is.All.Null);
        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.NotFound));
        Assert.That(failure.Message, Is.EqualTo("GET WARP connector 'x': it does not exist."));
        Assert.That(await harness.RunAsync(client => client.WarpConnectors.ListTunnelsAsync(Harness.Account, default)), Is.Empty);
    }

    [Test]
    public async Task Cursors_are_followed_to_the_end_or_the_limit()
    {
        var pages = new Dictionary<string, Reply>
        {
            ["per_page=100"] = Result("""[{"id":"1"},{"id":"2"}]""", """{"cursor":"abc","count":2}"""),
            ["cursor=abc&per_page=100"] = Result("""[{"id":"3"},{"id":"4"}]""", """{"cursor":"def","count":2}"""),
            ["cursor=def&per_page=100"] = Result("""[{"id":"5"}]""", """{"cursor":"","count":1}"""),
            ["per_page=3"] = Result("""[{"id":"1"},{"id":"2"}]""", """{"cursor":"abc","count":2}"""),
            ["cursor=abc&per_page=1"] = Result("""[{"id":"3"},{"id":"4"}]""", """{"cursor":"def","count":2}"""),
        };
        using var harness = new Harness(new ScriptedApi(request => pages[request.Query]));

        Assert.That(await IdsAsync(harness, null), Is.EqualTo("12345"));
        Assert.That(await IdsAsync(harness, 3), Is.EqualTo("123"));
        Assert.That(await IdsAsync(harness, 0), Is.Empty);
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task A_repeated_cursor_ends_the_list()
    {
        using var harness = new Harness(new ScriptedApi(_ => Result("""[{"id":"1"}]""", """{"cursor":"same"}""")));

        Assert.That(await IdsAsync(harness, null), Is.EqualTo("11"));
    }

    [Test]
    public async Task Filters_are_sent_under_the_apis_names()
    {
        using var harness = new Harness(new ScriptedApi(_ => Result("[]")));
        await harness.RunAsync(async client =>
        {
            await foreach (
                var _ in client.Devices.ListDevicesAsync(
                    Harness.Account,
                    new()
                    {
                        Ids = ["a", "b"],
                        ActiveRegistrations = "include",
                        IncludePolicy = true,
                        UserEmail = "a+b@example.com",
                        Tags = ["k:v", "x:y"],
                        SortBy = "name",
                    },
                    null,
                    default
                )
            ) { }

            await foreach (
                var _ in client.Registrations.ListRegistrationsAsync(
                    Harness.Account,
                    new()
                    {
                        DeviceId = "d",
                        UserIds = ["u1", "u2"],
                        Status = "all",
                        IncludePolicy = true,
                    },
                    10,
                    default
                )
            ) { }
        });

        Assert.That(
            harness.Api.Requests.Select(request => request.Query),
            Is.EqualTo(
                (string[])
                    [
                        "id=a&id=b&active_registrations=include&include=last_seen_registration.policy"
                            + "&last_seen_user.email=a%2Bb%40example.com&tag=k%3Av&tag=x%3Ay&sort_by=name&per_page=100",
                        "device.id=d&user.id=u1&user.id=u2&include=policy&status=all&per_page=10",
                    ]
            )
        );
    }

    private static async Task<string> IdsAsync(Harness harness, int? limit)
    {
        var ids = "";
        await harness.RunAsync(async client =>
        {
            await foreach (var registration in client.Registrations.ListRegistrationsAsync(Harness.Account, new(), limit, default))
            {
                ids += registration.Id;
            }
        });
        return ids;
    }

    private static async Task<DevicePolicyWire> ReadProfileAsync(string json)
    {
        using var harness = new Harness(Result($"[{json}]"));
        return (await harness.RunAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default))).Single();
    }

    private static string Tunnels(int first, int count) =>
        $"[{string.Join(',', Enumerable.Range(first, count).Select(id => $$"""{"id":"{{id}}"}"""))}]";
}

using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Functions, over gRPC.</summary>
internal sealed class FunctionTests
{
    [Test]
    public async Task Lists_of_a_profile_are_read_with_their_mode()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CreateAsync("SplitTunnel", Sample.Routes(Sample.Address("10.0.0.0/8", "Offices")).With("mode", "include"));
        await host.CreateAsync("FallbackDomains", Sample.Domains(Sample.Domain("corp.example.com", "10.0.0.53")));

        var tunnel = await host.InvokeAsync("getSplitTunnel", PropertyMap.Empty);
        var domains = await host.InvokeAsync("getFallbackDomains", PropertyMap.Of(("profileId", "default")));

        Assert.That(tunnel, Is.EqualTo(Sample.Routes(Sample.Address("10.0.0.0/8", "Offices")).With("mode", "include")));
        Assert.That(domains, Is.EqualTo(Sample.Domains(Sample.Domain("corp.example.com", "10.0.0.53"))));
    }

    [Test]
    public async Task The_default_profile_and_the_settings_are_read_completely()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CreateAsync("DefaultDeviceProfile", PropertyMap.Of(("captivePortal", 60)));
        await host.CreateAsync("DeviceSettings", Sample.AccountSettings);

        var profile = await host.InvokeAsync("getDefaultDeviceProfile", PropertyMap.Empty);
        var settings = await host.InvokeAsync("getDeviceSettings", PropertyMap.Empty);

        Assert.That(profile["captivePortal"], Is.EqualTo((PropertyValue)60));
        Assert.That(settings, Is.EqualTo(Sample.AccountSettings.With("accountId", host.Cloudflare.AccountId)));
    }

    [Test]
    public async Task Switches_are_read_even_if_they_were_never_set()
    {
        await using var host = await ProviderHost.StartAsync();

        Assert.That(await host.InvokeAsync("getGlobalWarpOverride", PropertyMap.Empty), Is.EqualTo(PropertyMap.Of(("disconnect", false))));
        Assert.That(
            await host.InvokeAsync("getDeviceCertificates", PropertyMap.Of(("zoneId", Known.ZoneId))),
            Is.EqualTo(PropertyMap.Of(("enabled", false)))
        );
    }

    [Test]
    public async Task Devices_of_all_pages_are_listed_up_to_a_limit()
    {
        await using var host = await ProviderHost.StartAsync();
        for (var index = 2; index < 130; index++)
        {
            host.Cloudflare.Seed.Registration(host.Cloudflare.Seed.Device($"laptop-{index:000}"));
        }

        var all = await host.InvokeAsync("getDevices", PropertyMap.Empty);
        var some = await host.InvokeAsync("getDevices", PropertyMap.Of(("limit", 7), ("sortBy", "name"), ("sortOrder", "desc")));

        Assert.That((PropertyArray)all["devices"], Has.Count.EqualTo(130));
        Assert.That(
            ((PropertyArray)some["devices"]).Select(device => ((PropertyMap)device)["name"]),
            Is.EqualTo(Enumerable.Range(123, 7).Reverse().Select(index => (PropertyValue)$"laptop-{index:000}"))
        );
    }

    [Test]
    public async Task A_device_is_read_with_its_tags()
    {
        await using var host = await ProviderHost.StartAsync();
        var id = host.Cloudflare.Seed.Device(
            "laptop",
            fields: new() { ["tags"] = new System.Text.Json.Nodes.JsonObject { ["team"] = "red" } }
        );

        var device = await host.InvokeAsync("getDevice", PropertyMap.Of(("deviceId", id)));

        Assert.That(device["tags"], Is.EqualTo(PropertyMap.Of(("team", "red"))));
        Assert.That(device["deviceId"], Is.EqualTo((PropertyValue)id));
    }

    [Test]
    public async Task Registrations_are_filtered_by_device_and_status()
    {
        await using var host = await ProviderHost.StartAsync();
        var (one, other) = (host.Cloudflare.Seed.Device("one"), host.Cloudflare.Seed.Device("other"));
        var active = host.Cloudflare.Seed.Registration(one);
        var revoked = host.Cloudflare.Seed.Registration(one, fields: new() { ["revoked_at"] = "2026-01-01T00:00:00Z" });
        host.Cloudflare.Seed.Registration(other);

        var live = await host.InvokeAsync("getRegistrations", PropertyMap.Of(("deviceId", one)));
        var dead = await host.InvokeAsync("getRegistrations", PropertyMap.Of(("deviceId", one), ("status", "revoked")));
        var single = await host.InvokeAsync("getRegistration", PropertyMap.Of(("registrationId", revoked)));

        Assert.That(Ids(live), Is.EqualTo([active]));
        Assert.That(Ids(dead), Is.EqualTo([revoked]));
        Assert.That(single["revokedAt"], Is.EqualTo((PropertyValue)"2026-01-01T00:00:00Z"));
    }

    [Test]
    public async Task Override_codes_are_secret()
    {
        await using var host = await ProviderHost.StartAsync();
        var profile = await host.CreateAsync("DeviceProfile", Sample.Profile.With("switchLocked", true));
        var registration = host.Cloudflare.Seed.Registration(host.Cloudflare.Seed.Device("laptop"), policyId: profile.Id.Split('/')[1]);

        var codes = await host.InvokeAsync("getOverrideCodes", PropertyMap.Of(("registrationId", registration)));

        Assert.That(codes["disableForTime"], Is.InstanceOf<PropertySecret>());
        Assert.That(((PropertyMap)codes["disableForTime"].Unsecret()).Keys, Is.EquivalentTo((string[])["1", "3", "6", "12", "24"]));
    }

    [Test]
    public async Task The_hosts_of_a_tunnel_are_read_with_their_roles()
    {
        await using var host = await ProviderHost.StartAsync();

        var all = await host.InvokeAsync("getWarpConnectorConnections", PropertyMap.Of(("tunnelId", Known.TunnelId)));
        var one = await host.InvokeAsync(
            "getWarpConnectorConnector",
            PropertyMap.Of(("tunnelId", Known.TunnelId), ("connectorId", Known.PassiveHost))
        );

        Assert.That(
            ((PropertyArray)all["connectors"]).Select(connector => ((PropertyMap)connector)["haStatus"]),
            Is.EquivalentTo(new PropertyValue[] { "active", "passive" })
        );
        Assert.That(one["haStatus"], Is.EqualTo((PropertyValue)"passive"));
    }

    [Test]
    public async Task A_tunnel_is_found_by_name_and_by_id()
    {
        await using var host = await ProviderHost.StartAsync();

        var byName = await host.InvokeAsync("getWarpConnectorTunnel", PropertyMap.Of(("name", "lisbon")));
        var byId = await host.InvokeAsync(
            "getWarpConnectorTunnel",
            PropertyMap.Of(("tunnelId", $"{host.Cloudflare.AccountId}/{Known.TunnelId}"))
        );

        Assert.That(byName["tunnelId"], Is.EqualTo((PropertyValue)Known.TunnelId));
        Assert.That(byId, Is.EqualTo(byName));
    }

    [Test]
    public async Task Missing_objects_are_reported()
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            host.InvokeAsync("getWarpConnectorTunnel", PropertyMap.Of(("name", "porto")))
        );

        Assert.That(refusal!.Status.Detail, Does.Contain("'porto'").And.Contain("getWarpConnectorTunnels"));
    }

    [Test]
    public async Task The_legacy_device_endpoints_still_work()
    {
        await using var host = await ProviderHost.StartAsync();

        var all = await host.InvokeAsync("getLegacyDevices", PropertyMap.Empty);
        var one = await host.InvokeAsync("getLegacyDevice", PropertyMap.Of(("deviceId", Known.RegistrationId)));

        Assert.That(
            ((PropertyArray)all["devices"]).Select(device => ((PropertyMap)device)["deviceId"]),
            Is.EquivalentTo(new PropertyValue[] { Known.RegistrationId, Known.OtherRegistrationId })
        );
        Assert.That(one["deviceId"], Is.EqualTo((PropertyValue)Known.RegistrationId));
    }

    [Test]
    public async Task Prefixes_are_subtracted_without_a_request()
    {
        await using var host = await ProviderHost.StartAsync();

        var rest = await host.InvokeAsync(
            "subtractCidrs",
            PropertyMap.Of(("from", new PropertyArray(["10.0.0.0/8"])), ("except", new PropertyArray(["10.128.0.0/9", "10.64.0.0/10"])))
        );

        Assert.That(rest, Is.EqualTo(PropertyMap.Of(("cidrs", new PropertyArray(["10.0.0.0/10"])))));
        Assert.That(host.Cloudflare.Requests, Is.Empty);
    }

    [Test]
    public async Task A_match_is_parsed_and_its_errors_have_positions()
    {
        await using var host = await ProviderHost.StartAsync();

        var right = await host.InvokeAsync("parseMatch", PropertyMap.Of(("expression", "identity.email==\"a@example.com\"")));
        var wrong = await host.InvokeAsync("parseMatch", PropertyMap.Of(("expression", "user.identity == \"a@example.com\"")));

        Assert.That(right["canonical"], Is.EqualTo((PropertyValue)"identity.email == \"a@example.com\""));
        Assert.That(wrong["valid"], Is.EqualTo((PropertyValue)false));
        Assert.That(((PropertyMap)((PropertyArray)wrong["problems"])[0])["start"], Is.EqualTo((PropertyValue)0));
    }

    [Test]
    public async Task A_match_is_evaluated_test_by_test()
    {
        await using var host = await ProviderHost.StartAsync();

        var outcome = await host.InvokeAsync(
            "evaluateMatch",
            PropertyMap.Of(
                ("expression", "identity.email == \"a@example.com\" and os.name == \"windows\""),
                ("device", PropertyMap.Of(("email", "a@example.com"), ("osName", "linux")))
            )
        );

        Assert.That(outcome["isMatch"], Is.EqualTo((PropertyValue)false));
        Assert.That(
            ((PropertyArray)outcome["tests"]).Select(test => ((PropertyMap)test)["isMatch"]),
            Is.EqualTo(new PropertyValue[] { true, false })
        );
    }

    private static IEnumerable<string> Ids(PropertyMap result) =>
        ((PropertyArray)result["registrations"]).Select(registration =>
            ((PropertyString)((PropertyMap)registration)["registrationId"]).Value
        );

    [Test]
    public async Task An_argument_that_does_not_exist_is_refused()
    {
        await using var host = await ProviderHost.StartAsync();

        var response = await host.Client.InvokeAsync(
            new() { Tok = "zerotrust:index:getDevice", Args = PropertyCodec.Write(PropertyMap.Of(("devicId", Known.DeviceId))) }
        );

        Assert.That(
            response.Failures.Select(failure => $"{failure.Property}: {failure.Reason}"),
            Is.EqualTo(["devicId: there is no property 'devicId' here; did you mean 'deviceId'? (ZT103)", "deviceId: is required. (ZT101)"])
        );
        Assert.That(host.Cloudflare.Requests, Is.Empty);
    }

    [Test]
    public async Task An_empty_id_sends_no_request()
    {
        await using var host = await ProviderHost.StartAsync();
        foreach (
            var (function, argument) in from function in EveryResource.Functions
            from property in function.Inputs.Properties
            where property is { Required: true, Value.Kind: ValueKind.String } && property.Name.EndsWith("Id", StringComparison.Ordinal)
            select (function, property.Name)
        )
        {
            var args = PropertyMap.Of(("tunnelId", Known.TunnelId), ("connectorId", Known.ActiveHost));
            args = new(args.Where(entry => function.Inputs.Find(entry.Key) is not null));

            var response = await host.Client.InvokeAsync(
                new() { Tok = function.Token, Args = PropertyCodec.Write(args.With(argument, "")) }
            );

            Assert.That(
                response.Failures.Select(failure => $"{failure.Property}: {failure.Reason}"),
                Has.Some.StartsWith($"{argument}: is empty."),
                function.Token
            );
        }

        Assert.That(host.Cloudflare.Requests, Is.Empty);
    }

    [Test]
    public async Task A_doubtful_argument_is_reported()
    {
        await using var host = await ProviderHost.StartAsync();

        await host.InvokeAsync(
            "evaluateMatch",
            PropertyMap.Of(("expression", "os.name == \"Linux\""), ("device", PropertyMap.Of(("osName", "linux"))))
        );

        Assert.That(
            host.Log.Select(entry => entry.Message),
            Has.One.StartsWith("evaluateMatch expression: os.name is \"linux\" in lower case; other spellings may never match.")
        );
    }

    [Test]
    public async Task An_unknown_argument_makes_the_result_unknown()
    {
        await using var host = await ProviderHost.StartAsync();

        foreach (
            var (function, argument) in ((string, string)[])
                [("getDeviceProfile", "name"), ("getWarpConnectorToken", "tunnelId"), ("getSplitTunnel", "profileId")]
        )
        {
            var answer = await host.InvokeAsync(function, PropertyMap.Of((argument, PropertyValue.Unknown)));

            Assert.That(answer.Values, Is.Not.Empty.And.All.EqualTo(PropertyValue.Unknown), function);
        }

        Assert.That(host.Cloudflare.Requests, Is.Empty);
    }
}

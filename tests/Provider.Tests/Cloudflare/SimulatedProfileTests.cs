using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class SimulatedProfileTests : Simulated
{
    private static JsonObject Office =>
        new()
        {
            ["name"] = "Office",
            ["match"] = "identity.email == \"a@example.com\"",
            ["precedence"] = 100,
            ["service_mode_v2"] = new JsonObject { ["mode"] = "proxy", ["port"] = 3128 },
        };

    [Test]
    public async Task A_profile_is_created_read_changed_and_deleted()
    {
        var created = await RunAsync(Client.Profiles.CreateProfileAsync(Account, Office, default));
        var listed = await RunAsync(Client.Profiles.ListProfilesAsync(Account, null, default));
        var patched = await RunAsync(
            Client.Profiles.PatchProfileAsync(Account, created.PolicyId, new JsonObject { ["switch_locked"] = true }, default)
        );
        var found = await RunAsync(Client.Profiles.FindProfileAsync(Account, created.PolicyId, null, default));
        await RunAsync(Client.Profiles.DeleteProfileAsync(Account, created.PolicyId, default));
        await RunAsync(Client.Profiles.DeleteProfileAsync(Account, created.PolicyId, default));
        var gone = await RunAsync(Client.Profiles.FindProfileAsync(Account, created.PolicyId, null, default));
        var failure = await FailsAsync(Client.Profiles.GetProfileAsync(Account, created.PolicyId, default));

        Assert.That(
            (created.Name, created.Precedence, created.CaptivePortal, created.ServiceModeV2!.Port),
            Is.EqualTo(("Office", 100, 180, 3128))
        );
        Assert.That(listed.Select(profile => profile.PolicyId), Is.EqualTo((string[])[created.PolicyId]));
        Assert.That((patched.SwitchLocked, patched.Name), Is.EqualTo((true, "Office")));
        Assert.That(found!.SwitchLocked, Is.True);
        Assert.That(gone, Is.Null);
        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.NotFound));
    }

    [Test]
    public async Task A_browser_extension_profile_is_found_by_its_id()
    {
        var created = await RunAsync(
            Client.Profiles.CreateProfileAsync(
                Account,
                new JsonObject
                {
                    ["name"] = "Browser",
                    ["profile_type"] = "browser_extension",
                    ["browser_extension_config"] = new JsonObject { ["proxy_control"] = "locked", ["proxy_enabled"] = true },
                },
                default
            )
        );

        var found = await RunAsync(Client.Profiles.FindProfileAsync(Account, created.PolicyId, null, default));
        var listed = await RunAsync(Client.Profiles.ListProfilesAsync(Account, "browser_extension", default));

        Assert.That(found!.BrowserExtensionConfig!.ProxyControl, Is.EqualTo("locked"));
        Assert.That(listed, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_precedence_that_is_taken_is_refused()
    {
        await RunAsync(Client.Profiles.CreateProfileAsync(Account, Office, default));
        var twin = Office;
        twin["name"] = "Twin";

        var failure = await FailsAsync(Client.Profiles.CreateProfileAsync(Account, twin, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.Refused));
        Assert.That(failure.Message, Does.StartWith("POST profile 'Twin': Cloudflare refused it (").And.Contain("Nothing changed."));
    }

    [Test]
    public async Task The_default_profile_is_read_and_changed()
    {
        var before = await RunAsync(Client.Profiles.GetDefaultProfileAsync(Account, default));
        await RunAsync(Client.Profiles.PatchDefaultProfileAsync(Account, new JsonObject { ["captive_portal"] = 60 }, default));
        var after = await RunAsync(Client.Profiles.GetDefaultProfileAsync(Account, default));

        Assert.That((before.CaptivePortal, after.CaptivePortal, after.Default), Is.EqualTo((180, 60, true)));
    }

    [Test]
    public async Task Split_tunnels_are_written_read_and_restored([Values(true, false)] bool ofDefaultProfile)
    {
        var profile = ofDefaultProfile
            ? "default"
            : (await RunAsync(Client.Profiles.CreateProfileAsync(Account, Office, default))).PolicyId;
        var factory = await RunAsync(Client.Profiles.FindSplitTunnelAsync(Account, profile, SplitTunnelList.Exclude, default));
        await RunAsync(
            Client.Profiles.PutSplitTunnelAsync(
                Account,
                profile,
                SplitTunnelList.Include,
                [new() { Host = "app.example.com" }, new() { Address = "192.0.2.0/24", Description = "net" }],
                default
            )
        );
        var include = await RunAsync(Client.Profiles.FindSplitTunnelAsync(Account, profile, SplitTunnelList.Include, default));
        await RunAsync(Client.Profiles.RestoreDefaultExcludeAsync(Account, profile, null, default));
        var restored = await RunAsync(Client.Profiles.FindSplitTunnelAsync(Account, profile, SplitTunnelList.Exclude, default));
        var emptied = await RunAsync(Client.Profiles.PutSplitTunnelAsync(Account, profile, SplitTunnelList.Exclude, [], default));
        var empty = await RunAsync(Client.Profiles.FindSplitTunnelAsync(Account, profile, SplitTunnelList.Exclude, default));

        Assert.That(factory, Has.Count.EqualTo(16));
        Assert.That(include!.Select(CanonicalEntry.Of), Is.EquivalentTo((string[])["app.example.com", "192.0.2.0/24"]));
        Assert.That(restored!.Select(CanonicalEntry.Of), Is.EquivalentTo(factory!.Select(CanonicalEntry.Of)));
        Assert.That((emptied.Count, empty!.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Fallback_domains_are_written_read_and_restored([Values(true, false)] bool ofDefaultProfile)
    {
        var profile = ofDefaultProfile
            ? "default"
            : (await RunAsync(Client.Profiles.CreateProfileAsync(Account, Office, default))).PolicyId;
        await RunAsync(
            Client.Profiles.PutFallbackDomainsAsync(
                Account,
                profile,
                [
                    new() { Suffix = "b.example.com" },
                    new()
                    {
                        Suffix = "a.example.com",
                        Description = "本社",
                        DnsServer = ["10.1.1.1", "10.1.1.2"],
                    },
                ],
                default
            )
        );
        var stored = await RunAsync(Client.Profiles.FindFallbackDomainsAsync(Account, profile, default));
        await RunAsync(Client.Profiles.RestoreDefaultFallbackDomainsAsync(Account, profile, null, default));
        var restored = await RunAsync(Client.Profiles.FindFallbackDomainsAsync(Account, profile, default));

        Assert.That(stored!.Select(domain => domain.Suffix), Is.EqualTo((string[])["a.example.com", "b.example.com"]));
        Assert.That(stored![0].DnsServer, Is.EqualTo((string[])["10.1.1.1", "10.1.1.2"]));
        Assert.That(stored[0].Description, Is.EqualTo("本社"));
        Assert.That(restored, Has.Count.EqualTo(14));
    }

    [Test]
    public async Task Lists_of_a_missing_profile_are_missing()
    {
        const string Missing = "11111111-1111-4111-8111-111111111111";

        Assert.That(await RunAsync(Client.Profiles.FindFallbackDomainsAsync(Account, Missing, default)), Is.Null);
        Assert.That(
            (await FailsAsync(Client.Profiles.PutFallbackDomainsAsync(Account, Missing, [], default))).Kind,
            Is.EqualTo(CloudflareErrorKind.NotFound)
        );
        Assert.That(
            (await FailsAsync(Client.Profiles.EditSplitTunnelAsync(Account, Missing, SplitTunnelList.Exclude, list => list, default))).Kind,
            Is.EqualTo(CloudflareErrorKind.NotFound)
        );
    }

    [Test]
    public async Task Fifty_entries_added_together_all_persist_and_take_three_requests()
    {
        Simulator.ClearRequests();

        await RunAsync(
            Task.WhenAll(
                Enumerable
                    .Range(1, 50)
                    .Select(number =>
                        Client.Profiles.EditFallbackDomainsAsync(
                            Account,
                            "default",
                            list => [.. list, new() { Suffix = $"s{number}.example.com" }],
                            default
                        )
                    )
            )
        );

        Assert.That(Simulator.Requests.Select(request => request.Method), Is.EqualTo((string[])["GET", "PUT", "GET"]));
        Assert.That(await RunAsync(Client.Profiles.FindFallbackDomainsAsync(Account, "default", default)), Has.Count.EqualTo(64));
    }

    [Test]
    public async Task Refreshing_500_profiles_is_one_request()
    {
        var profiles = await RunAsync(
            Task.WhenAll(
                Enumerable
                    .Range(1, 500)
                    .Select(number =>
                    {
                        var profile = Office;
                        profile["precedence"] = number;
                        return Client.Profiles.CreateProfileAsync(Account, profile, default);
                    })
            )
        );
        Simulator.ClearRequests();

        var found = await RunAsync(
            Task.WhenAll(profiles.Select(profile => Client.Profiles.FindProfileAsync(Account, profile.PolicyId, null, default)))
        );

        Assert.That(found.Select(profile => profile!.Precedence), Is.EqualTo(Enumerable.Range(1, 500)));
        Assert.That(Simulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_creation_with_a_lost_response_creates_one_profile([Values] bool malformed)
    {
        Simulator.Faults.Add("POST", "/accounts/*/devices/policy", malformed ? Fault.MalformedJson : Fault.LostResponse);

        var created = await RunAsync(Client.Profiles.CreateProfileAsync(Account, Office, default));

        Assert.That(created.Name, Is.EqualTo("Office"));
        Assert.That(Simulator.Requests.Count(request => request.Method == "POST"), Is.EqualTo(1));
        Assert.That(await RunAsync(Client.Profiles.ListProfilesAsync(Account, null, default)), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Twenty_creations_despite_many_faults_create_twenty_profiles()
    {
        Simulator.Faults.Add("POST", "/accounts/*/devices/policy", Fault.LostResponse, times: 5, skip: 1);
        Simulator.Faults.Add("POST", "/accounts/*/devices/policy", Fault.Status(503), times: 5, skip: 3);
        Simulator.Faults.Add("POST", "/accounts/*/devices/policy", Fault.Throttled(TimeSpan.FromSeconds(30)), times: 3, skip: 2);
        Simulator.Faults.Add("GET", "/accounts/*/devices/policies", Fault.Html(), times: 4, skip: 1);

        var created = await RunAsync(
            Task.WhenAll(
                Enumerable
                    .Range(1, 20)
                    .Select(number =>
                    {
                        var profile = Office;
                        profile["precedence"] = number;
                        return Client.Profiles.CreateProfileAsync(Account, profile, default);
                    })
            )
        );

        Assert.That(created.Select(profile => profile.Precedence), Is.EqualTo(Enumerable.Range(1, 20)));
        Assert.That(created.Select(profile => profile.PolicyId), Is.Unique);
        Assert.That(await RunAsync(Client.Profiles.ListProfilesAsync(Account, null, default)), Has.Count.EqualTo(20));
    }

    [Test]
    public async Task Changes_survive_lost_responses_and_broken_connections()
    {
        var created = await RunAsync(Client.Profiles.CreateProfileAsync(Account, Office, default));
        Simulator.Faults.Add("PATCH", "**", Fault.LostResponse);
        Simulator.Faults.Add("PUT", "**", Fault.ConnectionReset);
        Simulator.Faults.Add("DELETE", "**", Fault.LostResponse);

        await RunAsync(Client.Profiles.PatchProfileAsync(Account, created.PolicyId, new JsonObject { ["name"] = "New" }, default));
        await RunAsync(Client.Profiles.PutFallbackDomainsAsync(Account, created.PolicyId, [new() { Suffix = "corp" }], default));
        var found = await RunAsync(Client.Profiles.FindProfileAsync(Account, created.PolicyId, null, default));
        await RunAsync(Client.Profiles.DeleteProfileAsync(Account, created.PolicyId, default));

        Assert.That(found!.Name, Is.EqualTo("New"));
        Assert.That(await RunAsync(Client.Profiles.ListProfilesAsync(Account, null, default)), Is.Empty);
    }
}

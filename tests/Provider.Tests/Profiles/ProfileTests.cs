using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Matching;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.Profiles;

/// <summary>Device profiles, over gRPC.</summary>
internal sealed class ProfileTests
{
    [Test]
    public async Task An_update_sends_only_what_changes()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.FullProfile);
        host.Cloudflare.ClearRequests();

        var program = Sample.FullProfile.With("description", "Changed").With("captivePortal", 60);
        Assert.That(
            ProviderHost.Describe(await host.DiffAsync(stored, program)),
            Is.EqualTo(["Update captivePortal", "Update description"])
        );
        await host.UpdateAsync(stored, program);

        var patch = host.Writes.Single();
        Assert.That(patch.Method, Is.EqualTo("PATCH"));
        Assert.That(patch.Body, Is.EqualTo("""{"captive_portal":60,"description":"Changed"}"""));
    }

    [Test]
    public async Task Null_among_the_items_of_a_response_is_not_drift()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.FullProfile);
        host.Cloudflare.State.Change(data =>
        {
            var profile = data.Profiles.Find(((PropertyString)stored.Outputs["policyId"]).Value)!;
            foreach (var list in (string[])["dns_search_suffixes", "target_tests"])
            {
                profile[list]!.AsArray().Insert(0, null);
            }
        });

        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [Test]
    public async Task Properties_removed_from_the_program_stay_unchanged()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.FullProfile);

        var program = Sample
            .Profile.With("lanAllowMinutes", 30)
            .With("lanAllowSubnetSize", 24)
            .With("description", "Everyone in the office");
        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, program)), Is.Empty);
    }

    [Test]
    public async Task Virtual_networks_removed_from_the_program_are_cleared()
    {
        const string network = "11111111-1111-4111-8111-111111111111";
        var choice = PropertyMap.Of(("allowed", new PropertyArray([network])), ("default", network));
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.Profile.With("virtualNetworks", choice));
        host.Cloudflare.ClearRequests();

        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, Sample.Profile)), Is.EqualTo(["Delete virtualNetworks"]));
        var updated = await host.UpdateAsync(stored, Sample.Profile);

        Assert.That(host.Writes.Single().Body, Is.EqualTo("""{"virtual_networks":null}"""));
        Assert.That(updated.Outputs.ContainsKey("virtualNetworks"), Is.False);
    }

    [Test]
    public async Task A_profile_of_another_type_is_a_replacement()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.Profile);
        var program = Sample
            .Profile.With("profileType", "browser_extension")
            .With("browserExtensionConfig", PropertyMap.Of(("proxyControl", "locked"), ("proxyEnabled", true)));

        var diff = await host.DiffAsync(stored, program);

        Assert.That(ProviderHost.Describe(diff), Does.Contain("UpdateReplace profileType"));
        Assert.That(diff.Replaces, Is.EqualTo(["profileType"]));
    }

    [Test]
    public async Task All_problems_are_reported_together_with_their_paths()
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync(
            "DeviceProfile",
            PropertyMap.Of(
                ("match", "identity.email == \"a@example.com\""),
                ("precedence", -1),
                ("description", new string('d', 501)),
                ("tunnelProtocol", "masqe"),
                ("lanAllowSubnetSize", 16),
                ("captivePortal", "soon"),
                ("nmae", "Staff"),
                ("serviceModeV2", PropertyMap.Of(("mode", "proxi")))
            )
        );

        Assert.That(
            failures,
            Is.EquivalentTo([
                "captivePortal: expected a whole number, got the string 'soon'. (ZT102)",
                "description: has 501 characters; at most 500 are allowed. (ZT106)",
                "lanAllowSubnetSize: 16 is out of range; use 24 to 32. (ZT105)",
                "name: is required. (ZT101)",
                "nmae: there is no property 'nmae' here; did you mean 'name'? (ZT103)",
                "precedence: -1 is out of range; use at least 0. (ZT105)",
                "serviceModeV2.mode: 'proxi' is not allowed; did you mean 'proxy'? (ZT104)",
                "tunnelProtocol: 'masqe' is not allowed; did you mean 'masque'? (ZT104)",
            ])
        );
        Assert.That(host.Cloudflare.Requests, Is.Empty);
    }

    [Test]
    public async Task Unknown_values_are_assumed_to_be_valid()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = PropertyMap.Of(
            ("name", PropertyValue.Unknown),
            ("match", PropertyValue.Unknown),
            ("precedence", PropertyValue.Unknown),
            ("serviceModeV2", PropertyValue.Unknown)
        );

        var (inputs, failures) = await host.CheckAsync("DeviceProfile", program);

        Assert.That(failures, Is.Empty);
        Assert.That(inputs, Is.EqualTo(program));
    }

    [Test]
    public async Task Deleting_resets_managed_settings_and_keeps_others()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DefaultDeviceProfile", PropertyMap.Of(("switchLocked", true), ("captivePortal", 60)));
        host.Cloudflare.ClearRequests();

        await host.DestroyAsync(stored);

        Assert.That(host.Writes.Single().Body, Is.EqualTo("""{"captive_portal":180,"switch_locked":false}"""));
    }

    [Test]
    public async Task A_retained_default_profile_is_not_changed()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DefaultDeviceProfile", PropertyMap.Of(("switchLocked", true), ("onDelete", "retain")));
        host.Cloudflare.ClearRequests();

        await host.DestroyAsync(stored);

        Assert.That(host.Cloudflare.Requests, Is.Empty);
    }

    [Test]
    public async Task The_error_names_the_missing_permission()
    {
        await using var host = await ProviderHost.StartAsync(new() { Tokens = [new("reader", "Zero Trust Read")] }, configure: false);
        await host.ConfigureAsync("reader");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("DeviceProfile", Sample.Profile));

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.PermissionDenied));
        Assert.That(refusal.Status.Detail, Does.Contain("Zero Trust Write"));
    }

    [TestCaseSource(typeof(MatchParserTests), nameof(MatchParserTests.InvalidExpressions))]
    public async Task An_invalid_match_expression_is_refused_in_the_preview(string text, string errors)
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync("DeviceProfile", Sample.Profile.With("match", text));

        Assert.That(failures, Is.Not.Empty, errors);
        Assert.That(failures, Is.All.StartsWith("match: "));
        Assert.That(host.Cloudflare.Requests, Is.Empty);
    }

    [TestCaseSource(typeof(MatchParserTests), nameof(MatchParserTests.RealExpressions))]
    public async Task A_match_expression_in_real_use_is_accepted(string text)
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CreateAsync("DeviceProfile", Sample.Profile.With("match", text));

        Assert.That(host.Log.Where(message => message.Severity >= Pulumirpc.LogSeverity.Warning), Is.Empty);
    }

    [TestCaseSource(typeof(MatchParserTests), nameof(MatchParserTests.DoubtfulExpressions))]
    public async Task A_doubtful_match_expression_is_accepted_with_a_warning(string text, string warnings)
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync("DeviceProfile", Sample.Profile.With("match", text));

        Assert.That(failures, Is.Empty, warnings);
        Assert.That(host.Log.Single().Message, Does.StartWith("match: ").And.EndWith("(ZT116)"));
    }

    [Test]
    public async Task The_default_profile_has_no_match_expression()
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync("DefaultDeviceProfile", PropertyMap.Of(("match", "os.name == \"mac\"")));

        Assert.That(failures.Single(), Does.StartWith("match: the default profile has no match"));
    }

    [TestCase("DeviceProfile", "lanAllowMinutes", "lan_allow_minutes")]
    [TestCase("DeviceProfile", "lanAllowSubnetSize", "lan_allow_subnet_size")]
    [TestCase("DefaultDeviceProfile", "lanAllowMinutes", "lan_allow_minutes")]
    [TestCase("DefaultDeviceProfile", "lanAllowSubnetSize", "lan_allow_subnet_size")]
    public async Task Removing_local_network_access_from_the_program_ends_it(string type, string property, string field)
    {
        await using var host = await ProviderHost.StartAsync();
        var program = (type == "DeviceProfile" ? Sample.Profile : PropertyMap.Empty)
            .With("lanAllowMinutes", 30)
            .With("lanAllowSubnetSize", 24);
        var stored = await host.CreateAsync(type, program);

        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, program.Without(property))), Is.EqualTo([$"Delete {property}"]));
        var updated = await host.UpdateAsync(stored, program.Without(property));

        Assert.That(host.Writes.Last().Body, Is.EqualTo($"{{\"{field}\":null}}"));
        Assert.That(updated.Outputs.ContainsKey(property), Is.False);
        Assert.That(await host.DriftAsync(updated), Is.Empty);
    }
}

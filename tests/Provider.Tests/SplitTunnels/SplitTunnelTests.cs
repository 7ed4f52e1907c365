using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.SplitTunnels;

/// <summary>Split Tunnel lists, whole and entry by entry. What both kinds of list have in common is tested for both.</summary>
internal sealed class SplitTunnelTests
{
    private const int DefaultRoutes = 16;

    // Longer than the provider's own delays, shorter than its time limits.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    [Test]
    public async Task Fifty_routes_created_together_take_four_requests_and_keep_others()
    {
        var time = new SteppedTimeProvider();
        await using var host = await ProviderHost.StartAsync(time: time);
        await host.InvokeAsync("getSplitTunnel", PropertyMap.Empty);

        var creations = await host.BeginCreatesAsync(
            "SplitTunnelRoute",
            Enumerable.Range(0, 50).Select(index => Sample.Address($"198.18.{index}.0/24"))
        );
        var stored = await time.RunAsync(Task.WhenAll(creations), LongestDelay);

        Assert.That(host.Cloudflare.Requests.Select(request => request.Method), Is.EqualTo(["GET", "GET", "PUT", "GET"]));
        Assert.That(Addresses(await host.InvokeAsync("getSplitTunnel", PropertyMap.Empty)).Count(), Is.EqualTo(DefaultRoutes + 50));
        Assert.That(stored.Select(route => route.Id), Does.Contain($"{host.Cloudflare.AccountId}/default/198.18.7.0/24"));
    }

    [Test]
    public async Task Routes_created_and_deleted_together_are_committed_together()
    {
        var time = new SteppedTimeProvider();
        await using var host = await ProviderHost.StartAsync(time: time);
        var first = await time.RunAsync(
            Task.WhenAll(
                Enumerable
                    .Range(0, 20)
                    .Select(index => host.CreateAsync("SplitTunnelRoute", Sample.Address($"198.18.{index}.0/24"), $"first{index}"))
            ),
            LongestDelay
        );
        await host.ConfigureAsync();
        await host.InvokeAsync("getSplitTunnel", PropertyMap.Empty);
        host.Cloudflare.ClearRequests();

        var creations = await host.BeginCreatesAsync(
            "SplitTunnelRoute",
            Enumerable.Range(100, 20).Select(index => Sample.Address($"198.18.{index}.0/24"))
        );
        var deletions = host.BeginDeletes(first);
        await time.RunAsync(Task.WhenAll([.. creations, .. deletions]), LongestDelay);

        Assert.That(host.Writes.Count(), Is.EqualTo(1));
        var addresses = Addresses(await host.InvokeAsync("getSplitTunnel", PropertyMap.Empty)).ToArray();
        Assert.That(addresses, Has.Length.EqualTo(DefaultRoutes + 20));
        Assert.That(addresses, Does.Contain("198.18.119.0/24").And.Not.Contain("198.18.0.0/24"));
    }

    [TestCase("SplitTunnelRoute")]
    [TestCase("FallbackDomain")]
    public async Task An_entry_that_already_exists_as_declared_succeeds_with_a_note(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var program = type == "FallbackDomain" ? Sample.Domain("Local.") : Sample.Address("10.1.2.3/8");

        var stored = await host.CreateAsync(type, program);

        Assert.That(host.Writes, Is.Empty);
        Assert.That(host.Log.Last().Message, Does.Contain("was in the list already, as declared"));
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [TestCase("SplitTunnelRoute", "169.254.0.0/16")]
    [TestCase("FallbackDomain", "local")]
    public async Task An_entry_that_exists_with_differences_is_refused_with_the_import_command(string type, string key)
    {
        await using var host = await ProviderHost.StartAsync();
        var program = type == "FallbackDomain" ? Sample.Domain("local", "10.0.0.53") : Sample.Address("169.254.0.0/16", "Ours");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync(type, program));

        Assert.That(
            refusal!.Status.Detail,
            Does.Contain($"pulumi import zerotrust:index:{type} test {host.Cloudflare.AccountId}/default/{key}")
        );
        Assert.That(host.Writes, Is.Empty);
        Assert.That(await host.ImportAsync(type, $"{host.Cloudflare.AccountId}/default/{key}"), Is.Not.Null, "the hint works");
    }

    [Test]
    public async Task An_unset_description_accepts_any_existing_one()
    {
        await using var host = await ProviderHost.StartAsync();

        var stored = await host.CreateAsync("SplitTunnelRoute", Sample.Address("169.254.0.0/16"));

        Assert.That(stored.Outputs["description"], Is.EqualTo((PropertyValue)"DHCP Unspecified"));
        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, Sample.Address("169.254.0.0/16"))), Is.Empty);
    }

    [Test]
    public async Task A_route_of_the_inactive_list_is_refused()
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            host.CreateAsync("SplitTunnelRoute", Sample.Address("198.51.100.0/24").With("mode", "include"))
        );

        Assert.That(refusal!.Status.Detail, Does.Contain("would drop the 16 routes of the exclude list"));
        Assert.That(host.Writes, Is.Empty);
    }

    [Test]
    public async Task A_description_is_changed_and_cleared_in_place()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("SplitTunnelRoute", Sample.Host("*.Example.com.", "Old"));

        var changed = await host.UpdateAsync(stored, Sample.Host("*.Example.com.", "New"));
        Assert.That(await host.DriftAsync(changed), Is.Empty);
        Assert.That(ProviderHost.Describe(await host.DiffAsync(changed, Sample.Host("*.example.com"))), Is.EqualTo(["Delete description"]));
        var cleared = await host.UpdateAsync(changed, Sample.Host("*.example.com"));

        Assert.That(cleared.Outputs.ContainsKey("description"), Is.False);
        Assert.That((await host.ReadAsync(cleared))!.Outputs.ContainsKey("description"), Is.False);
    }

    [Test]
    public async Task Another_address_is_another_route()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("SplitTunnelRoute", Sample.Address("198.51.100.0/24"));

        var diff = await host.DiffAsync(stored, Sample.Address("203.0.113.0/24"));

        Assert.That(ProviderHost.Describe(diff), Is.EqualTo(["UpdateReplace address"]));
    }

    [Test]
    public async Task Default_routes_stay_alongside_the_programs_own()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Sample.Routes(Sample.Address("198.51.100.0/24"), Sample.Address("10.0.0.0/8", "Ours")).With("includeDefaults", true);
        var stored = await host.CreateAsync("SplitTunnel", program);

        Assert.That(Addresses(await host.InvokeAsync("getSplitTunnel", PropertyMap.Empty)).Count(), Is.EqualTo(DefaultRoutes + 1));
        Assert.That((PropertyArray)stored.Outputs["routes"], Has.Count.EqualTo(2));
        Assert.That((PropertyArray)stored.Outputs["defaults"], Has.Count.EqualTo(DefaultRoutes));
        Assert.That(await host.DriftAsync(stored), Is.Empty);

        var updated = await host.UpdateAsync(stored, Sample.Routes(Sample.Address("203.0.113.0/24")).With("includeDefaults", true));
        Assert.That(
            Addresses(await host.InvokeAsync("getSplitTunnel", PropertyMap.Empty)),
            Does.Contain("10.0.0.0/8").And.Contain("203.0.113.0/24").And.Not.Contain("198.51.100.0/24")
        );
        Assert.That(await host.DriftAsync(updated), Is.Empty);
    }

    [TestCase("SplitTunnel")]
    [TestCase("FallbackDomains")]
    public async Task Keeping_the_defaults_takes_one_read_and_one_write(string type)
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CreateAsync(
            type,
            (
                type == "SplitTunnel" ? Sample.Routes(Sample.Address("198.51.100.0/24")) : Sample.Domains(Sample.Domain("corp.example.com"))
            ).With("includeDefaults", true)
        );

        Assert.That(host.Cloudflare.Requests.Select(request => request.Method), Is.EqualTo(["GET", "PUT"]));
    }

    [Test]
    public async Task Defaults_are_kept_as_they_are_in_the_account()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.State.Change(data =>
        {
            var list = data.DefaultProfile["exclude"]!.AsArray();
            list[0]!["description"] = "Offices";
            foreach (var address in (string[])["239.255.255.250/32", "fc00::/7", "203.0.113.0/24"])
            {
                list.Add(new System.Text.Json.Nodes.JsonObject { ["address"] = address });
            }
        });

        var stored = await host.CreateAsync("SplitTunnel", Sample.Routes().With("includeDefaults", true));

        var addresses = Addresses(await host.InvokeAsync("getSplitTunnel", PropertyMap.Empty)).ToArray();
        Assert.That(
            addresses,
            Has.Length.EqualTo(DefaultRoutes + 2).And.Contain("239.255.255.250/32").And.Contain("fc00::/7").And.No.Member("203.0.113.0/24")
        );
        Assert.That(((PropertyMap)((PropertyArray)stored.Outputs["defaults"])[0])["description"], Is.EqualTo((PropertyValue)"Offices"));
    }

    [TestCase("SplitTunnel", "10.0.0.0/8", "10.0.0.0/8")]
    [TestCase("FallbackDomains", "internal", "Internal.")]
    public async Task Defaults_can_be_excluded(string type, string left, string spelled)
    {
        await using var host = await ProviderHost.StartAsync();
        var program = (type == "SplitTunnel" ? Sample.Routes() : Sample.Domains()).With("includeDefaults", true);
        var stored = await host.CreateAsync(type, program);

        var changed = program.With("exceptDefaults", new PropertyArray([spelled]));
        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, changed)), Is.EqualTo(["Add exceptDefaults"]));
        var updated = await host.UpdateAsync(stored, changed);
        Assert.That(
            Held(host, type),
            Has.Length.EqualTo(stored.Outputs["defaults"] is PropertyArray defaults ? defaults.Count - 1 : 0).And.No.Member(left)
        );
        Assert.That(await host.DriftAsync(updated), Is.Empty);

        var back = await host.UpdateAsync(updated, program);
        Assert.That(Held(host, type), Does.Contain(left));
        Assert.That(await host.DriftAsync(back), Is.Empty);
    }

    [TestCase("SplitTunnel")]
    [TestCase("FallbackDomains")]
    public async Task ExceptDefaults_requires_defaults_and_lists_existing_ones(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var program = (type == "SplitTunnel" ? Sample.Routes() : Sample.Domains()).With(
            "exceptDefaults",
            new PropertyArray([type == "SplitTunnel" ? "203.0.113.0/24" : "example.com"])
        );

        var (_, failures) = await host.CheckAsync(type, program);

        Assert.That(failures, Is.Empty);
        Assert.That(
            host.Log.Select(message => message.Message),
            Has.Exactly(1).StartWith("exceptDefaults: ").And.Exactly(1).StartWith("exceptDefaults[0]: ")
        );
    }

    [Test]
    public async Task A_route_within_a_default_that_stays_is_reported()
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CheckAsync("SplitTunnel", Sample.Routes(Sample.Address("10.1.0.0/16")).With("includeDefaults", true));
        Assert.That(
            host.Log.Single().Message,
            Does.StartWith("routes[0].address: '10.1.0.0/16' is within '10.0.0.0/8', which includeDefaults keeps")
        );

        await host.CheckAsync(
            "SplitTunnel",
            Sample
                .Routes(Sample.Address("10.1.0.0/16"))
                .With("includeDefaults", true)
                .With("exceptDefaults", new PropertyArray(["10.0.0.0/8"]))
        );
        Assert.That(host.Log, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Cloudflares_own_list_has_no_overlaps_to_report()
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CheckAsync(
            "SplitTunnel",
            Sample.Routes(Sample.Address("240.0.0.0/4"), Sample.Address("255.255.255.255/32", "DHCP Broadcast"))
        );
        await host.CheckAsync("SplitTunnel", Sample.Routes().With("includeDefaults", true));

        Assert.That(host.Log, Is.Empty);
    }

    [Test]
    public async Task A_removed_default_route_is_drift()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Sample.Routes(Sample.Address("198.51.100.0/24")).With("includeDefaults", true);
        var stored = await host.CreateAsync("SplitTunnel", program);
        host.Cloudflare.State.Change(data => data.DefaultProfile["exclude"]!.AsArray().RemoveAt(0));
        await host.ConfigureAsync();

        Assert.That(await host.DriftAsync(stored), Has.Count.EqualTo(1));
        var repaired = await host.UpdateAsync((await host.ReadAsync(stored))!, program);
        Assert.That(Addresses(await host.InvokeAsync("getSplitTunnel", PropertyMap.Empty)).Count(), Is.EqualTo(DefaultRoutes + 1));
        Assert.That(await host.DriftAsync(repaired), Is.Empty);
    }

    [Test]
    public async Task A_change_of_mode_is_a_warning_in_the_preview()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("SplitTunnel", Sample.Routes(Sample.Address("10.0.0.0/8"), Sample.Address("192.168.0.0/16")));

        await host.DiffAsync(stored, Sample.Routes(Sample.Address("10.0.0.0/8")).With("mode", "include"));

        Assert.That(host.Log.Single().Message, Does.Contain("from 'exclude' to 'include' drops the 2 routes of the exclude list"));
    }

    [Test]
    public async Task A_change_of_mode_that_drops_only_defaults_is_also_a_warning()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("SplitTunnel", Sample.Routes().With("includeDefaults", true));

        await host.DiffAsync(stored, Sample.Routes(Sample.Address("192.0.2.0/24")).With("mode", "include"));

        Assert.That(host.Log.Single().Message, Does.Contain($"drops the {DefaultRoutes} routes"));
    }

    [Test]
    public async Task Include_lists_have_no_defaults()
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync(
            "SplitTunnel",
            Sample.Routes(Sample.Address("10.0.0.0/8")).With("mode", "include").With("includeDefaults", true)
        );

        Assert.That(failures.Single(), Does.StartWith("includeDefaults: "));
    }

    private static string[] Held(ProviderHost host, string type) =>
        host.Cloudflare.State.Read(data =>
            data.DefaultProfile[type == "SplitTunnel" ? "exclude" : "fallback_domains"]!
                .AsArray()
                .Select(entry => (string)entry![type == "SplitTunnel" ? "address" : "suffix"]!)
                .ToArray()
        );

    private static IEnumerable<string> Addresses(PropertyMap splitTunnel) =>
        ((PropertyArray)splitTunnel["routes"]).Select(route =>
            ((PropertyMap)route).TryGetValue("address", out var address) ? ((PropertyString)address).Value : ""
        );
}

using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Provider.Tests.Profiles;

/// <summary>Lists inside a profile.</summary>
internal sealed class InlineListTests
{
    private static PropertyArray Domains => new([Sample.Domain("corp.example.com", "10.0.0.53")]);

    [Test]
    public async Task Routes_are_created_with_the_profile_in_one_request()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.Profile.With("splitTunnel", Sample.InlineRoutes));

        Assert.That(host.Writes.Single().Body, Does.Contain("\"include\":[{\"address\":\"10.0.0.0/8\",\"description\":\"Offices\"}"));
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [TestCase("DeviceProfile")]
    [TestCase("DefaultDeviceProfile")]
    public async Task A_change_of_a_list_writes_only_that_list(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var program = EveryResource.Full[type];
        var stored = await host.CreateAsync(type, program);
        host.Cloudflare.ClearRequests();

        var changed = program.With("fallbackDomains", new PropertyArray([Sample.Domain("corp.example.com", "10.0.0.54")]));
        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, changed)), Is.EqualTo(["Update fallbackDomains[0].dnsServers[0]"]));
        var updated = await host.UpdateAsync(stored, changed);

        Assert.That(host.Writes.Select(request => request.Method), Is.EqualTo(["PUT"]));
        Assert.That(await host.DriftAsync(updated), Is.Empty);
    }

    [Test]
    public async Task Unmanaged_lists_are_neither_read_nor_written()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.Profile);
        await host.ReadAsync(stored);

        Assert.That(
            host.Cloudflare.Requests.Select(request => request.Path),
            Has.None.Contain("fallback_domains").And.None.Contain("clude")
        );
    }

    [Test]
    public async Task Routes_added_outside_of_the_program_are_drift()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DefaultDeviceProfile", PropertyMap.Of(("splitTunnel", Sample.InlineRoutes)));
        host.Cloudflare.State.Change(data =>
            data.DefaultProfile["include"]!.AsArray().Add(new System.Text.Json.Nodes.JsonObject { ["address"] = "192.0.2.0/24" })
        );

        Assert.That(await host.DriftAsync(stored), Is.EqualTo(["Delete splitTunnel.routes[2]"]));
    }

    [Test]
    public async Task A_list_that_another_resource_managed_meanwhile_is_written_again(
        [Values("DeviceProfile", "DefaultDeviceProfile")] string type,
        [Values("splitTunnel", "fallbackDomains")] string list
    )
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        var profile = type == "DeviceProfile" ? Sample.Profile : PropertyMap.Empty;
        Declaration inline = new(
            type,
            "profile",
            profile.With(
                list,
                list == "splitTunnel" ? Sample.Routes(Sample.Address("10.1.0.0/16")).With("mode", "exclude") : new PropertyArray([])
            )
        );
        Declaration separate = new(
            list == "splitTunnel" ? "SplitTunnel" : "FallbackDomains",
            "list",
            known =>
                (list == "splitTunnel" ? Sample.Routes(Sample.Address("10.2.0.0/16")) : Sample.Domains(Sample.Domain("b.example"))).With(
                    "profileId",
                    type == "DeviceProfile" ? known["DeviceProfile/profile"].Outputs["policyId"] : "default"
                )
        );
        await stack.UpdateAsync([inline]);
        await stack.UpdateAsync([new(type, "profile", profile), separate]);
        await stack.AssertNoDriftAsync();

        await stack.UpdateAsync([inline]);

        await stack.AssertNoDriftAsync();
    }

    [Test]
    public async Task An_imported_list_that_the_program_sets_later_is_managed_without_a_change(
        [Values("DeviceProfile", "DefaultDeviceProfile")] string type,
        [Values("splitTunnel", "fallbackDomains")] string list
    )
    {
        await using var host = await ProviderHost.StartAsync();
        var bare = type == "DeviceProfile" ? Sample.Profile : PropertyMap.Empty;
        var program = bare.With(list, list == "splitTunnel" ? Sample.InlineRoutes : Domains);
        var imported = (await host.ImportAsync(type, (await host.CreateAsync(type, program)).Id))!;
        await host.ConfigureAsync();
        Assert.That(ProviderHost.Describe(await host.DiffAsync(imported, bare)), Is.Empty);
        imported = imported with { Inputs = (await host.CheckAsync(type, bare)).Inputs };

        Assert.That(ProviderHost.Describe(await host.DiffAsync(imported, program)), Is.Empty);

        var managed = imported with { Inputs = (await host.CheckAsync(type, program)).Inputs };
        Assert.That(await host.DriftAsync(managed), Is.Empty);
        var id = type == "DeviceProfile" ? managed.Outputs["policyId"] : "default";
        await using var other = await ProviderHost.BesideAsync(host);
        await other.CreateAsync(
            list == "splitTunnel" ? "SplitTunnel" : "FallbackDomains",
            (list == "splitTunnel" ? Sample.Routes(Sample.Address("192.0.2.0/24")) : Sample.Domains(Sample.Domain("b.example"))).With(
                "profileId",
                id
            )
        );
        await host.ConfigureAsync();
        Assert.That(await host.DriftAsync(managed), Has.Some.Contains(list));
        Assert.That(ProviderHost.Describe(await host.DiffAsync(managed, bare)), Is.EqualTo([$"Delete {list}"]));
        Assert.That((await host.UpdateAsync(managed, bare)).Outputs, Does.Not.ContainKey(list));
    }

    [Test]
    public async Task A_list_that_is_no_longer_set_stays_without_a_request_and_with_a_note()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.Profile.With("splitTunnel", Sample.InlineRoutes));
        host.Cloudflare.ClearRequests();

        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, Sample.Profile)), Is.EqualTo(["Delete splitTunnel"]));
        stored = await host.UpdateAsync(stored, Sample.Profile);

        Assert.That(host.Writes, Is.Empty);
        Assert.That(stored.Outputs, Does.Not.ContainKey("splitTunnel"));
        Assert.That(
            host.Log.Select(entry => $"{entry.Severity} {entry.Message}"),
            Is.EqualTo([
                "Info splitTunnel: is no longer set, so this profile stops managing the list: it stays as it is, unless another resource "
                    + "changes it. (ZT152)",
            ])
        );
    }

    [Test]
    public async Task A_failed_list_keeps_the_profile_in_the_state_and_the_next_update_completes_it()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.Faults.Add("PUT", "**/fallback_domains", Fault.Status(400));
        var program = Sample.Profile.With("splitTunnel", Sample.InlineRoutes).With("fallbackDomains", Domains);

        var failure = await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("DeviceProfile", program));

        var partial = failure!.GetRpcStatus()!.GetDetail<Pulumirpc.ErrorResourceInitFailed>()!;
        var (inputs, _) = await host.CheckAsync("DeviceProfile", program);
        var updated = await host.UpdateAsync(new("DeviceProfile", partial.Id, inputs, PropertyCodec.Read(partial.Properties)), program);
        Assert.That(await host.DriftAsync(updated), Is.Empty);
        Assert.That(host.Cloudflare.State.Read(data => data.Profiles.Count), Is.EqualTo(1));
    }

    [Test]
    public async Task Deleting_the_default_profile_restores_the_lists()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(
            "DefaultDeviceProfile",
            PropertyMap.Of(("splitTunnel", Sample.InlineRoutes), ("fallbackDomains", Domains))
        );

        await host.DestroyAsync(stored);

        var tunnel = await host.InvokeAsync("getSplitTunnel", PropertyMap.Empty);
        Assert.That(tunnel["mode"], Is.EqualTo((PropertyValue)"exclude"));
        Assert.That((PropertyArray)tunnel["routes"], Has.Count.EqualTo(16));
    }

    [Test]
    public async Task Hosts_cannot_be_routed_in_traffic_only_mode()
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync(
            "DeviceProfile",
            Sample
                .Profile.With("serviceModeV2", PropertyMap.Of(("mode", "warp_tunnel_only")))
                .With("splitTunnel", Sample.Routes(Sample.Host("example.com")).With("mode", "exclude"))
        );

        Assert.That(failures.Single(), Does.StartWith("splitTunnel.routes[0].host: ").And.Contain("(ZT126)"));
    }
}

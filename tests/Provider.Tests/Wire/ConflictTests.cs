using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Resources of one program that conflict with each other are reported in the preview.</summary>
internal sealed class ConflictTests
{
    private static PropertyMap TrafficOnly => PropertyMap.Of(("serviceModeV2", PropertyMap.Of(("mode", "warp_tunnel_only"))));

    [TestCase("SplitTunnel", "split tunnel")]
    [TestCase("FallbackDomains", "fallback domains")]
    public async Task Two_owners_of_one_list_are_refused_with_their_names(string type, string what)
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync(type, EveryResource.Full[type], name: "one");

        var (_, failures) = await host.CheckAsync(type, EveryResource.Full[type].With("profileId", host.Cloudflare.AccountId), name: "two");

        Assert.That(
            failures.Single(),
            Does.StartWith($"profileId: {type} 'two' and {type} 'one' both manage the {what} of profile 'default'").And.Contain("(ZT140)")
        );
    }

    [Test]
    public async Task An_entry_of_a_list_with_an_owner_is_refused()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("SplitTunnelRoute", Sample.Address("198.51.100.0/24"), name: "entry");

        var (_, failures) = await host.CheckAsync("SplitTunnel", EveryResource.Full["SplitTunnel"], name: "list");

        Assert.That(failures.Single(), Does.Contain("SplitTunnel 'list' and SplitTunnelRoute 'entry'"));
    }

    [Test]
    public async Task Entries_conflict_only_when_they_are_the_same()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("SplitTunnelRoute", Sample.Address("198.51.100.0/24"), name: "one");

        var (_, others) = await host.CheckAsync("SplitTunnelRoute", Sample.Address("203.0.113.0/24"), name: "two");
        var (_, same) = await host.CheckAsync("SplitTunnelRoute", Sample.Address("198.51.100.9/24"), name: "three");

        Assert.That(others, Is.Empty);
        Assert.That(same.Single(), Does.Contain("(ZT141)").And.Contain("'three'").And.Contain("'one'"));
    }

    [Test]
    public async Task Entries_of_one_profile_are_all_of_one_mode()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("SplitTunnelRoute", Sample.Address("198.51.100.0/24"), name: "one");

        var (_, failures) = await host.CheckAsync(
            "SplitTunnelRoute",
            Sample.Address("203.0.113.0/24").With("mode", "include"),
            name: "two"
        );

        Assert.That(
            failures.Single(),
            Does.StartWith(
                    "mode: SplitTunnelRoute 'two' and SplitTunnelRoute 'one' both decide the mode of the split tunnel of profile 'default'."
                )
                .And.Contain("(ZT168)")
        );
    }

    // The list that leaves the profile stays in effect, so the update would be refused half-way.
    [Test]
    public async Task Entries_of_another_mode_than_the_list_that_leaves_a_profile_are_refused_in_the_preview_in_either_order(
        [Values("DeviceProfile", "DefaultDeviceProfile")] string type,
        [Values("include", "exclude")] string before,
        [Values] bool profileFirst
    )
    {
        await using var host = await ProviderHost.StartAsync();
        var bare = type == "DeviceProfile" ? Sample.Profile : PropertyMap.Empty;
        PropertyMap Inline(string mode) => bare.With("splitTunnel", Sample.Routes(Sample.Address("198.51.100.0/24")).With("mode", mode));
        var profile = await host.CreateAsync(type, Inline(before), "profile");
        var after = before == "include" ? "exclude" : "include";
        PropertyMap Entry(string mode) =>
            Sample
                .Address("198.51.100.0/24")
                .With("profileId", type == "DeviceProfile" ? profile.Outputs["policyId"] : "default")
                .With("mode", mode);
        async Task<string> PreviewAsync(string mode)
        {
            await host.ConfigureAsync();
            if (profileFirst)
            {
                await host.DiffAsync(profile, bare);
                return string.Concat((await host.CheckAsync("SplitTunnelRoute", Entry(mode), name: "entry")).Failures);
            }

            await host.CheckAsync("SplitTunnelRoute", Entry(mode), name: "entry");
            try
            {
                await host.DiffAsync(profile, bare);
                return "";
            }
            catch (RpcException refused)
            {
                return refused.Status.Detail;
            }
        }

        Assert.That(await PreviewAsync(before), Is.Empty);
        Assert.That(
            await PreviewAsync(after),
            Does.Contain("ZT168").And.Contain($"{type} 'profile'").And.Contain("SplitTunnelRoute 'entry'")
        );

        // The way that the message names.
        await host.ConfigureAsync();
        profile = await host.UpdateAsync(profile, Inline(after));
        Assert.That(await PreviewAsync(after), Is.Empty);
        await host.UpdateAsync(profile, bare);
        var entry = await host.CreateAsync("SplitTunnelRoute", Entry(after), "entry");
        Assert.That(await host.DriftAsync(entry), Is.Empty);
    }

    [Test]
    public async Task Two_profiles_with_the_same_precedence_are_refused_with_their_names()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("DeviceProfile", Sample.Profile, name: "one");

        var (_, failures) = await host.CheckAsync("DeviceProfile", Sample.Profile, name: "two");

        Assert.That(
            failures.Single(),
            Does.StartWith("precedence: DeviceProfile 'two' and DeviceProfile 'one' both have precedence 10.").And.Contain("(ZT142)")
        );
    }

    [Test]
    public async Task A_profile_with_an_inline_list_and_another_owner_are_refused_once_its_id_is_known()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Sample.Profile.With("splitTunnel", Sample.InlineRoutes);
        var profile = await host.CreateAsync("DeviceProfile", program, "profile");
        await host.ConfigureAsync();
        await host.CheckAsync("SplitTunnel", EveryResource.Full["SplitTunnel"].With("profileId", profile.Id), name: "list");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.DiffAsync(profile, program));

        Assert.That(refusal!.Status.Detail, Does.Contain("DeviceProfile 'profile' and SplitTunnel 'list'"));
    }

    [Test]
    public async Task A_singleton_of_the_account_has_one_resource(
        [Values(
            "DeviceSettings",
            "GlobalWarpOverride",
            "DefaultDeviceProfile",
            "DeviceCertificates",
            "DeviceRevocation",
            "DeviceProfileOrder"
        )]
            string type
    )
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync(type, EveryResource.Full[type], name: "one");

        var (_, failures) = await host.CheckAsync(type, EveryResource.Full[type], name: "two");

        Assert.That(failures, Has.Some.Contain($"{type} 'two' and {type} 'one' both").And.Some.Contain("(ZT144)"));
    }

    [TestCase("WarpConnectorTunnel", "ZT163")]
    [TestCase("VirtualNetwork", "ZT163")]
    [TestCase("ManagedNetwork", "ZT163")]
    [TestCase("ManagedNetwork", "ZT144")]
    [TestCase("TunnelRoute", "ZT144")]
    public async Task Unique_names_and_values_are_used_once(string type, string code)
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync(type, EveryResource.Full[type], name: "one");

        var (_, failures) = await host.CheckAsync(type, EveryResource.Full[type], name: "two");

        Assert.That(failures, Has.Some.Contain($"({code})"));
    }

    [Test]
    public async Task A_network_has_one_route_per_virtual_network()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("TunnelRoute", Sample.Route.With("virtualNetworkId", Known.NetworkId), name: "one");

        Assert.That((await host.CheckAsync("TunnelRoute", Sample.Route, name: "two")).Failures, Is.Empty);
        Assert.That(
            (await host.CheckAsync("TunnelRoute", Sample.Route.With("virtualNetworkId", PropertyValue.Unknown), name: "three")).Failures,
            Is.Empty
        );
    }

    [TestCase("WarpConnectorConfiguration", true)]
    [TestCase("WarpConnectorConfiguration", false)]
    [TestCase("WarpConnectorFailover", true)]
    [TestCase("WarpConnectorFailover", false)]
    public async Task High_availability_for_a_tunnel_without_ha_is_refused_in_either_order(string type, bool tunnelFirst)
    {
        await using var host = await ProviderHost.StartAsync();
        var tunnel = await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel, "berlin");
        var user = EveryResource.Full[type].With("tunnelId", tunnel.Id);
        await host.ConfigureAsync();
        if (tunnelFirst)
        {
            await host.DiffAsync(tunnel, Sample.Tunnel);

            Assert.That(
                (await host.CheckAsync(type, user, name: "user")).Failures,
                Is.EqualTo([
                    "tunnelId: WarpConnectorTunnel 'berlin' is not highly available: set its ha to true, which replaces the tunnel, or "
                        + "remove this resource. (ZT166)",
                ])
            );
        }
        else
        {
            await host.CheckAsync(type, user, name: "user");

            var refusal = await Assert.ThrowsAsync<RpcException>(() => host.DiffAsync(tunnel, Sample.Tunnel));
            Assert.That(
                refusal!.Status.Detail,
                Is.EqualTo(
                    $"ha: {type} 'user' needs this tunnel to be highly available: set ha to true, which replaces the tunnel, or remove "
                        + "that resource. (ZT166)"
                )
            );
        }
    }

    [Test]
    public async Task A_tunnel_that_may_be_highly_available_goes_with_its_configuration()
    {
        await using var host = await ProviderHost.StartAsync();
        var declared = await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel.With("ha", true), "declared");
        var imported = (await host.ImportAsync("WarpConnectorTunnel", $"{Known.AccountId}/{Known.TunnelId}"))!;
        var plain = await host.CreateAsync("WarpConnectorTunnel", PropertyMap.Of(("name", "plain")), "plain");
        await host.ConfigureAsync();
        await host.DiffAsync(declared, Sample.Tunnel.With("ha", true));
        await host.DiffAsync(imported, imported.Inputs);
        await host.DiffAsync(plain, plain.Inputs);

        foreach (var tunnel in (Stored[])[declared, imported])
        {
            Assert.That(
                (
                    await host.CheckAsync(
                        "WarpConnectorConfiguration",
                        EveryResource.Full["WarpConnectorConfiguration"].With("tunnelId", tunnel.Id),
                        name: tunnel.Name
                    )
                ).Failures,
                Is.Empty
            );
        }

        Assert.That(
            (await host.CheckAsync("WarpConnectorConfiguration", Sample.Ha("none").With("tunnelId", plain.Id), name: "plain")).Failures,
            Is.Empty
        );
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_host_with_a_profile_in_traffic_only_mode_is_refused_in_either_order(bool profileFirst)
    {
        await using var host = await ProviderHost.StartAsync();
        Func<Task<(PropertyMap, IReadOnlyList<string> Failures)>>[] steps =
        [
            () => host.CheckAsync("DefaultDeviceProfile", TrafficOnly, name: "profile"),
            () =>
                host.CheckAsync(
                    "SplitTunnel",
                    Sample.Routes(Sample.Address("192.0.2.0/24"), Sample.Host("intranet.example.com")),
                    name: "list"
                ),
        ];
        var order = profileFirst ? steps : [.. steps.Reverse()];
        await order[0]();

        var (_, failures) = await order[1]();

        Assert.That(
            failures.Single(),
            Does.StartWith(profileFirst ? "routes[1].host: " : "serviceModeV2.mode: ")
                .And.Contain(profileFirst ? "'profile'" : "'list'")
                .And.Contain("(ZT126)")
        );
    }

    [Test]
    public async Task A_host_with_a_new_profile_in_traffic_only_mode_is_refused_once_the_profile_has_an_id()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Sample.Profile.With("serviceModeV2", TrafficOnly["serviceModeV2"]);
        var profile = await host.CreateAsync("DeviceProfile", program, "profile");

        var (_, failures) = await host.CheckAsync(
            "SplitTunnelRoute",
            Sample.Host("intranet.example.com").With("profileId", profile.Id),
            name: "route"
        );

        Assert.That(failures.Single(), Does.StartWith("host: cannot be used with mode 'warp_tunnel_only' of DeviceProfile 'profile'"));

        await host.ConfigureAsync();
        await host.CheckAsync("SplitTunnelRoute", Sample.Host("intranet.example.com").With("profileId", profile.Id), name: "route");
        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.DiffAsync(profile, program));
        Assert.That(refusal!.Status.Detail, Does.Contain("SplitTunnelRoute 'route' routes the host 'intranet.example.com'"));
    }

    [Test]
    public async Task Lists_of_one_profile_that_are_too_long_together_are_refused()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync(
            "SplitTunnel",
            Sample.Routes([.. Enumerable.Range(0, 600).Select(index => Sample.Address($"198.18.{index / 256}.{index % 256}/32"))]),
            name: "routes"
        );
        var domains = Enumerable.Range(0, 401).Select(index => Sample.Domain($"d{index}.example.com")).ToArray();

        var (_, fitting) = await host.CheckAsync("FallbackDomains", Sample.Domains(domains[..400]), name: "domains");
        var (_, failures) = await host.CheckAsync("FallbackDomains", Sample.Domains(domains), name: "domains");

        Assert.That(fitting, Is.Empty);
        Assert.That(
            failures.Single(),
            Is.EqualTo(
                "domains: together with SplitTunnel 'routes' the profile's lists have 1,001 entries; a profile holds at most 1,000. (ZT107)"
            )
        );
    }

    [Test]
    public async Task Missing_values_conflict_with_nothing(
        [Values(
            "WarpConnectorTunnel",
            "WarpConnectorConfiguration",
            "WarpConnectorFailover",
            "VirtualNetwork",
            "ManagedNetwork",
            "TunnelRoute",
            "HostnameRoute",
            "SplitTunnelRoute",
            "FallbackDomain"
        )]
            string type
    )
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync(type, PropertyMap.Empty, name: "one");

        var (_, failures) = await host.CheckAsync(type, PropertyMap.Empty, name: "two");

        Assert.That(failures, Is.Not.Empty.And.All.Not.Contains("'one'"));
    }

    [Test]
    public async Task Unknown_values_conflict_with_nothing()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("SplitTunnel", EveryResource.Full["SplitTunnel"].With("profileId", PropertyValue.Unknown), name: "one");

        var (_, failures) = await host.CheckAsync("SplitTunnel", EveryResource.Full["SplitTunnel"], name: "two");

        Assert.That(failures, Is.Empty);
    }

    [Test]
    public async Task A_new_run_starts_without_conflicts()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("DeviceProfile", Sample.Profile, name: "one");
        await host.ConfigureAsync();

        var (_, failures) = await host.CheckAsync("DeviceProfile", Sample.Profile, name: "two");

        Assert.That(failures, Is.Empty);
    }

    [Test]
    public async Task Values_that_a_resource_no_longer_uses_are_free()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("DeviceProfile", Sample.Profile, name: "one");
        await host.CheckAsync("DeviceProfile", Sample.Profile.With("precedence", 11), name: "one");

        var (_, failures) = await host.CheckAsync("DeviceProfile", Sample.Profile, name: "two");

        Assert.That(failures, Is.Empty);
    }
}

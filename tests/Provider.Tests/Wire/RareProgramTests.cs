using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Programs that few write; each did harm once.</summary>
internal sealed class RareProgramTests
{
    [Test]
    public async Task An_empty_list_of_suffixes_is_a_change_when_the_profile_did_not_manage_them()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", A.Profile);
        var program = A.Profile.With("fallbackDomains", new PropertyArray([]));

        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, program)), Is.EqualTo(["Add fallbackDomains"]));
        stored = await host.UpdateAsync(stored, program);
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [Test]
    public async Task An_empty_exclude_list_ends_include_mode()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("SplitTunnel", A.Routes(A.Address("192.0.2.0/24")).With("mode", "include"));
        stored = await host.UpdateAsync(stored, A.Routes());

        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [Test]
    public async Task Texts_within_a_secret_object_are_not_in_failures()
    {
        await using var host = await ProviderHost.StartAsync();
        var (_, failures) = await host.CheckAsync(
            "FallbackDomains",
            A.Domains().With("domains", new PropertyArray([new PropertySecret(A.Domain("hidden..example"))]))
        );

        Assert.That(failures, Has.Count.EqualTo(1).And.All.Not.Contain("hidden"));
    }

    [Test]
    public async Task What_a_secret_list_was_changed_from_is_not_in_messages()
    {
        await using var host = await ProviderHost.StartAsync();
        PropertyMap Program(string mode) =>
            A.Profile.With("splitTunnel", new PropertySecret(A.Routes(A.Address("192.0.2.0/24")).With("mode", mode)));
        var stored = await host.CreateAsync("DeviceProfile", Program("exclude"));
        await host.DiffAsync(stored, Program("include"));

        Assert.That(host.Log.Select(entry => entry.Message), Has.One.Contains("ZT137").And.All.Not.Contains("'include'"));
    }

    [Test]
    public async Task A_tunnel_whose_account_is_written_in_upper_case_is_updated()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = A.Tunnel.With("accountId", A.AccountId.ToUpperInvariant());
        var stored = await host.CreateAsync("WarpConnectorTunnel", program);

        stored = await host.UpdateAsync(stored, program.With("name", "porto"));
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [TestCase("0x1f", "0x1f")]
    [TestCase("bücher.example", "bücher.example")]
    [TestCase("bücher.example", "xn--bcher-kva.example.")]
    public async Task An_entry_is_found_by_any_spelling_of_its_name(string host, string typed)
    {
        await using var provider = await ProviderHost.StartAsync();
        var stored = await provider.CreateAsync("SplitTunnelRoute", A.Host(host));

        Assert.That(await provider.DriftAsync(stored), Is.Empty);
        Assert.That(await provider.ImportAsync("SplitTunnelRoute", $"{A.AccountId}/default/{typed}"), Is.Not.Null);
    }

    [Test]
    public async Task A_suffix_keeps_the_description_that_the_program_does_not_manage()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("FallbackDomain", A.Domain("corp.example.com"));
        await using (var other = await ProviderHost.BesideAsync(host))
        {
            await other.UpdateAsync(stored, A.Domain("corp.example.com").With("description", "Office"));
        }

        await using var later = await ProviderHost.BesideAsync(host);
        stored = await later.UpdateAsync((await later.ReadAsync(stored))!, A.Domain("corp.example.com", "10.0.0.53"));
        Assert.That(stored.Outputs["description"], Is.EqualTo((PropertyValue)"Office"));
    }

    [Test]
    public async Task A_change_of_virtual_addresses_keeps_the_previous_ones_that_the_program_does_not_manage()
    {
        await using var host = await ProviderHost.StartAsync();
        PropertyMap Vips(string address) => PropertyMap.Of(("vips", new PropertyArray([address])));
        var stored = await host.CreateAsync(
            "WarpConnectorConfiguration",
            A.Ha("local", Vips("10.0.0.10").With("vipsPrevious", new PropertyArray(["10.0.0.9"])))
        );

        stored = await host.UpdateAsync(stored, A.Ha("local", Vips("10.0.0.11")));
        Assert.That(stored.Outputs.At("config.vipsPrevious"), Is.EqualTo(new PropertyArray(["10.0.0.9"])));
    }

    [Test]
    public async Task A_change_of_endpoints_keeps_the_switch_that_the_program_does_not_manage()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", A.Profile.With("globalAcceleration", A.Acceleration));

        stored = await host.UpdateAsync(
            stored,
            A.Profile.With("globalAcceleration", A.Acceleration.Without("autoswitch").With("enabled", false))
        );
        Assert.That(stored.Outputs.At("globalAcceleration.autoswitch"), Is.EqualTo((PropertyValue)true));
    }

    [Test]
    public async Task A_preview_does_not_know_what_a_change_of_mode_makes_of_the_configuration()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("WarpConnectorConfiguration", A.Ha("aws", PropertyMap.Of(("fnrId", "eni-1"))));

        Assert.That((await host.PreviewUpdateAsync(stored, A.Ha("none")))["config"], Is.EqualTo(PropertyValue.Unknown));
    }

    [Test]
    public async Task A_route_that_an_interrupted_run_left_is_adopted_when_the_program_names_the_tunnel_by_its_resource_id()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = A.Route.With("tunnelId", $"{A.AccountId}/{A.TunnelId}");
        var left = await host.CreateAsync("TunnelRoute", program);

        await using var later = await ProviderHost.BesideAsync(host);
        await later.ConfigureAsync(adoptExisting: true);
        Assert.That((await later.CreateAsync("TunnelRoute", program)).Id, Is.EqualTo(left.Id));
    }
}

using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Unusual programs; each once caused a bug.</summary>
internal sealed class RareProgramTests
{
    [Test]
    public async Task An_empty_list_of_previously_unmanaged_suffixes_is_a_change()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.Profile);
        var program = Sample.Profile.With("fallbackDomains", new PropertyArray([]));

        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, program)), Is.EqualTo(["Add fallbackDomains"]));
        stored = await host.UpdateAsync(stored, program);
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [Test]
    public async Task An_empty_exclude_list_ends_include_mode()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("SplitTunnel", Sample.Routes(Sample.Address("192.0.2.0/24")).With("mode", "include"));
        stored = await host.UpdateAsync(stored, Sample.Routes());

        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [Test]
    public async Task Strings_within_a_secret_object_are_not_in_failures()
    {
        await using var host = await ProviderHost.StartAsync();
        var (_, failures) = await host.CheckAsync(
            "FallbackDomains",
            Sample.Domains().With("domains", new PropertyArray([new PropertySecret(Sample.Domain("hidden..example"))]))
        );

        Assert.That(failures, Has.Count.EqualTo(1).And.All.Not.Contain("hidden"));
    }

    [Test]
    public async Task Old_values_of_a_secret_list_are_not_in_messages()
    {
        await using var host = await ProviderHost.StartAsync();
        PropertyMap Program(string mode) =>
            Sample.Profile.With("splitTunnel", new PropertySecret(Sample.Routes(Sample.Address("192.0.2.0/24")).With("mode", mode)));
        var stored = await host.CreateAsync("DeviceProfile", Program("exclude"));
        await host.DiffAsync(stored, Program("include"));

        Assert.That(host.Log.Select(entry => entry.Message), Has.One.Contains("ZT137").And.All.Not.Contains("'include'"));
    }

    [Test]
    public async Task A_tunnel_with_an_upper_case_account_is_updated()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Sample.Tunnel.With("accountId", Known.AccountId.ToUpperInvariant());
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
        var stored = await provider.CreateAsync("SplitTunnelRoute", Sample.Host(host));

        Assert.That(await provider.DriftAsync(stored), Is.Empty);
        Assert.That(await provider.ImportAsync("SplitTunnelRoute", $"{Known.AccountId}/default/{typed}"), Is.Not.Null);
    }

    [Test]
    public async Task A_suffix_keeps_its_unmanaged_description()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("FallbackDomain", Sample.Domain("corp.example.com"));
        await using (var other = await ProviderHost.BesideAsync(host))
        {
            await other.UpdateAsync(stored, Sample.Domain("corp.example.com").With("description", "Office"));
        }

        await using var later = await ProviderHost.BesideAsync(host);
        stored = await later.UpdateAsync((await later.ReadAsync(stored))!, Sample.Domain("corp.example.com", "10.0.0.53"));
        Assert.That(stored.Outputs["description"], Is.EqualTo((PropertyValue)"Office"));
    }

    [Test]
    public async Task A_change_of_virtual_addresses_keeps_the_unmanaged_previous_ones()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(
            "WarpConnectorConfiguration",
            Sample.Ha("local", new() { Vips = ["10.0.0.10"], VipsPrevious = ["10.0.0.9"] })
        );

        stored = await host.UpdateAsync(stored, Sample.Ha("local", new() { Vips = ["10.0.0.11"] }));
        Assert.That(stored.Outputs.At("config.vipsPrevious"), Is.EqualTo(new PropertyArray(["10.0.0.9"])));
    }

    [Test]
    public async Task A_change_of_endpoints_keeps_the_unmanaged_switch()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.Profile.With("globalAcceleration", Sample.Acceleration));

        stored = await host.UpdateAsync(
            stored,
            Sample.Profile.With("globalAcceleration", Sample.Acceleration.Without("autoswitch").With("enabled", false))
        );
        Assert.That(stored.Outputs.At("globalAcceleration.autoswitch"), Is.EqualTo((PropertyValue)true));
    }

    [Test]
    public async Task In_a_preview_the_configuration_after_a_change_of_mode_is_unknown()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("WarpConnectorConfiguration", Sample.Ha("aws", new() { FnrId = "eni-1" }));

        Assert.That((await host.PreviewUpdateAsync(stored, Sample.Ha("none")))["config"], Is.EqualTo(PropertyValue.Unknown));
    }

    [Test]
    public async Task A_route_of_an_interrupted_run_is_adopted_if_its_tunnel_is_given_by_resource_id()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Sample.Route.With("tunnelId", $"{Known.AccountId}/{Known.TunnelId}");
        var left = await host.CreateAsync("TunnelRoute", program);

        await using var later = await ProviderHost.BesideAsync(host);
        await later.ConfigureAsync(adoptExisting: true);
        Assert.That((await later.CreateAsync("TunnelRoute", program)).Id, Is.EqualTo(left.Id));
    }
}

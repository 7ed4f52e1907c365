using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>An import followed by the matching program shows no change.</summary>
internal sealed class ImportTests
{
    private static PropertyArray Domains => new([Sample.Domain("corp.example.com", "10.0.0.53")]);

    [TestCase("DeviceProfile")]
    [TestCase("DefaultDeviceProfile")]
    public async Task Lists_of_a_profile_are_known_after_an_import(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var program = (type == "DeviceProfile" ? Sample.Profile : PropertyMap.Of(("switchLocked", true)))
            .With("splitTunnel", Sample.InlineRoutes)
            .With("fallbackDomains", Domains);
        var stored = await host.CreateAsync(type, program);

        var imported = (await host.ImportAsync(type, stored.Id))!;

        Assert.That(ProviderHost.Describe(await host.DiffAsync(imported, program)), Is.Empty);
        Assert.That(imported.Inputs.Keys, Has.No.Member("splitTunnel").And.No.Member("fallbackDomains"), "lists may be separate resources");
    }

    [TestCase("SplitTunnel")]
    [TestCase("FallbackDomains")]
    public async Task A_list_with_defaults_shows_no_change_in_any_spelling(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var entries = type == "SplitTunnel" ? "routes" : "domains";
        var own = type == "SplitTunnel" ? Sample.Address("198.51.100.0/24", "Ours") : Sample.Domain("corp.example.com", "10.0.0.53");
        var program = PropertyMap.Of((entries, new PropertyArray([own]))).With("includeDefaults", true);
        var stored = await host.CreateAsync(type, program);

        var imported = (await host.ImportAsync(type, stored.Id))!;

        Assert.That(imported.Inputs["includeDefaults"], Is.EqualTo((PropertyValue)true));
        Assert.That(ProviderHost.Describe(await host.DiffAsync(imported, program)), Is.Empty);
        var everything = new PropertyArray([own, .. (PropertyArray)stored.Outputs["defaults"]]);
        Assert.That(ProviderHost.Describe(await host.DiffAsync(imported, PropertyMap.Of((entries, everything)))), Is.Empty);
        var without = new PropertyArray([own, .. ((PropertyArray)stored.Outputs["defaults"]).Skip(1)]);
        Assert.That(ProviderHost.Describe(await host.DiffAsync(imported, PropertyMap.Of((entries, without)))), Is.Not.Empty);
    }

    // The C# that `pulumi import` writes for an empty list does not compile.
    [TestCase("SplitTunnel", "routes")]
    [TestCase("FallbackDomains", "domains")]
    public async Task A_list_with_nothing_but_defaults_is_imported_without_entries(string type, string entries)
    {
        await using var host = await ProviderHost.StartAsync();

        var imported = (await host.ImportAsync(type, $"{host.Cloudflare.AccountId}/default"))!;

        Assert.That(imported.Inputs, Is.EqualTo(PropertyMap.Of(("includeDefaults", true))));
        Assert.That((PropertyArray)imported.Outputs[entries], Is.Empty);
        var program = (await host.CheckAsync(type, imported.Inputs)).Inputs;
        Assert.That(ProviderHost.Describe(await host.DiffAsync(imported, program)), Is.Empty);
        Assert.That(await host.DriftAsync(imported), Is.Empty);
    }

    [TestCase("SplitTunnel", "routes")]
    [TestCase("FallbackDomains", "domains")]
    public async Task An_entry_that_is_added_after_the_import_of_the_defaults_is_drift(string type, string entries)
    {
        await using var host = await ProviderHost.StartAsync();
        var imported = (await host.ImportAsync(type, $"{host.Cloudflare.AccountId}/default"))!;
        await host.CreateAsync(
            type == "SplitTunnel" ? "SplitTunnelRoute" : "FallbackDomain",
            type == "SplitTunnel" ? Sample.Address("198.51.100.0/24") : Sample.Domain("corp.example.com")
        );

        Assert.That(await host.DriftAsync(imported), Has.Some.Contains(entries));
    }

    [Test]
    public async Task A_list_without_some_defaults_shows_no_change()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Sample
            .Routes(Sample.Address("198.51.100.0/24"))
            .With("includeDefaults", true)
            .With("exceptDefaults", new PropertyArray(["10.0.0.0/8"]));
        var stored = await host.CreateAsync("SplitTunnel", program);

        var imported = (await host.ImportAsync("SplitTunnel", stored.Id))!;

        Assert.That(ProviderHost.Describe(await host.DiffAsync(imported, program)), Is.Empty);
    }

    [TestCase("SplitTunnel")]
    [TestCase("FallbackDomains")]
    public async Task An_account_alone_imports_the_lists_of_its_default_profile(string type)
    {
        await using var host = await ProviderHost.StartAsync();

        var imported = await host.ImportAsync(type, host.Cloudflare.AccountId);

        Assert.That(imported!.Id, Is.EqualTo($"{host.Cloudflare.AccountId}/default"));
    }

    [Test]
    public async Task The_first_secretVersion_of_an_imported_tunnel_keeps_its_secret()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel);
        var imported = (await host.ImportAsync("WarpConnectorTunnel", stored.Id))!;
        var program = Sample.Tunnel.With("secretVersion", "1");

        Assert.That(ProviderHost.Describe(await host.DiffAsync(imported, program)), Is.Empty);
        var adopted = imported with { Inputs = (await host.CheckAsync("WarpConnectorTunnel", program)).Inputs };
        Assert.That(
            ProviderHost.Describe(await host.DiffAsync(adopted, program.With("secretVersion", "2"))),
            Is.EqualTo(["Update secretVersion"])
        );
        Assert.That(
            ProviderHost.Describe(await host.DiffAsync(stored, program)),
            Is.EqualTo(["Add secretVersion"]),
            "a tunnel created by the program rotates its secret"
        );
    }

    // The token of a tunnel has its secret.
    [Test]
    public async Task The_secret_of_an_imported_tunnel_is_a_change_only_if_it_is_another()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Sample.Tunnel.With("tunnelSecret", new PropertySecret(Known.Secret));
        var imported = (await host.ImportAsync("WarpConnectorTunnel", (await host.CreateAsync("WarpConnectorTunnel", program)).Id))!;
        var other = Sample.Tunnel.With("tunnelSecret", new PropertySecret(Convert.ToBase64String(new byte[32])));
        var unreadable = imported with { Outputs = imported.Outputs.With("token", new PropertySecret("no JSON")) };

        Assert.That(ProviderHost.Describe(await host.DiffAsync(imported, program)), Is.Empty);
        Assert.That(ProviderHost.Describe(await host.DiffAsync(imported, other)), Is.EqualTo(["Add tunnelSecret"]));
        Assert.That(ProviderHost.Describe(await host.DiffAsync(unreadable, program)), Is.EqualTo(["Add tunnelSecret"]));
    }

    [TestCase("WarpConnectorTunnel", "created with ha:")]
    [TestCase("DefaultDeviceProfile", "lanAllowMinutes and lanAllowSubnetSize")]
    public async Task What_an_import_cannot_read_is_reported_once(string type, string what)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, type == "WarpConnectorTunnel" ? Sample.Tunnel : PropertyMap.Empty);

        var imported = (await host.ImportAsync(type, stored.Id))!;
        await host.ReadAsync(imported);

        Assert.That(host.Log.Select(entry => entry.Message), Has.Exactly(1).Contains(what));
    }

    [TestCase("DeviceProfile", "accountId/policyId")]
    [TestCase("WarpConnectorTunnel", "accountId/tunnelId")]
    [TestCase("ManagedNetwork", "accountId/networkId")]
    public async Task The_error_about_a_malformed_id_has_the_expected_form(string type, string form)
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.ImportAsync(type, "wrong-id"));

        Assert.That(refusal!.Message, Does.Contain($"write {form}").And.Contain("is a UUID"));
    }

    // An ID in another spelling replaces an imported resource: the engine imports the same object and then deletes it under the old ID.
    [Test]
    public async Task An_object_that_is_imported_again_is_not_deleted()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.Profile);
        await host.ConfigureAsync();

        var again = await host.ImportAsync("DeviceProfile", stored.Id.Split('/')[1]);
        await host.DeleteAsync(stored);

        Assert.That(again!.Id, Is.EqualTo(stored.Id));
        Assert.That(await host.ReadAsync(stored), Is.Not.Null);
    }
}

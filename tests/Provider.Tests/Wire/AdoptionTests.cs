using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>
/// A run that is interrupted during a create leaves an unrecorded object. The next run adopts it if adoptExisting is set.
/// </summary>
internal sealed class AdoptionTests
{
    private static IEnumerable<string> Types => EveryResource.Objects;

    [Test]
    public async Task An_existing_object_is_refused_with_the_ways_to_manage_it([ValueSource(nameof(Types))] string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var existing = await host.CreateAsync(type, EveryResource.Full[type]);
        await host.ConfigureAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync(type, EveryResource.Full[type]));

        Assert.That(
            refusal!.Status.Detail,
            Does.Contain($"pulumi import zerotrust:index:{type} test {existing.Id}")
                .And.Contain("ZEROTRUST_ADOPT_EXISTING=true")
                .And.Contain("deleteBeforeReplace")
        );
        Assert.That(await host.DriftAsync(existing), Is.Empty);
    }

    [Test]
    public async Task The_environment_allows_adoption()
    {
        await using var host = await ProviderHost.StartAsync(environment: variable =>
            variable == "ZEROTRUST_ADOPT_EXISTING" ? "true" : null
        );
        var existing = await host.CreateAsync("VirtualNetwork", EveryResource.Full["VirtualNetwork"]);
        await host.ConfigureAsync();

        Assert.That((await host.CreateAsync("VirtualNetwork", EveryResource.Full["VirtualNetwork"])).Id, Is.EqualTo(existing.Id));
    }

    [Test]
    public async Task A_highly_available_tunnel_is_not_adopted_since_ha_cannot_be_read()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel);
        await DieAsync(host);

        await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel.With("ha", true)));
    }

    [Test]
    public async Task Objects_left_by_an_interrupted_run_are_adopted([ValueSource(nameof(Types))] string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var left = await host.CreateAsync(type, Adoptable(type));
        await DieAsync(host);

        var stored = await host.CreateAsync(type, Adoptable(type));

        Assert.That(stored.Id, Is.EqualTo(left.Id));
        Assert.That(await host.DriftAsync(stored), Is.Empty);
        Assert.That(
            Warnings(host),
            Has.Exactly(1)
                .Contains($"Adopted '{left.Id}' instead of creating it")
                .And.Contains($"pulumi state delete 'urn:pulumi:dev::office::zerotrust:index:{type}::test'")
        );
    }

    [Test]
    public async Task A_profile_without_a_precedence_is_also_found()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Sample.FullProfile.Without("precedence");
        var left = await host.CreateAsync("DeviceProfile", program);
        var other = await host.CreateAsync("DeviceProfile", program.With("name", "Other"), "other");
        await DieAsync(host);

        var stored = await host.CreateAsync("DeviceProfile", program);

        Assert.That(stored.Id, Is.EqualTo(left.Id));
        Assert.That(stored.Id, Is.Not.EqualTo(other.Id));
        Assert.That(Profiles(host), Is.EqualTo(2));
    }

    [Test]
    public async Task A_browser_extension_profile_is_also_found()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = PropertyMap.Of(
            ("name", "Browsers"),
            ("profileType", "browser_extension"),
            ("browserExtensionConfig", PropertyMap.Of(("proxyControl", "locked"), ("proxyEnabled", true)))
        );
        var left = await host.CreateAsync("DeviceProfile", program);
        await DieAsync(host);

        Assert.That((await host.CreateAsync("DeviceProfile", program)).Id, Is.EqualTo(left.Id));
    }

    [Test]
    public async Task Lists_that_the_interrupted_run_had_not_written_are_written()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CreateAsync("DeviceProfile", Sample.Profile);
        await DieAsync(host);

        var stored = await host.CreateAsync(
            "DeviceProfile",
            Sample
                .Profile.With("splitTunnel", Sample.InlineRoutes)
                .With("fallbackDomains", new PropertyArray([Sample.Domain("corp.example.com")]))
        );

        Assert.That(await host.DriftAsync(stored), Is.Empty);
        Assert.That(
            host.Writes.TakeLast(2).Select(request => $"{request.Method} {request.Path.Split('/')[^1]}"),
            Is.EqualTo(["PUT include", "PUT fallback_domains"])
        );
    }

    [Test]
    public async Task An_object_that_differs_from_the_program_is_refused_with_the_import_command()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CreateAsync("TunnelRoute", EveryResource.Full["TunnelRoute"]);
        await DieAsync(host);

        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            host.CreateAsync("TunnelRoute", EveryResource.Full["TunnelRoute"].With("comment", "Lisbon"))
        );

        Assert.That(refusal!.Status.Detail, Does.Contain("pulumi import zerotrust:index:TunnelRoute test"));
    }

    [Test]
    public async Task A_route_in_another_virtual_network_is_neither_adopted_nor_named()
    {
        await using var host = await ProviderHost.StartAsync();
        var lab = await host.CreateAsync("VirtualNetwork", Sample.VirtualNetwork, "lab");
        await host.CreateAsync("TunnelRoute", Sample.Route.With("virtualNetworkId", lab.Id), "there");
        var other = await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel, "other");
        var here = await host.CreateAsync("TunnelRoute", Sample.Route.With("tunnelId", other.Id), "here");
        await DieAsync(host);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("TunnelRoute", Sample.Route));

        Assert.That(refusal!.Status.Detail, Does.Contain($"pulumi import zerotrust:index:TunnelRoute test {here.Id}"));
    }

    [Test]
    public async Task A_tunnel_that_has_run_is_not_adopted()
    {
        await using var host = await ProviderHost.StartAsync();
        var left = await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel);
        host.Cloudflare.Seed.Connector(left.Id.Split('/')[1]);
        await DieAsync(host);

        await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel));
    }

    [Test]
    public async Task A_tunnel_unused_for_a_long_time_is_not_adopted()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel);
        host.Cloudflare.State.Change(data =>
        {
            foreach (var tunnel in data.Tunnels)
            {
                tunnel["created_at"] = "2026-01-01T00:00:00Z";
            }
        });
        await DieAsync(host);

        await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel));
    }

    [Test]
    public async Task An_adopted_tunnel_gets_the_declared_secret()
    {
        await using var host = await ProviderHost.StartAsync();
        var left = await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel);
        await DieAsync(host);

        var stored = await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel.With("tunnelSecret", new PropertySecret(Known.Secret)));

        Assert.That(stored.Id, Is.EqualTo(left.Id));
        Assert.That(stored.Outputs["token"], Is.Not.EqualTo(left.Outputs["token"]));
    }

    [Test]
    public async Task An_object_of_another_resource_of_the_program_is_not_adopted([ValueSource(nameof(Types))] string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var first = await host.CreateAsync(type, EveryResource.Full[type], "first");
        await host.ConfigureAsync();

        // An update changes the first one, so that the program has no conflict.
        await host.DiffAsync(first, EveryResource.Another(type));
        var second = await CreateAsync(host, type, "second");

        Assert.That(second?.Id, Is.Not.EqualTo(first.Id));
        Assert.That(Warnings(host), Is.Empty);
    }

    [Test]
    public async Task Deleting_an_adopted_object_under_its_old_name_keeps_it([ValueSource(nameof(Types))] string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var old = await host.CreateAsync(type, Adoptable(type), "old");
        await DieAsync(host);
        var renamed = await host.CreateAsync(type, Adoptable(type), "new");

        await host.DeleteAsync(old);

        Assert.That(renamed.Id, Is.EqualTo(old.Id));
        Assert.That(await host.ReadAsync(renamed), Is.Not.Null);
        Assert.That(host.Writes.Where(request => request.Method == "DELETE"), Is.Empty);
    }

    // The update that adopted it may have ended before deleting the old name because of another failure.
    [Test]
    public async Task Deleting_the_old_name_in_a_later_run_also_keeps_it([ValueSource(nameof(Types))] string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var old = await host.CreateAsync(type, Adoptable(type), "old");
        await DieAsync(host);
        var renamed = await host.CreateAsync(type, Adoptable(type), "new");
        await DieAsync(host);

        await host.DiffAsync(renamed, Adoptable(type));
        await host.DeleteAsync(old);

        Assert.That(await host.ReadAsync(renamed), Is.Not.Null);
        Assert.That(host.Log.Last().Message, Is.EqualTo($"'{old.Id}' was not deleted: the program still has it."));
    }

    [Test]
    public async Task A_replaced_object_is_deleted_under_either_name([Values("old", "new")] string name)
    {
        await using var host = await ProviderHost.StartAsync();
        var old = await host.CreateAsync("DeviceProfile", Sample.Profile, "old");
        await DieAsync(host);

        // With an alias, the engine compares under the new name and deletes under the old one.
        var browser = PropertyMap.Of(
            ("name", "Browsers"),
            ("profileType", "browser_extension"),
            ("browserExtensionConfig", PropertyMap.Of(("proxyControl", "locked"), ("proxyEnabled", true)))
        );
        await host.DiffAsync(old with { Name = name }, browser);
        await host.CreateAsync("DeviceProfile", browser, name);
        await host.DeleteAsync(old);

        Assert.That(await host.ReadAsync(old), Is.Null);
    }

    [Test]
    public async Task Deleting_the_old_name_of_a_singleton_does_not_undo_the_new_one(
        [Values(
            "SplitTunnel",
            "FallbackDomains",
            "DefaultDeviceProfile",
            "DeviceSettings",
            "DeviceCertificates",
            "GlobalWarpOverride",
            "WarpConnectorConfiguration",
            "DeviceRevocation"
        )]
            string type
    )
    {
        await using var host = await ProviderHost.StartAsync();
        var old = await host.CreateAsync(type, EveryResource.Full[type], "old");
        await DieAsync(host);
        var renamed = await host.CreateAsync(type, EveryResource.Full[type], "new");

        await host.DeleteAsync(old);

        Assert.That(renamed.Id, Is.EqualTo(old.Id));
        Assert.That(await host.DriftAsync(renamed), Is.Empty);
    }

    // This includes replacements requested by the user: if the engine created first, it would then delete the new object.
    [Test]
    public async Task Singletons_are_deleted_before_they_are_replaced(
        [Values("SplitTunnel", "FallbackDomains", "SplitTunnelRoute", "DeviceSettings", "TunnelRoute", "WarpConnectorTunnel")] string type
    )
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, EveryResource.Full[type]);

        Assert.That((await host.DiffAsync(stored, EveryResource.Full[type])).DeleteBeforeReplace, Is.True);
    }

    [Test]
    public async Task Other_objects_are_created_before_the_old_one_is_deleted([Values("SplitTunnel", "VirtualNetwork")] string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, EveryResource.Full[type]);
        var program =
            type == "SplitTunnel"
                ? EveryResource.Full[type].With("profileId", Known.NetworkId)
                : EveryResource.Full[type].With("name", "other");

        Assert.That((await host.DiffAsync(stored, program)).DeleteBeforeReplace, Is.False);
    }

    [Test]
    public async Task Objects_deleted_in_this_run_are_not_found_again()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Sample.Profile.Without("precedence");
        var old = await host.CreateAsync("DeviceProfile", program);
        await DieAsync(host);
        await host.CreateAsync("DeviceProfile", program.With("name", "Other"), "other");

        await host.DeleteAsync(old);
        var stored = await host.CreateAsync("DeviceProfile", program);

        Assert.That(stored.Id, Is.Not.EqualTo(old.Id));
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    // The API does not return whether a tunnel was created with ha.
    private static PropertyMap Adoptable(string type) => EveryResource.Full[type].Without("ha");

    // The next process knows nothing of the previous one.
    private static async Task DieAsync(ProviderHost host) => await host.ConfigureAsync(adoptExisting: true);

    private static async Task<Stored?> CreateAsync(ProviderHost host, string type, string name)
    {
        try
        {
            return await host.CreateAsync(type, EveryResource.Full[type], name);
        }
        catch (RpcException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Warnings(ProviderHost host) =>
        host.Log.Where(message => message.Severity == Pulumirpc.LogSeverity.Warning).Select(message => message.Message);

    private static int Profiles(ProviderHost host) => host.Cloudflare.State.Read(data => data.Profiles.Count);
}

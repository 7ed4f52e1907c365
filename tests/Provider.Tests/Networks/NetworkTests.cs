using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.Networks;

/// <summary>Routes, virtual networks and managed networks, over gRPC.</summary>
internal sealed class NetworkTests
{
    [Test]
    public async Task A_network_is_sent_in_canonical_form_and_stored_as_written()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(
            "TunnelRoute",
            Sample.Route.With("network", "2001:0DB8::/32").With("tunnelId", $"{host.Cloudflare.AccountId}/{Known.TunnelId}")
        );

        Assert.That(host.Writes.Single().Body, Does.Contain("\"2001:db8::/32\"").And.Contain($"\"tunnel_id\":\"{Known.TunnelId}\""));
        Assert.That(stored.Outputs["network"], Is.EqualTo((PropertyValue)"2001:0DB8::/32"));
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    // Another network that becomes the default one demotes this one, which the stored state does not show.
    [Test]
    public async Task The_default_network_changes_there_and_back()
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        PropertyMap Network(string name, string byDefault) =>
            name == byDefault ? PropertyMap.Of(("name", name), ("isDefaultNetwork", true)) : PropertyMap.Of(("name", name));
        Declaration[] Program(string byDefault) =>
            [new("VirtualNetwork", "a", Network("a", byDefault)), new("VirtualNetwork", "b", Network("b", byDefault))];

        foreach (var byDefault in (string[])["a", "b", "a"])
        {
            await stack.UpdateAsync(Program(byDefault));

            Assert.That(
                host.Cloudflare.State.Read(data =>
                    data.VirtualNetworks.Where(network => (bool?)network["is_default_network"] is true)
                        .Select(network => (string?)network["name"])
                        .ToArray()
                ),
                Is.EqualTo([byDefault])
            );
        }
    }

    [Test]
    public async Task A_route_moves_to_another_network_without_being_replaced()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("TunnelRoute", Sample.Route);
        host.Cloudflare.ClearRequests();

        var program = Sample.Route.With("network", "10.21.0.0/16");
        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, program)), Is.EqualTo(["Update network"]));
        await host.UpdateAsync(stored, program);

        Assert.That(host.Writes.Single().Body, Is.EqualTo("""{"network":"10.21.0.0/16"}"""));
    }

    // Neither a tunnel nor a virtual network can be deleted while routes lead to it, so their replacement deletes the routes first.
    [TestCase("tunnelId", "aaaaaaaa-0000-4000-8000-000000000001")]
    [TestCase("virtualNetworkId", "bbbbbbbb-0000-4000-8000-000000000001")]
    public async Task A_route_is_replaced_with_what_it_refers_to_and_otherwise_moves_in_place(string reference, string other)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("TunnelRoute", Sample.Route);

        var unknown = await host.DiffAsync(stored, Sample.Route.With(reference, PropertyValue.Unknown));
        var known = await host.DiffAsync(stored, Sample.Route.With(reference, other));

        Assert.That(ProviderHost.Describe(unknown), Is.EqualTo([$"UpdateReplace {reference}"]));
        Assert.That(unknown.DeleteBeforeReplace, Is.True);
        Assert.That(ProviderHost.Describe(known), Is.EqualTo([$"Update {reference}"]));
    }

    [Test]
    public async Task An_already_routed_network_is_refused_with_the_import_command()
    {
        await using var host = await ProviderHost.StartAsync();
        var first = await host.CreateAsync("TunnelRoute", Sample.Route);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("TunnelRoute", Sample.Route));

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
        Assert.That(
            refusal.Status.Detail,
            Does.Contain("lisbon").And.Contain($"pulumi import zerotrust:index:TunnelRoute test {first.Id}")
        );
    }

    [Test]
    public async Task A_route_deleted_with_its_tunnel_is_gone_and_deleted_without_an_error()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("TunnelRoute", Sample.Route);
        host.Cloudflare.State.Change(data => data.TeamnetRoutes.Find(stored.Id.Split('/')[1])!["deleted_at"] = "2026-02-01T00:00:00Z");

        Assert.That(await host.DriftAsync(stored), Is.EqualTo(["gone"]).Or.Empty);
        await host.DestroyAsync(stored);
        Assert.That(await host.ReadAsync(stored), Is.Null);
    }

    [Test]
    public async Task Demoting_the_default_virtual_network_is_refused_in_the_preview()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = PropertyMap.Of(("name", "main"), ("isDefaultNetwork", true));
        var stored = await host.CreateAsync("VirtualNetwork", program);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.DiffAsync(stored, program.With("isDefaultNetwork", false)));

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
        Assert.That(refusal.Status.Detail, Does.Contain("another VirtualNetwork"));
        Assert.That(
            ProviderHost.Describe(await host.DiffAsync(stored, program.Without("isDefaultNetwork"))),
            Is.Empty,
            "an unset property does not demote the network"
        );
    }

    [Test]
    public async Task The_default_virtual_network_cannot_be_deleted_and_the_error_says_why()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("VirtualNetwork", PropertyMap.Of(("name", "main"), ("isDefaultNetwork", true)));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.DestroyAsync(stored));

        Assert.That(refusal!.Status.Detail, Does.Contain("'main' is the account's default network"));
    }

    [Test]
    public async Task A_virtual_network_with_routes_cannot_be_deleted_and_the_error_says_why()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("VirtualNetwork", PropertyMap.Of(("name", "staging")));
        await host.CreateAsync("TunnelRoute", Sample.Route.With("virtualNetworkId", stored.Outputs["virtualNetworkId"]));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.DestroyAsync(stored));

        Assert.That(refusal!.Status.Detail, Does.Contain("routes"));
    }

    [Test]
    public async Task A_virtual_network_with_an_existing_name_is_refused_with_the_import_command()
    {
        await using var host = await ProviderHost.StartAsync();
        var first = await host.CreateAsync("VirtualNetwork", PropertyMap.Of(("name", "staging")));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("VirtualNetwork", PropertyMap.Of(("name", "staging"))));

        Assert.That(refusal!.Status.Detail, Does.Contain($"pulumi import zerotrust:index:VirtualNetwork test {first.Id}"));
    }

    [Test]
    public async Task An_unmanaged_fingerprint_survives_a_change_of_the_endpoint()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("ManagedNetwork", Sample.ManagedNetwork);
        host.Cloudflare.ClearRequests();

        var program = Sample.ManagedNetwork.With("config", PropertyMap.Of(("tlsSockaddr", "Office.Example.com:3333")));
        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, program)), Is.EqualTo(["Update config.tlsSockaddr"]));
        var updated = await host.UpdateAsync(stored, program);

        Assert.That(
            host.Writes.Single().Body,
            Is.EqualTo($$$"""{"config":{"tls_sockaddr":"office.example.com:3333","sha256":"{{{Known.Fingerprint}}}"}}""")
        );
        Assert.That(await host.DriftAsync(updated), Is.Empty);
    }

    [Test]
    public async Task An_endpoint_without_a_port_is_refused_at_its_path()
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync(
            "ManagedNetwork",
            Sample.ManagedNetwork.With("config", PropertyMap.Of(("tlsSockaddr", "10.0.0.1")))
        );

        Assert.That(failures.Single(), Does.StartWith("config.tlsSockaddr: "));
    }
}

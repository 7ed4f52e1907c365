using System.Text.Json.Nodes;
using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.Connectors;

/// <summary>High availability of WARP connectors, over gRPC.</summary>
internal sealed class HighAvailabilityTests
{
    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return new(Sample.Ha("aws"), "config.fnrId: is required for mode 'aws'. (ZT134)");
        yield return new(Sample.Ha("aws", new()), "config.fnrId: is required for mode 'aws'. (ZT134)");
        yield return new(Sample.Ha("local"), "config.vips: is required for mode 'local': at least one address. (ZT134)");
        yield return new(
            Sample.Ha("none", new() { FnrId = "eni-0123456789abcdef0" }),
            "config.fnrId: is for mode 'aws'; remove it for mode 'none'. (ZT135)"
        );
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task A_mode_accepts_exactly_its_own_configuration(PropertyMap program, string expected)
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync("WarpConnectorConfiguration", program);

        Assert.That(failures, Is.EqualTo([expected]));
    }

    [Test]
    public async Task A_mode_is_changed_with_one_request_and_leaves_no_drift()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("WarpConnectorConfiguration", Sample.Ha("aws", new() { FnrId = "eni-0123456789abcdef0" }));
        Assert.That(await host.DriftAsync(stored), Is.Empty);
        host.Cloudflare.ClearRequests();

        var program = Sample.Ha("local", new() { Vips = ["FD00::0010", "10.0.0.10"] });
        var updated = await host.UpdateAsync(stored, program);

        Assert.That(
            host.Writes.Single().Body,
            Is.EqualTo("""{"ha_mode":"local","config":{"vips":[{"address":"fd00::10"},{"address":"10.0.0.10"}]}}""")
        );
        Assert.That(await host.DriftAsync(updated), Is.Empty);
    }

    [Test]
    public async Task Null_among_the_items_of_a_response_is_not_drift()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("WarpConnectorConfiguration", Sample.Ha("local", new() { Vips = ["10.0.0.10"] }));
        host.Cloudflare.State.Change(data =>
            data.Tunnels.Find(Known.TunnelId)!["configuration"]!["config"]!["vips"]!.AsArray().Insert(0, null)
        );

        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [Test]
    public async Task Null_among_a_hosts_connections_is_ignored()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.State.Change(data =>
        {
            foreach (var client in data.Tunnels.Find(Known.TunnelId)!["clients"]!.AsArray())
            {
                client!["conns"] = new JsonArray(null, new JsonObject { ["colo_name"] = "FRA" });
            }
        });

        var hosts = await host.InvokeAsync("getWarpConnectorConnections", PropertyMap.Of(("tunnelId", Known.TunnelId)));

        var connections = (PropertyArray)((PropertyMap)((PropertyArray)hosts["connectors"])[0])["connections"];
        Assert.That(connections, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Deleting_a_configuration_restores_the_mode_of_new_tunnels()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("WarpConnectorConfiguration", Sample.Ha("disabled"));
        host.Cloudflare.ClearRequests();

        await host.DestroyAsync(stored);

        Assert.That(host.Writes.Single().Body, Is.EqualTo("""{"ha_mode":"none"}"""));
    }

    [Test]
    public async Task A_configuration_is_deleted_with_its_tunnel()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("WarpConnectorConfiguration", Sample.Ha("disabled"));
        host.Cloudflare.State.Change(data => data.Tunnels.Find(Known.TunnelId)!["deleted_at"] = "2026-02-01T00:00:00Z");

        await host.DestroyAsync(stored);

        Assert.That(host.Writes.Count(), Is.EqualTo(1), "only the creation");
    }

    [Test]
    public async Task A_failover_activates_the_declared_host()
    {
        await using var host = await ProviderHost.StartAsync();

        var stored = await host.CreateAsync("WarpConnectorFailover", Sample.Failover(Known.PassiveHost));

        Assert.That(host.Writes.Single().Body, Is.EqualTo($$"""{"client_id":"{{Known.PassiveHost}}"}"""));
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [Test]
    public async Task An_already_active_host_needs_no_failover()
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CreateAsync("WarpConnectorFailover", Sample.Failover(Known.ActiveHost));

        Assert.That(host.Writes, Is.Empty);
    }

    [Test]
    public async Task A_takeover_by_another_host_is_drift_that_an_update_repairs()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("WarpConnectorFailover", Sample.Failover(Known.ActiveHost));
        host.Cloudflare.State.Change(data =>
        {
            foreach (var client in data.Tunnels.Find(Known.TunnelId)!["clients"]!.AsArray())
            {
                client!["ha_status"] = (string?)client["id"] == Known.PassiveHost ? "active" : "passive";
            }
        });

        Assert.That(await host.DriftAsync(stored), Is.EqualTo(["Update clientId"]));
        var repaired = await host.UpdateAsync((await host.ReadAsync(stored))!, Sample.Failover(Known.ActiveHost));
        Assert.That(await host.DriftAsync(repaired), Is.Empty);
    }

    [Test]
    public async Task The_error_about_an_unknown_host_lists_the_tunnels_hosts()
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            host.CreateAsync("WarpConnectorFailover", Sample.Failover("99999999-9999-4999-8999-999999999999"))
        );

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
        Assert.That(refusal.Status.Detail, Does.Contain(Known.ActiveHost).And.Contain(Known.PassiveHost));
        Assert.That(host.Writes, Is.Empty);
    }

    [Test]
    public async Task Deleting_a_failover_changes_nothing()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("WarpConnectorFailover", Sample.Failover(Known.PassiveHost));
        host.Cloudflare.ClearRequests();

        await host.DestroyAsync(stored);

        Assert.That(host.Cloudflare.Requests, Is.Empty);
    }
}

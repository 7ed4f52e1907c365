using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using ZeroTrust.Simulator;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class SimulatedConnectorTests : Simulated
{
    [Test]
    public async Task A_tunnel_is_created_read_changed_and_deleted()
    {
        var created = await RunAsync(Client.WarpConnectors.CreateTunnelAsync(Account, "site", true, default));
        var listed = await RunAsync(Client.WarpConnectors.ListTunnelsAsync(Account, default));
        var renamed = await RunAsync(
            Client.WarpConnectors.PatchTunnelAsync(Account, created.Id, new JsonObject { ["name"] = "branch" }, default)
        );
        var got = await RunAsync(Client.WarpConnectors.GetTunnelAsync(Account, created.Id, default));
        await RunAsync(Client.WarpConnectors.DeleteTunnelAsync(Account, created.Id, cascade: false, default));
        await RunAsync(Client.WarpConnectors.DeleteTunnelAsync(Account, created.Id, cascade: false, default));

        Assert.That(
            (created.Name, created.Status, created.TunType, created.DeletedAt),
            Is.EqualTo(("site", "inactive", "warp_connector", (string?)null))
        );
        Assert.That(listed.Select(tunnel => tunnel.Id), Is.EqualTo((string[])[created.Id]));
        Assert.That((renamed.Name, got.Name), Is.EqualTo(("branch", "branch")));
        Assert.That(await RunAsync(Client.WarpConnectors.FindTunnelAsync(Account, created.Id, default)), Is.Null);
        Assert.That(await RunAsync(Client.WarpConnectors.ListTunnelsAsync(Account, default)), Is.Empty);
    }

    [Test]
    public async Task A_name_that_is_taken_is_refused()
    {
        await RunAsync(Client.WarpConnectors.CreateTunnelAsync(Account, "site", null, default));

        var failure = await FailsAsync(Client.WarpConnectors.CreateTunnelAsync(Account, "site", null, default));

        Assert.That(failure.HasCode(1013), Is.True);
    }

    [Test]
    public async Task The_token_is_a_string_and_changes_with_the_secret()
    {
        var tunnel = await RunAsync(Client.WarpConnectors.CreateTunnelAsync(Account, "site", null, default));
        var first = await RunAsync(Client.WarpConnectors.FindTokenAsync(Account, tunnel.Id, default));
        await RunAsync(
            Client.WarpConnectors.PatchTunnelAsync(
                Account,
                tunnel.Id,
                new JsonObject { ["tunnel_secret"] = Convert.ToBase64String(new byte[32]) },
                default
            )
        );
        var second = await RunAsync(Client.WarpConnectors.FindTokenAsync(Account, tunnel.Id, default));

        Assert.That(first, Is.Not.Empty);
        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(
            await RunAsync(Client.WarpConnectors.FindTokenAsync(Account, "11111111-1111-4111-8111-111111111111", default)),
            Is.Null
        );
    }

    [Test]
    public async Task Failover_moves_the_active_role_between_hosts()
    {
        var tunnel = await RunAsync(Client.WarpConnectors.CreateTunnelAsync(Account, "site", true, default));
        var one = Simulator.Seed.Connector(tunnel.Id);
        var two = Simulator.Seed.Connector(tunnel.Id);
        var before = await RunAsync(Client.WarpConnectors.ListConnectionsAsync(Account, tunnel.Id, default));
        await RunAsync(Client.WarpConnectors.PutFailoverAsync(Account, tunnel.Id, two, default));
        var after = await RunAsync(Client.WarpConnectors.FindConnectorAsync(Account, tunnel.Id, two, default));

        Assert.That(
            before.Select(connector => (connector.Id, connector.HaStatus)),
            Is.EqualTo(((string, string)[])[(one, "active"), (two, "passive")])
        );
        Assert.That(before[0].Conns!.Single().ColoName, Is.EqualTo("DFW"));
        Assert.That(after!.HaStatus, Is.EqualTo("active"));
        Assert.That(await RunAsync(Client.WarpConnectors.FindConnectorAsync(Account, tunnel.Id, tunnel.Id, default)), Is.Null);
    }

    [Test]
    public async Task A_connected_tunnel_is_deleted_only_with_cascade()
    {
        var tunnel = await RunAsync(Client.WarpConnectors.CreateTunnelAsync(Account, "site", null, default));
        Simulator.Seed.Connector(tunnel.Id);

        var failure = await FailsAsync(Client.WarpConnectors.DeleteTunnelAsync(Account, tunnel.Id, cascade: false, default));
        await RunAsync(Client.WarpConnectors.DeleteTunnelAsync(Account, tunnel.Id, cascade: true, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.Refused));
        Assert.That(await RunAsync(Client.WarpConnectors.FindTunnelAsync(Account, tunnel.Id, default)), Is.Null);
    }

    [Test]
    public async Task A_configuration_is_written_and_read()
    {
        var tunnel = await RunAsync(Client.WarpConnectors.CreateTunnelAsync(Account, "site", true, default));
        var written = await RunAsync(
            Client.WarpConnectors.PutConfigurationAsync(
                Account,
                tunnel.Id,
                "local",
                new() { Vips = [new("10.0.0.10"), new("fd00::10")], VipsPrevious = [new("10.0.0.9")] },
                default
            )
        );
        var read = await RunAsync(Client.WarpConnectors.FindConfigurationAsync(Account, tunnel.Id, default));
        var plain = await RunAsync(Client.WarpConnectors.PutConfigurationAsync(Account, tunnel.Id, "none", null, default));

        Assert.That(read!.HaMode, Is.EqualTo("local"));
        Assert.That(read.Config!.Vips!.Select(vip => vip.Address), Is.EqualTo((string[])["10.0.0.10", "fd00::10"]));
        Assert.That((plain.HaMode, plain.ConfigurationVersion > written.ConfigurationVersion), Is.EqualTo(("none", true)));
        Assert.That(
            await RunAsync(Client.WarpConnectors.FindConfigurationAsync(Account, "11111111-1111-4111-8111-111111111111", default)),
            Is.Null
        );
    }

    [Test]
    public async Task A_creation_with_a_lost_response_creates_one_tunnel()
    {
        Simulator.Faults.Add("POST", "/accounts/*/warp_connector", Fault.LostResponse);

        var created = await RunAsync(Client.WarpConnectors.CreateTunnelAsync(Account, "site", true, default));

        Assert.That(created.Name, Is.EqualTo("site"));
        Assert.That(Simulator.Requests.Count(request => request.Method == "POST"), Is.EqualTo(1));
    }

    [Test]
    public async Task Refreshing_300_tunnels_is_one_request()
    {
        var tunnels = await RunAsync(
            Task.WhenAll(
                Enumerable.Range(1, 300).Select(number => Client.WarpConnectors.CreateTunnelAsync(Account, $"site{number}", null, default))
            )
        );
        Simulator.ClearRequests();

        var found = await RunAsync(
            Task.WhenAll(tunnels.Select(tunnel => Client.WarpConnectors.FindTunnelAsync(Account, tunnel.Id, default)))
        );

        Assert.That(found.Select(tunnel => tunnel!.Name), Is.EqualTo(Enumerable.Range(1, 300).Select(number => $"site{number}")));
        Assert.That(Simulator.Requests, Has.Count.EqualTo(1));
    }

    protected override SimulatorOptions SimulatorOptions() => new() { WarpConnectorLimit = 1000 };
}

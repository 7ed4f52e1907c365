using Pulumi;
using Pulumi.Utilities;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

namespace ZeroTrust.Sdk.Tests.Components;

internal sealed class ConnectorSiteTests
{
    [Test]
    public async Task A_site_is_a_tunnel_and_the_routes_to_its_networks()
    {
        ConnectorSite lisbon = null!;
        var children = new List<(string Type, Resource? Parent)>();
        var account = await Account.RunAsync(() => lisbon = new("lisbon", new()
        {
            Networks = { "10.2.0.0/16", "fd00:2::/64" },
            VirtualNetworkId = "v1",
            Comment = "Office",
        }, Account.Recording(children)));

        Assert.That(account.Made, Is.EqualTo(
            ["ConnectorSite lisbon", "TunnelRoute lisbon-10.2.0.0-16", "TunnelRoute lisbon-fd00-2---64", "WarpConnectorTunnel lisbon"]));
        Assert.That(account.Inputs("WarpConnectorTunnel", "lisbon"), Is.EqualTo("""{"name":"lisbon"}"""));
        Assert.That(account.Inputs("TunnelRoute", "lisbon-10.2.0.0-16"), Is.EqualTo(
            """{"comment":"Office","network":"10.2.0.0/16","tunnelId":"tunnel-lisbon","virtualNetworkId":"v1"}"""));
        Assert.That(children.Select(child => child.Type), Is.EqualTo(["WarpConnectorTunnel", "TunnelRoute", "TunnelRoute"]));
        Assert.That(children.Select(child => child.Parent), Is.All.SameAs(lisbon));
    }

    [Test]
    public async Task Its_outputs_are_the_tunnel_the_routes_and_the_secret_token()
    {
        ConnectorSite lisbon = null!;
        var account = await Account.RunAsync(() => lisbon = new("lisbon", new() { Networks = { "10.2.0.0/16" } }));

        Assert.That(await OutputUtilities.GetValueAsync(lisbon.TunnelId), Is.EqualTo("tunnel-lisbon"));
        Assert.That(await OutputUtilities.GetValueAsync(lisbon.RouteIds), Is.EqualTo(
            new Dictionary<string, string> { ["10.2.0.0/16"] = "route-lisbon-10.2.0.0-16" }));
        Assert.That(await OutputUtilities.GetValueAsync(lisbon.Token), Is.EqualTo("token-lisbon"));
        Assert.That(await Output.IsSecretAsync(lisbon.Token));
        Assert.That(account.Registered["lisbon"].Keys, Is.EquivalentTo(["tunnelId", "token", "routeIds"]));
        Assert.That(await Output.IsSecretAsync(account.Registered["lisbon"]["token"]));
        Assert.That(await Output.IsSecretAsync(account.Registered["lisbon"]["tunnelId"]), Is.False);
    }

    [Test]
    public async Task A_highly_available_site_says_how_its_hosts_take_over()
    {
        var account = await Account.RunAsync(() => _ = new ConnectorSite("berlin", new()
        {
            Name = "office-berlin",
            HighAvailability = new() { Mode = HaMode.Local, Config = new HaConfigArgs { Vips = { "10.1.0.2" } } },
        }));

        Assert.That(account.Made, Is.EqualTo(["ConnectorSite berlin", "WarpConnectorConfiguration berlin", "WarpConnectorTunnel berlin"]));
        Assert.That(account.Inputs("WarpConnectorTunnel", "berlin"), Is.EqualTo("""{"ha":true,"name":"office-berlin"}"""));
        Assert.That(account.Inputs("WarpConnectorConfiguration", "berlin"), Is.EqualTo(
            """{"config":{"vips":["10.1.0.2"]},"haMode":"local","tunnelId":"tunnel-berlin"}"""));
    }

    [Test]
    public async Task High_availability_may_come_before_the_way_to_take_over()
    {
        var account = await Account.RunAsync(() => _ = new ConnectorSite("berlin", new() { HighAvailability = new() }));

        Assert.That(account.Inputs("WarpConnectorConfiguration", "berlin"), Is.EqualTo("""{"haMode":"none","tunnelId":"tunnel-berlin"}"""));
    }

    [Test]
    public async Task Settings_of_the_tunnel_reach_it()
    {
        var account = await Account.RunAsync(() => _ = new ConnectorSite("berlin", new()
        {
            AccountId = "a1",
            Networks = { "10.1.0.0/16" },
            HighAvailability = new(),
            TunnelSecret = "s",
            SecretVersion = "2",
            CascadeOnDelete = true,
        }));

        Assert.That(account.Inputs("WarpConnectorTunnel", "berlin"), Is.EqualTo(
            """{"accountId":"a1","cascadeOnDelete":true,"ha":true,"name":"berlin","secretVersion":"2","tunnelSecret":"s"}"""));
        Assert.That(account.Inputs("WarpConnectorConfiguration", "berlin"), Does.Contain("\"accountId\":\"a1\""));
        Assert.That(account.Inputs("TunnelRoute", "berlin-10.1.0.0-16"), Does.Contain("\"accountId\":\"a1\""));
    }

    [Test]
    public async Task A_provider_is_its_childrens_too()
    {
        var account = await Account.RunAsync(() => _ = new ConnectorSite(
            "berlin", new() { Networks = { "10.1.0.0/16" }, NewProfile = new("acme") }, new() { Provider = new Provider("other") }));

        foreach (var (type, name) in new[] { ("WarpConnectorTunnel", "berlin"), ("TunnelRoute", "berlin-10.1.0.0-16"), ("DeviceProfile", "berlin") })
        {
            Assert.That(account.Provider(type, name), Does.EndWith("pulumi:providers:zerotrust::other::other-id"));
        }
    }

    [Test]
    public async Task A_site_can_make_the_connectors_profile()
    {
        ConnectorSite berlin = null!;
        var account = await Account.RunAsync(() => berlin = new("berlin", new()
        {
            HighAvailability = new(),
            NewProfile = new("acme") { Precedence = 10, SplitTunnel = new() { Mode = SplitTunnelMode.Include } },
        }));

        Assert.That(account.Inputs("DeviceProfile", "berlin"), Is.EqualTo(
            """{"match":"identity.email == \u0022warp_connector@acme.cloudflareaccess.com\u0022","name":"WARP connectors","precedence":10,"tunnelProtocol":"masque"}"""));
        Assert.That(account.Made, Does.Contain("SplitTunnel berlin"));
        Assert.That(await OutputUtilities.GetValueAsync(berlin.Profile!.PolicyId), Is.EqualTo("policy-berlin"));
    }

    [Test]
    public async Task Sites_share_a_profile_and_make_none_of_their_own()
    {
        ManagedProfile connectors = null!;
        ConnectorSite lisbon = null!;
        var account = await Account.RunAsync(() =>
        {
            connectors = new("connectors", new ConnectorProfileArgs("acme"));
            _ = new ConnectorSite("berlin", new() { Profile = connectors.Profile });
            lisbon = new("lisbon", new() { Profile = connectors.Profile });
        });

        Assert.That(account.Made.Where(made => made.StartsWith("DeviceProfile", StringComparison.Ordinal)), Is.EqualTo(["DeviceProfile connectors"]));
        Assert.That(lisbon.Profile, Is.SameAs(connectors.Profile));
    }

    [Test]
    public void A_profile_without_MASQUE_is_refused_for_a_highly_available_site() =>
        Assert.That(
            () => Account.RunAsync(() => _ = new ConnectorSite("berlin", new()
            {
                HighAvailability = new(),
                NewProfile = new("acme") { TunnelProtocol = TunnelProtocol.WireGuard },
            })),
            Throws.TypeOf<RunException>().With.Message.Contains("Site 'berlin' is highly available, which needs the MASQUE protocol"));

    [Test]
    public async Task A_site_with_one_host_does_with_any_protocol()
    {
        var account = await Account.RunAsync(() => _ = new ConnectorSite("lisbon", new()
        {
            NewProfile = new("acme") { TunnelProtocol = TunnelProtocol.WireGuard },
        }));

        Assert.That(account.Made, Does.Contain("WarpConnectorTunnel lisbon"));
    }

    [Test]
    public void A_profile_is_either_there_already_or_made() =>
        Assert.That(
            () => Account.RunAsync(() => _ = new ConnectorSite("berlin", new()
            {
                Profile = new DeviceProfile("connectors", new() { Name = "Connectors" }),
                NewProfile = new("acme"),
            })),
            Throws.TypeOf<RunException>().With.Message.Contains("Site 'berlin' has both Profile and NewProfile"));

    [Test]
    public void A_network_that_is_there_twice_is_refused() =>
        Assert.That(
            () => Account.RunAsync(() => _ = new ConnectorSite("berlin", new() { Networks = ["10.1.0.0/16", "10.1.0.0/16"] })),
            Throws.TypeOf<RunException>().With.Message.Contains("Site 'berlin' has the network '10.1.0.0/16' twice; keep one."));
}

using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class SimulatedNetworkTests : Simulated
{
    [Test]
    public async Task A_route_is_created_read_changed_and_deleted()
    {
        var tunnel = await RunAsync(Client.WarpConnectors.CreateTunnelAsync(Account, "site", null, default));
        var created = await RunAsync(
            Client.Routes.CreateRouteAsync(
                Account,
                new JsonObject
                {
                    ["network"] = "172.16.0.0/16",
                    ["tunnel_id"] = tunnel.Id,
                    ["comment"] = "c",
                },
                default
            )
        );
        var found = await RunAsync(Client.Routes.FindRouteAsync(Account, created.Id, default));
        var ofAddress = await RunAsync(Client.Routes.FindRouteOfAddressAsync(Account, "172.16.1.1", null, default));
        var patched = await RunAsync(Client.Routes.PatchRouteAsync(Account, created.Id, new JsonObject { ["comment"] = "new" }, default));
        await RunAsync(Client.Routes.DeleteRouteAsync(Account, created.Id, default));
        await RunAsync(Client.Routes.DeleteRouteAsync(Account, created.Id, default));

        Assert.That((created.Network, created.TunnelId, found!.Comment), Is.EqualTo(("172.16.0.0/16", tunnel.Id, "c")));
        Assert.That((ofAddress!.Network, patched.Comment), Is.EqualTo(("172.16.0.0/16", "new")));
        Assert.That(await RunAsync(Client.Routes.FindRouteAsync(Account, created.Id, default)), Is.Null);
        Assert.That(await RunAsync(Client.Routes.ListRoutesAsync(Account, default)), Is.Empty);
        Assert.That(await RunAsync(Client.Routes.FindRouteOfAddressAsync(Account, "172.16.1.1", null, default)), Is.Null);
    }

    [Test]
    public async Task A_virtual_network_is_created_read_changed_and_deleted()
    {
        var created = await RunAsync(
            Client.VirtualNetworks.CreateVirtualNetworkAsync(
                Account,
                new JsonObject
                {
                    ["name"] = "lab",
                    ["comment"] = "c",
                    ["is_default_network"] = false,
                },
                default
            )
        );
        var patched = await RunAsync(
            Client.VirtualNetworks.PatchVirtualNetworkAsync(Account, created.Id, new JsonObject { ["comment"] = "new" }, default)
        );
        var found = await RunAsync(Client.VirtualNetworks.FindVirtualNetworkAsync(Account, created.Id, default));
        await RunAsync(Client.VirtualNetworks.DeleteVirtualNetworkAsync(Account, created.Id, default));
        await RunAsync(Client.VirtualNetworks.DeleteVirtualNetworkAsync(Account, created.Id, default));

        Assert.That((created.Name, created.IsDefaultNetwork, patched.Comment, found!.Comment), Is.EqualTo(("lab", false, "new", "new")));
        Assert.That(await RunAsync(Client.VirtualNetworks.FindVirtualNetworkAsync(Account, created.Id, default)), Is.Null);
        Assert.That(
            (await RunAsync(Client.VirtualNetworks.ListVirtualNetworksAsync(Account, default))).Select(network => network.Name),
            Has.No.Member("lab")
        );
    }

    [Test]
    public async Task A_managed_network_is_created_read_changed_and_deleted()
    {
        var created = await RunAsync(
            Client.ManagedNetworks.CreateManagedNetworkAsync(
                Account,
                new()
                {
                    Name = "office",
                    Type = "tls",
                    Config = new("192.168.185.198:3333", new string('a', 64)),
                },
                default
            )
        );
        var renamed = await RunAsync(
            Client.ManagedNetworks.PutManagedNetworkAsync(Account, created.NetworkId!, new JsonObject { ["name"] = "hq" }, default)
        );
        var found = await RunAsync(Client.ManagedNetworks.FindManagedNetworkAsync(Account, created.NetworkId!, default));
        await RunAsync(Client.ManagedNetworks.DeleteManagedNetworkAsync(Account, created.NetworkId!, default));
        await RunAsync(Client.ManagedNetworks.DeleteManagedNetworkAsync(Account, created.NetworkId!, default));

        Assert.That((renamed.Name, found!.Name, found.Config!.TlsSockaddr), Is.EqualTo(("hq", "hq", "192.168.185.198:3333")));
        Assert.That(await RunAsync(Client.ManagedNetworks.FindManagedNetworkAsync(Account, created.NetworkId!, default)), Is.Null);
        Assert.That(await RunAsync(Client.ManagedNetworks.ListManagedNetworksAsync(Account, default)), Is.Empty);
    }

    [Test]
    public async Task Creations_with_lost_responses_happen_once()
    {
        var tunnel = await RunAsync(Client.WarpConnectors.CreateTunnelAsync(Account, "site", null, default));
        Simulator.Faults.Add("POST", "**", Fault.LostResponse, times: 3);

        await RunAsync(
            Client.Routes.CreateRouteAsync(Account, new JsonObject { ["network"] = "172.16.0.0/16", ["tunnel_id"] = tunnel.Id }, default)
        );
        await RunAsync(Client.VirtualNetworks.CreateVirtualNetworkAsync(Account, new JsonObject { ["name"] = "lab" }, default));
        await RunAsync(
            Client.ManagedNetworks.CreateManagedNetworkAsync(
                Account,
                new()
                {
                    Name = "office",
                    Type = "tls",
                    Config = new("192.168.185.198:3333", new string('a', 64)),
                },
                default
            )
        );

        Assert.That(Simulator.Requests.Count(request => request.Method == "POST"), Is.EqualTo(4));
        Assert.That(await RunAsync(Client.Routes.ListRoutesAsync(Account, default)), Has.Count.EqualTo(1));
        Assert.That(await RunAsync(Client.ManagedNetworks.ListManagedNetworksAsync(Account, default)), Has.Count.EqualTo(1));
    }
}

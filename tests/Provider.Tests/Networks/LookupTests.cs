using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.Networks;

/// <summary>Functions that look up routes, virtual networks and managed networks.</summary>
internal sealed class LookupTests
{
    private const string Missing = "aaaaaaaa-0000-4000-8000-000000000001";

    [Test]
    public async Task A_virtual_network_is_found_by_name_by_id_and_as_the_default_one()
    {
        await using var host = await ProviderHost.StartAsync();
        var staging = await host.CreateAsync("VirtualNetwork", PropertyMap.Of(("name", "staging"), ("comment", "Copies")));
        var main = await host.CreateAsync("VirtualNetwork", PropertyMap.Of(("name", "main"), ("isDefaultNetwork", true)));

        var byName = await host.InvokeAsync("getVirtualNetwork", PropertyMap.Of(("name", "staging")));
        var byId = await host.InvokeAsync("getVirtualNetwork", PropertyMap.Of(("virtualNetworkId", staging.Outputs["virtualNetworkId"])));
        var standard = await host.InvokeAsync("getVirtualNetwork", PropertyMap.Empty);

        Assert.That(byName["virtualNetworkId"], Is.EqualTo(staging.Outputs["virtualNetworkId"]));
        Assert.That((byName["comment"], byName["isDefaultNetwork"]), Is.EqualTo(((PropertyValue)"Copies", (PropertyValue)false)));
        Assert.That(byId, Is.EqualTo(byName));
        Assert.That(
            (standard["virtualNetworkId"], standard["isDefaultNetwork"]),
            Is.EqualTo((main.Outputs["virtualNetworkId"], (PropertyValue)true))
        );
    }

    [Test]
    public async Task Virtual_networks_are_listed_by_name()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CreateAsync("VirtualNetwork", PropertyMap.Of(("name", "staging")));
        await host.CreateAsync("VirtualNetwork", PropertyMap.Of(("name", "acquired")));

        var found = await host.InvokeAsync("getVirtualNetworks", PropertyMap.Empty);

        Assert.That(Strings(found["virtualNetworks"], "name"), Is.EqualTo((string[])["acquired", "default", "staging"]));
    }

    [Test]
    public async Task The_route_of_an_address_is_the_most_specific_one_of_its_virtual_network()
    {
        await using var host = await ProviderHost.StartAsync();
        var staging = (await host.CreateAsync("VirtualNetwork", PropertyMap.Of(("name", "staging")))).Outputs["virtualNetworkId"];
        await host.CreateAsync("TunnelRoute", Sample.Route.With("network", "10.0.0.0/8"), "wide");
        await host.CreateAsync("TunnelRoute", Sample.Route.With("network", "10.20.0.0/16"), "narrow");
        await host.CreateAsync("TunnelRoute", Sample.Route.With("network", "10.20.1.0/24").With("virtualNetworkId", staging), "staging");
        await host.CreateAsync("TunnelRoute", Sample.Route.With("network", "2001:db8::/32"), "six");

        async Task<PropertyMap> RouteAsync(string address) =>
            await host.InvokeAsync("getTunnelRoute", PropertyMap.Of(("address", address)));
        var here = await RouteAsync("10.20.1.2");
        var there = await host.InvokeAsync(
            "getTunnelRoute",
            PropertyMap.Of(("address", "10.20.1.2"), ("virtualNetworkId", $"{host.Cloudflare.AccountId}/{((PropertyString)staging).Value}"))
        );

        Assert.That(here["network"], Is.EqualTo((PropertyValue)"10.20.0.0/16"));
        Assert.That(
            (here["tunnelName"], here["tunnelType"], here["virtualNetworkName"]),
            Is.EqualTo(((PropertyValue)"lisbon", (PropertyValue)"warp_connector", (PropertyValue)"default"))
        );
        Assert.That((there["network"], there["virtualNetworkId"]), Is.EqualTo(((PropertyValue)"10.20.1.0/24", staging)));
        Assert.That((await RouteAsync("10.21.0.1"))["network"], Is.EqualTo((PropertyValue)"10.0.0.0/8"));
        Assert.That((await RouteAsync("2001:DB8:0::1"))["network"], Is.EqualTo((PropertyValue)"2001:db8::/32"));
    }

    [Test]
    public async Task Routes_are_listed_by_network_and_filters_all_apply()
    {
        await using var host = await ProviderHost.StartAsync();
        var staging = (await host.CreateAsync("VirtualNetwork", PropertyMap.Of(("name", "staging")))).Outputs["virtualNetworkId"];
        var porto = (await host.CreateAsync("WarpConnectorTunnel", PropertyMap.Of(("name", "porto")))).Outputs["tunnelId"];
        await host.CreateAsync("TunnelRoute", Sample.Route.With("network", "2001:db8::/32"), "six");
        await host.CreateAsync("TunnelRoute", Sample.Route.With("network", "10.20.0.0/16"), "narrow");
        await host.CreateAsync("TunnelRoute", Sample.Route.With("network", "10.3.0.0/16").With("tunnelId", porto), "porto");
        await host.CreateAsync("TunnelRoute", Sample.Route.With("network", "10.0.0.0/8").With("virtualNetworkId", staging), "staging");

        async Task<IEnumerable<string>> NetworksAsync(params (string, PropertyValue)[] filters) =>
            Strings((await host.InvokeAsync("getTunnelRoutes", PropertyMap.Of(filters)))["routes"], "network");

        Assert.That(await NetworksAsync(), Is.EqualTo((string[])["10.0.0.0/8", "10.3.0.0/16", "10.20.0.0/16", "2001:db8::/32"]));
        Assert.That(await NetworksAsync(("tunnelId", porto)), Is.EqualTo((string[])["10.3.0.0/16"]));
        Assert.That(await NetworksAsync(("virtualNetworkId", staging)), Is.EqualTo((string[])["10.0.0.0/8"]));
        Assert.That(await NetworksAsync(("networkSubset", "10.0.0.0/10")), Is.EqualTo((string[])["10.3.0.0/16", "10.20.0.0/16"]));
        Assert.That(await NetworksAsync(("networkSuperset", "10.20.1.0/24")), Is.EqualTo((string[])["10.0.0.0/8", "10.20.0.0/16"]));
        Assert.That(await NetworksAsync(("networkSubset", "10.0.0.0/10"), ("tunnelId", porto)), Is.EqualTo((string[])["10.3.0.0/16"]));
        Assert.That(await NetworksAsync(("networkSuperset", "10.20.0.1/32"), ("tunnelId", porto)), Is.Empty);
    }

    [Test]
    public async Task A_managed_network_is_found_by_name_and_by_id_and_all_are_listed_by_name()
    {
        await using var host = await ProviderHost.StartAsync();
        var office = await host.CreateAsync("ManagedNetwork", Sample.ManagedNetwork.With("name", "office"), "office");
        await host.CreateAsync(
            "ManagedNetwork",
            Sample.ManagedNetwork.With("name", "branch").With("config", PropertyMap.Of(("tlsSockaddr", "branch.example.com:3333"))),
            "branch"
        );

        var byName = await host.InvokeAsync("getManagedNetwork", PropertyMap.Of(("name", "office")));
        var byId = await host.InvokeAsync("getManagedNetwork", PropertyMap.Of(("networkId", office.Outputs["networkId"])));
        var all = await host.InvokeAsync("getManagedNetworks", PropertyMap.Empty);

        Assert.That(byName["networkId"], Is.EqualTo(office.Outputs["networkId"]));
        Assert.That((byName["type"], byName["sha256"]), Is.EqualTo(((PropertyValue)"tls", (PropertyValue)Known.Fingerprint)));
        Assert.That(byId, Is.EqualTo(byName));
        Assert.That(Strings(all["managedNetworks"], "name"), Is.EqualTo((string[])["branch", "office"]));
        Assert.That(Strings(all["managedNetworks"], "tlsSockaddr").First(), Is.EqualTo("branch.example.com:3333"));
    }

    [TestCase("getVirtualNetwork", "name", "nowhere", "getVirtualNetworks")]
    [TestCase("getVirtualNetwork", "virtualNetworkId", Missing, "getVirtualNetworks")]
    [TestCase("getTunnelRoute", "address", "192.0.2.1", "getTunnelRoutes")]
    [TestCase("getManagedNetwork", "name", "nowhere", "getManagedNetworks")]
    [TestCase("getManagedNetwork", "networkId", Missing, "getManagedNetworks")]
    public async Task A_missing_object_is_an_error_that_names_it_and_the_listing_function(
        string function,
        string property,
        string value,
        string list
    )
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.InvokeAsync(function, PropertyMap.Of((property, value))));

        Assert.That(refusal!.Status.Detail, Does.Contain($"'{value}'").And.Contain(list));
    }

    [TestCase("getVirtualNetwork", "virtualNetworkId")]
    [TestCase("getManagedNetwork", "networkId")]
    public async Task An_id_and_a_name_together_are_refused(string function, string id)
    {
        await using var host = await ProviderHost.StartAsync();

        var answer = await host.Client.InvokeAsync(
            new() { Tok = ProviderHost.Token(function), Args = PropertyCodec.Write(PropertyMap.Of((id, Missing), ("name", "office"))) }
        );

        Assert.That(answer.Failures.Single().Reason, Does.Contain($"set {id} or name").And.Contain("(ZT115)"));
    }

    [Test]
    public async Task Lookups_share_one_request_per_kind()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CreateAsync("TunnelRoute", Sample.Route);
        await host.CreateAsync("ManagedNetwork", Sample.ManagedNetwork);
        await using var later = await ProviderHost.BesideAsync(host);
        host.Cloudflare.ClearRequests();

        foreach (
            var function in (string[])
                ["getVirtualNetwork", "getVirtualNetworks", "getTunnelRoutes", "getTunnelRoutes", "getManagedNetworks"]
        )
        {
            await later.InvokeAsync(function, PropertyMap.Empty);
        }

        Assert.That(
            host.Cloudflare.Requests.Select(request => request.Path.Split('?')[0].Split('/')[^1]),
            Is.EqualTo((string[])["virtual_networks", "routes", "networks"])
        );
    }

    private static IEnumerable<string> Strings(PropertyValue list, string property) =>
        ((PropertyArray)list).Select(item => ((PropertyString)((PropertyMap)item)[property]).Value);
}

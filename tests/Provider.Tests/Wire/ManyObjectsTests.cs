using Microsoft.Extensions.Time.Testing;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>
/// The exact number of requests for many objects of one kind, and for many calls of a function. Time stands still, as results are read
/// again after a while.
/// </summary>
internal sealed class ManyObjectsTests
{
    // Below the limit of tunnels.
    private const int N = 40;

    private static IEnumerable<TestCaseData> Kinds =>
        [
            new("DeviceProfile", "1 GET policies", "1 GET exclude, 1 GET fallback_domains, 1 GET policies"),
            new("TunnelRoute", "1 GET routes", "1 GET routes"),
            new("HostnameRoute", "1 GET hostname", "1 GET hostname"),
            new("VirtualNetwork", "1 GET virtual_networks", "1 GET virtual_networks"),
            new("ManagedNetwork", "1 GET networks", "1 GET networks"),
            // Each token, and each configuration, has only an endpoint of its own; tokens stay in the state.
            new("WarpConnectorTunnel", "1 GET warp_connector", $"1 GET warp_connector, {N} GET token"),
            new("WarpConnectorConfiguration", $"{N} GET configurations", $"{N} GET configurations"),
        ];

    private static IEnumerable<TestCaseData> Functions =>
        [
            new("DeviceProfile", "getDeviceProfile", "policyId", "policyId", "1 GET policies"),
            new("DeviceProfile", "getDeviceProfile", "name", "name", "1 GET policies"),
            new("DeviceProfile", "getSplitTunnel", "profileId", "policyId", "1 GET exclude, 1 GET policies"),
            new("DeviceProfile", "getFallbackDomains", "profileId", "policyId", "1 GET fallback_domains, 1 GET policies"),
            new("HostnameRoute", "getHostnameRoute", "routeId", "routeId", "1 GET hostname"),
            new("HostnameRoute", "getHostnameRoute", "hostname", "hostname", "1 GET hostname"),
            new("VirtualNetwork", "getVirtualNetwork", "virtualNetworkId", "virtualNetworkId", "1 GET virtual_networks"),
            new("VirtualNetwork", "getVirtualNetwork", "name", "name", "1 GET virtual_networks"),
            new("ManagedNetwork", "getManagedNetwork", "networkId", "networkId", "1 GET networks"),
            new("ManagedNetwork", "getManagedNetwork", "name", "name", "1 GET networks"),
            new("WarpConnectorTunnel", "getWarpConnectorTunnel", "tunnelId", "tunnelId", "1 GET warp_connector"),
            new("WarpConnectorTunnel", "getWarpConnectorTunnel", "name", "name", "1 GET warp_connector"),
        ];

    [TestCaseSource(nameof(Kinds))]
    public async Task Many_objects_are_refreshed_and_imported(string type, string refresh, string import)
    {
        await using var host = await ProviderHost.StartAsync(time: new FakeTimeProvider());
        var all = await CreateAsync(host, type);

        await host.ConfigureAsync();
        host.Cloudflare.ClearRequests();
        Assert.That((await Task.WhenAll(all.Select(stored => host.DriftAsync(stored)))).SelectMany(changes => changes), Is.Empty);
        Assert.That(Cost(host), Is.EqualTo(refresh), "refresh");

        await host.ConfigureAsync();
        Assert.That(await Task.WhenAll(all.Select(stored => host.ImportAsync(type, stored.Id))), Has.None.Null);
        Assert.That(Cost(host), Is.EqualTo(import), "import");
    }

    [TestCaseSource(nameof(Functions))]
    public async Task Many_calls_of_a_function_share_one_list(string type, string function, string argument, string output, string expected)
    {
        await using var host = await ProviderHost.StartAsync(time: new FakeTimeProvider());
        var all = await CreateAsync(host, type);
        await host.ConfigureAsync();
        host.Cloudflare.ClearRequests();

        await Task.WhenAll(all.Select(stored => host.InvokeAsync(function, PropertyMap.Of((argument, stored.Outputs[output])))));

        Assert.That(Cost(host), Is.EqualTo(expected));
    }

    [TestCase("getDefaultDeviceProfile", "1 GET policy")]
    [TestCase("getSplitTunnel", "1 GET exclude")]
    [TestCase("getFallbackDomains", "1 GET fallback_domains")]
    [TestCase("getDeviceSettings", "1 GET connectivity_settings, 1 GET settings")]
    [TestCase("getDeviceProfiles", "1 GET policies")]
    [TestCase("getTunnelRoutes", "1 GET routes")]
    [TestCase("getHostnameRoutes", "1 GET hostname")]
    [TestCase("getVirtualNetworks", "1 GET virtual_networks")]
    [TestCase("getManagedNetworks", "1 GET networks")]
    [TestCase("getWarpConnectorTunnels", "1 GET warp_connector")]
    public async Task Many_calls_for_the_same_share_one_request(string function, string expected)
    {
        await using var host = await ProviderHost.StartAsync(time: new FakeTimeProvider());

        await Task.WhenAll(Enumerable.Range(0, N).Select(_ => host.InvokeAsync(function, PropertyMap.Empty)));

        Assert.That(Cost(host), Is.EqualTo(expected));
    }

    [Test]
    public async Task Profiles_of_the_browser_extension_have_a_list_of_their_own()
    {
        await using var host = await ProviderHost.StartAsync(time: new FakeTimeProvider());
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, N)
                .Select(index =>
                    host.CreateAsync("DeviceProfile", Sample.BrowserProfile.With("name", $"{index}").With("precedence", index), $"{index}")
                )
        );

        await host.ConfigureAsync();
        host.Cloudflare.ClearRequests();
        Assert.That((await Task.WhenAll(all.Select(stored => host.DriftAsync(stored)))).SelectMany(changes => changes), Is.Empty);

        Assert.That(Cost(host), Is.EqualTo("1 GET policies"));
    }

    private static async Task<Stored[]> CreateAsync(ProviderHost host, string type)
    {
        var tunnels = type == "WarpConnectorConfiguration" ? await CreateAsync(host, "WarpConnectorTunnel") : [];
        return await Task.WhenAll(
            Enumerable
                .Range(0, N)
                .Select(index =>
                    host.CreateAsync(
                        type,
                        type switch
                        {
                            "DeviceProfile" => Sample.Profile.With("name", $"profile {index}").With("precedence", index + 1),
                            "TunnelRoute" => Sample.Route.With("network", $"10.77.{index}.0/24"),
                            "HostnameRoute" => Sample.HostnameRoute.With("hostname", $"host{index}.example.com"),
                            "WarpConnectorConfiguration" => Sample
                                .Ha("local", new() { Vips = ["10.0.0.10"] })
                                .With("tunnelId", tunnels[index].Outputs["tunnelId"]),
                            "ManagedNetwork" => Sample
                                .ManagedNetwork.With("name", $"network {index}")
                                .With("config", PropertyMap.Of(("tlsSockaddr", $"10.99.0.{index}:3333"))),
                            "WarpConnectorTunnel" => Sample.Tunnel.With("name", $"tunnel {index}").With("ha", true),
                            _ => EveryResource.Full[type].With("name", $"network {index}"),
                        },
                        $"{index}"
                    )
                )
        );
    }

    private static string Cost(ProviderHost host)
    {
        var cost = RequestCounts.Of(host.Cloudflare.Requests);
        host.Cloudflare.ClearRequests();
        return cost;
    }
}

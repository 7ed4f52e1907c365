using Microsoft.Extensions.Time.Testing;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>
/// The exact number of requests to Cloudflare for a refresh of many objects. Time stands still, as results are read again after a while.
/// </summary>
internal sealed class RefreshBudgetTests
{
    private const string Account = $"/accounts/{Known.AccountId}";

    [TestCase("DeviceProfile", "policyId", 500, ExpectedResult = $"GET {Account}/devices/policies")]
    [TestCase("WarpConnectorTunnel", "tunnelId", 300, ExpectedResult = $"GET {Account}/warp_connector")]
    [TestCase("TunnelRoute", "routeId", 500, ExpectedResult = $"GET {Account}/teamnet/routes")]
    [TestCase("VirtualNetwork", "virtualNetworkId", 300, ExpectedResult = $"GET {Account}/teamnet/virtual_networks")]
    [TestCase("ManagedNetwork", "networkId", 300, ExpectedResult = $"GET {Account}/devices/networks")]
    public async Task<string> Many_objects_of_one_kind_take_one_request(string type, string idName, int count)
    {
        await using var host = await ProviderHost.StartAsync(time: new FakeTimeProvider());
        var stored = await host.CreateAsync(type, Program(type));
        var ids = Copy(host, type, ((PropertyString)stored.Outputs[idName]).Value, count);
        await using var fresh = await ProviderHost.BesideAsync(host, new FakeTimeProvider());
        host.Cloudflare.ClearRequests();

        var read = await Task.WhenAll(
            ids.Select(id => fresh.ReadAsync(stored with { Id = $"{Known.AccountId}/{id}", Outputs = stored.Outputs.With(idName, id) }))
        );

        Assert.That(read, Has.None.Null);
        Assert.That(read.Select(found => ((PropertyString)found!.Outputs[idName]).Value), Is.EqualTo(ids));
        return string.Join('\n', Requests(host));
    }

    [TestCase("SplitTunnel", "exclude")]
    [TestCase("FallbackDomains", "fallback_domains")]
    public async Task Lists_come_with_their_profiles_and_one_is_compared_with_its_own_endpoint(string type, string list)
    {
        await using var host = await ProviderHost.StartAsync(time: new FakeTimeProvider());
        var profile = await host.CreateAsync("DeviceProfile", Sample.Profile);
        var profiles = Copy(host, "DeviceProfile", ((PropertyString)profile.Outputs["policyId"]).Value, 50);
        var stored = await host.CreateAsync(type, EveryResource.Full[type].With("profileId", profiles[0]));
        await using var fresh = await ProviderHost.BesideAsync(host, new FakeTimeProvider());
        host.Cloudflare.ClearRequests();

        await Task.WhenAll(
            profiles.Select(id =>
                fresh.ReadAsync(stored with { Id = $"{Known.AccountId}/{id}", Outputs = stored.Outputs.With("profileId", id) })
            )
        );

        var requests = Requests(host).ToArray();
        Assert.That(requests, Has.Length.EqualTo(2));
        Assert.That(requests[0], Is.EqualTo($"GET {Account}/devices/policies"));
        Assert.That(profiles.Select(id => $"GET {Account}/devices/policy/{id}/{list}"), Has.Member(requests[1]));
    }

    [Test]
    public async Task Devices_and_registrations_take_one_request_per_page()
    {
        await using var host = await ProviderHost.StartAsync(time: new FakeTimeProvider());
        for (var index = 0; index < 250; index++)
        {
            host.Cloudflare.Seed.Registration(host.Cloudflare.Seed.Device($"laptop {index}"));
        }

        var devices = (PropertyArray)(await host.InvokeAsync("getDevices", PropertyMap.Empty))["devices"];
        var registrations = (PropertyArray)(await host.InvokeAsync("getRegistrations", PropertyMap.Empty))["registrations"];

        Assert.That((devices.Count, registrations.Count), Is.EqualTo((252, 252)));
        Assert.That(
            Requests(host),
            Is.EqualTo(
                (string[])
                    [
                        .. Enumerable.Repeat($"GET {Account}/devices/physical-devices", 3),
                        .. Enumerable.Repeat($"GET {Account}/devices/registrations", 3),
                    ]
            )
        );
    }

    // Without their queries.
    private static IEnumerable<string> Requests(ProviderHost host) =>
        host.Cloudflare.Requests.Select(request => $"{request.Method} {request.Path.Split('?')[0]}");

    private static PropertyMap Program(string type) => type == "DeviceProfile" ? Sample.FullProfile : EveryResource.Full[type];

    // Further objects, as if created by another client.
    private static string[] Copy(ProviderHost host, string type, string id, int count)
    {
        var ids = Enumerable.Range(1, count - 1).Select(number => $"{id[..^6]}{number:x6}").Where(copy => copy != id).Prepend(id).ToArray();
        host.Cloudflare.State.Change(data =>
        {
            var (table, key) = type switch
            {
                "DeviceProfile" => (data.Profiles, "policy_id"),
                "WarpConnectorTunnel" => (data.Tunnels, "id"),
                "TunnelRoute" => (data.TeamnetRoutes, "id"),
                "VirtualNetwork" => (data.VirtualNetworks, "id"),
                _ => (data.ManagedNetworks, "network_id"),
            };
            var original = table.Find(id)!;
            foreach (var (index, copy) in ids.Skip(1).Index())
            {
                var other = original.DeepClone().AsObject();
                other[key] = copy;
                other["name"] = $"copy {index}";
                if (other["precedence"] is not null)
                {
                    other["precedence"] = 1000 + index;
                }

                table.Add(other);
            }
        });
        return ids;
    }
}

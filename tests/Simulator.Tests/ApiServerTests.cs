using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Tests;

internal sealed class ApiServerTests : SimulatorTest
{
    [TestCase("GET", "devices/nothing/here")]
    [TestCase("PUT", "devices/policy")]
    [TestCase("GET", "devices/revoke")]
    [TestCase("GET", "")]
    [TestCase("GET", "/user")]
    public async Task Unknown_routes_are_7003(string method, string path)
    {
        var answer = await SendAsync(method, path);

        AssertRefused(answer, 404, 7003);
        Assert.That(answer.Message, Does.StartWith("Could not route to /"));
    }

    [Test]
    public async Task Every_response_has_the_envelope_and_its_own_ray_id()
    {
        var first = await GetAsync("devices/policies");
        var second = await GetAsync("devices/nothing/here");

        Assert.That(first.Body.Select(f => f.Key), Is.EqualTo(new[] { "success", "errors", "messages", "result" }));
        Assert.That(second.Body.Select(f => f.Key), Is.EqualTo(new[] { "success", "errors", "messages", "result" }));
        Assert.That(second.Headers.GetValues("cf-ray").Single(), Is.Not.Empty.And.Not.EqualTo(first.Headers.GetValues("cf-ray").Single()));
    }

    [Test]
    public async Task Equal_calls_return_equal_ids()
    {
        await using var twin = await CloudflareSimulator.StartAsync();
        await using var other = await CloudflareSimulator.StartAsync(new SimulatorOptions { IdSeed = 2 });

        var id = await CreateProfileAsync();

        Assert.That(await CreateAt(twin), Is.EqualTo(id));
        Assert.That(await CreateAt(other), Is.Not.EqualTo(id));

        static async Task<string> CreateAt(CloudflareSimulator simulator)
        {
            using var client = simulator.CreateClient();
            using var content = new StringContent("""{"name":"x","match":"os.name == \"mac\""}""");
            using var response = await client.PostAsync($"accounts/{simulator.AccountId}/devices/policy", content);
            return (await ApiResponse.OfAsync(response)).Text("policy_id");
        }
    }

    [Test]
    public async Task Malformed_state_is_a_clear_error()
    {
        Simulator.State.Change(data => data.Settings["gateway_proxy_enabled"] = new JsonObject());
        Simulator.State.Change(data => data.Document["tunnels"] = 5);

        var answer = await GetAsync("warp_connector");

        Assert.That(answer.Status, Is.EqualTo(500));
        Assert.That((string?)answer.Body["messages"]![0]!["message"], Does.StartWith("Simulator: InvalidOperationException"));
    }

    [Test]
    public async Task Concurrent_requests_do_not_lose_changes()
    {
        await Task.WhenAll(Enumerable.Range(1, 40).Select(i => CreateProfileAsync(i)));

        Assert.That((await GetAsync("devices/policies")).List, Has.Count.EqualTo(41));
    }

    [Test]
    public async Task A_port_in_use_is_a_clear_error()
    {
        var port = new Uri(Simulator.BaseUrl).Port;

        var error = await Assert.CatchAsync<IOException>(() => CloudflareSimulator.StartAsync(new SimulatorOptions { Port = port }));

        Assert.That(error!.Message, Does.StartWith($"Port {port} is in use"));
    }

    [Test]
    public async Task Reset_restores_the_initial_state()
    {
        var first = await CreateProfileAsync();
        Simulator.Faults.Add("*", "**", Faults.Fault.Status(500), times: 5);

        Simulator.Reset();

        Assert.That(Simulator.Requests, Is.Empty);
        Assert.That(await CreateProfileAsync(), Is.EqualTo(first));
    }
}

/// <summary>The endpoints that the simulator must serve: the product's whole API, by method and path.</summary>
internal sealed class RoutesTests : SimulatorTest
{
    private const string Expected = """
        DELETE /accounts/{account_id}/devices/networks/{network_id}
        DELETE /accounts/{account_id}/devices/physical-devices/{device_id}
        DELETE /accounts/{account_id}/devices/policy/exclude
        DELETE /accounts/{account_id}/devices/policy/fallback_domains
        DELETE /accounts/{account_id}/devices/policy/{policy_id}
        DELETE /accounts/{account_id}/devices/policy/{policy_id}/exclude
        DELETE /accounts/{account_id}/devices/policy/{policy_id}/fallback_domains
        DELETE /accounts/{account_id}/devices/registrations
        DELETE /accounts/{account_id}/devices/registrations/{registration_id}
        DELETE /accounts/{account_id}/devices/settings
        DELETE /accounts/{account_id}/teamnet/routes/{route_id}
        DELETE /accounts/{account_id}/teamnet/virtual_networks/{virtual_network_id}
        DELETE /accounts/{account_id}/warp_connector/{tunnel_id}
        DELETE /accounts/{account_id}/zerotrust/routes/hostname/{hostname_route_id}
        GET /accounts/{account_id}/devices
        GET /accounts/{account_id}/devices/networks
        GET /accounts/{account_id}/devices/networks/{network_id}
        GET /accounts/{account_id}/devices/physical-devices
        GET /accounts/{account_id}/devices/physical-devices/{device_id}
        GET /accounts/{account_id}/devices/policies
        GET /accounts/{account_id}/devices/policy
        GET /accounts/{account_id}/devices/policy/exclude
        GET /accounts/{account_id}/devices/policy/fallback_domains
        GET /accounts/{account_id}/devices/policy/include
        GET /accounts/{account_id}/devices/policy/{policy_id}
        GET /accounts/{account_id}/devices/policy/{policy_id}/exclude
        GET /accounts/{account_id}/devices/policy/{policy_id}/fallback_domains
        GET /accounts/{account_id}/devices/policy/{policy_id}/include
        GET /accounts/{account_id}/devices/registrations
        GET /accounts/{account_id}/devices/registrations/{registration_id}
        GET /accounts/{account_id}/devices/registrations/{registration_id}/override_codes
        GET /accounts/{account_id}/devices/resilience/disconnect
        GET /accounts/{account_id}/devices/settings
        GET /accounts/{account_id}/devices/{device_id}
        GET /accounts/{account_id}/devices/{device_id}/override_codes
        GET /accounts/{account_id}/teamnet/routes
        GET /accounts/{account_id}/teamnet/routes/ip/{ip}
        GET /accounts/{account_id}/teamnet/routes/{route_id}
        GET /accounts/{account_id}/teamnet/virtual_networks
        GET /accounts/{account_id}/teamnet/virtual_networks/{virtual_network_id}
        GET /accounts/{account_id}/tunnels
        GET /accounts/{account_id}/warp_connector
        GET /accounts/{account_id}/warp_connector/{tunnel_id}
        GET /accounts/{account_id}/warp_connector/{tunnel_id}/configurations
        GET /accounts/{account_id}/warp_connector/{tunnel_id}/connections
        GET /accounts/{account_id}/warp_connector/{tunnel_id}/connectors/{connector_id}
        GET /accounts/{account_id}/warp_connector/{tunnel_id}/token
        GET /accounts/{account_id}/zerotrust/connectivity_settings
        GET /accounts/{account_id}/zerotrust/routes/hostname
        GET /accounts/{account_id}/zerotrust/routes/hostname/{hostname_route_id}
        GET /zones/{zone_id}/devices/policy/certificates
        PATCH /accounts/{account_id}/devices/physical-devices/{device_id}
        PATCH /accounts/{account_id}/devices/policy
        PATCH /accounts/{account_id}/devices/policy/{policy_id}
        PATCH /accounts/{account_id}/devices/settings
        PATCH /accounts/{account_id}/teamnet/routes/{route_id}
        PATCH /accounts/{account_id}/teamnet/virtual_networks/{virtual_network_id}
        PATCH /accounts/{account_id}/warp_connector/{tunnel_id}
        PATCH /accounts/{account_id}/zerotrust/connectivity_settings
        PATCH /accounts/{account_id}/zerotrust/routes/hostname/{hostname_route_id}
        PATCH /zones/{zone_id}/devices/policy/certificates
        POST /accounts/{account_id}/devices/networks
        POST /accounts/{account_id}/devices/override_codes
        POST /accounts/{account_id}/devices/physical-devices/{device_id}/revoke
        POST /accounts/{account_id}/devices/policy
        POST /accounts/{account_id}/devices/registrations/revoke
        POST /accounts/{account_id}/devices/registrations/unrevoke
        POST /accounts/{account_id}/devices/resilience/disconnect
        POST /accounts/{account_id}/devices/revoke
        POST /accounts/{account_id}/devices/unrevoke
        POST /accounts/{account_id}/teamnet/routes
        POST /accounts/{account_id}/teamnet/virtual_networks
        POST /accounts/{account_id}/warp_connector
        POST /accounts/{account_id}/zerotrust/routes/hostname
        PUT /accounts/{account_id}/devices/networks/{network_id}
        PUT /accounts/{account_id}/devices/policy/exclude
        PUT /accounts/{account_id}/devices/policy/fallback_domains
        PUT /accounts/{account_id}/devices/policy/include
        PUT /accounts/{account_id}/devices/policy/{policy_id}/exclude
        PUT /accounts/{account_id}/devices/policy/{policy_id}/fallback_domains
        PUT /accounts/{account_id}/devices/policy/{policy_id}/include
        PUT /accounts/{account_id}/devices/settings
        PUT /accounts/{account_id}/warp_connector/{tunnel_id}/configurations
        PUT /accounts/{account_id}/warp_connector/{tunnel_id}/failover
        """;

    [Test]
    public void All_endpoints_of_the_product_are_served()
    {
        Assert.That(Simulator.Routes.Select(r => r.ToString()).Order(StringComparer.Ordinal), Is.EqualTo(Expected.Split('\n')));
    }

    [Test]
    public async Task Every_route_responds_under_its_own_template()
    {
        foreach (var route in Simulator.Routes)
        {
            var path = route
                .Template.Replace("{account_id}", Simulator.AccountId, StringComparison.Ordinal)
                .Replace("{zone_id}", Simulator.ZoneId, StringComparison.Ordinal)
                .Replace("{ip}", "192.0.2.1", StringComparison.Ordinal);
            path = System.Text.RegularExpressions.Regex.Replace(path, @"\{\w+\}", "11111111-1111-4111-8111-111111111111");

            var answer = await SendAsync(route.Method, path, """{"unknown":true}""");

            Assert.That(answer.Code, Is.Not.EqualTo(7003), route.ToString());
            Assert.That(answer.Status, Is.LessThan(500), route.ToString());
        }
    }

    [Test]
    public void Reads_accept_the_write_permission_too()
    {
        foreach (var route in Simulator.Routes.Where(r => r.Method == "GET"))
        {
            Assert.That(route.Permissions, Has.Some.EndsWith("Write"), route.ToString());
        }
    }
}

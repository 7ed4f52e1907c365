using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Simulator.Tests;

internal sealed class ControlServerTests : SimulatorTest
{
    private static IEnumerable<string> Kinds => Enum.GetNames<FaultKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);

    [TestCase("""{"kind":"status","status":500,"retry_after_seconds":7}""", 500)]
    [TestCase("""{"kind":"throttled","retry_after_seconds":7}""", 429)]
    [TestCase("""{"kind":"status","path":"/accounts/*/devices/settings"}""", 200)]
    [TestCase("""{"kind":"slow","delay_ms":1}""", 200)]
    [TestCase("""{"kind":"reordered_list"}""", 200)]
    public async Task Faults_can_be_planned_over_http(string fault, int status)
    {
        Assert.That((await ControlAsync("POST", "/faults", fault)).Status, Is.EqualTo(200));

        var answer = await GetAsync("devices/policy");

        Assert.That(answer.Status, Is.EqualTo(status));
        if (status >= 400)
        {
            Assert.That(answer.Headers.GetValues("Retry-After").Single(), Is.EqualTo("7"));
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task All_fault_kinds_are_accepted(string kind)
    {
        await ControlAsync("POST", "/faults", $$"""{"kind":"{{kind}}","method":"GET","times":3,"skip":1}""");

        var faults = (await ControlAsync("GET", "/faults")).Body!.AsArray();
        AssertJson(faults[0], $$"""{"method":"GET","path":"**","kind":"{{kind}}","hits":0,"remaining":3}""");

        await ControlAsync("DELETE", "/faults");
        Assert.That((await ControlAsync("GET", "/faults")).Body!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task State_can_be_exported_imported_and_reset()
    {
        await CreateProfileAsync();
        var state = (await ControlAsync("GET", "/state")).Body!.ToJsonString();

        await ControlAsync("POST", "/reset");
        Assert.That((await GetAsync("devices/policies")).List, Has.Count.EqualTo(1));

        await ControlAsync("PUT", "/state", state);
        Assert.That((await GetAsync("devices/policies")).List, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Devices_registrations_and_connectors_can_be_created()
    {
        var tunnel = await CreateTunnelAsync(ha: true);
        var device = (string)
            (
                await ControlAsync("POST", "/devices", """{"name":"laptop","email":"ann@example.com","fields":{"os_version":"15.1"}}""")
            ).Body!["id"]!;
        await ControlAsync("POST", "/registrations", $$"""{"device_id":"{{device}}"}""");
        var connector = (string)(await ControlAsync("POST", "/connectors", $$"""{"tunnel_id":"{{tunnel}}"}""")).Body!["id"]!;

        Assert.That((await GetAsync("devices/physical-devices")).All("os_version"), Is.EqualTo(new[] { "15.1" }));
        Assert.That((await GetAsync($"warp_connector/{tunnel}")).Text("status"), Is.EqualTo("healthy"));

        await ControlAsync("DELETE", $"/connectors?tunnel_id={tunnel}&id={connector}");
        Assert.That((await GetAsync($"warp_connector/{tunnel}")).Text("status"), Is.EqualTo("down"));
    }

    [Test]
    public async Task The_request_log_is_shown_without_bodies_and_without_control_requests()
    {
        await PatchAsync("devices/policy", """{"support_url":"secret-text"}""");

        var log = (await ControlAsync("GET", "/requests")).Body!.AsArray();

        Assert.That(log, Has.Count.EqualTo(1));
        Assert.That(log.ToJsonString(), Does.Contain("PATCH").And.Not.Contain("secret-text"));
        await ControlAsync("DELETE", "/requests");
        Assert.That((await ControlAsync("GET", "/requests")).Body!.AsArray(), Is.Empty);
    }

    [TestCase("GET", "/nothing", null, 404, "no GET /simulator/nothing")]
    [TestCase("GET", "", null, 404, "no GET /simulator")]
    [TestCase("POST", "/faults", """{"kind":"gremlin"}""", 400, "Unknown fault kind 'gremlin'")]
    [TestCase("POST", "/faults", "nonsense", 400, "invalid")]
    [TestCase("POST", "/devices", "{}", 400, "needs 'name'")]
    [TestCase("POST", "/registrations", """{"device_id":"x"}""", 404, "'x'")]
    [TestCase("POST", "/connectors", """{"tunnel_id":"x"}""", 404, "no live tunnel 'x'")]
    [TestCase("DELETE", "/connectors", null, 400, "needs 'tunnel_id'")]
    [TestCase("PUT", "/state", """{"version":2}""", 400, "version '2'")]
    public async Task Invalid_requests_are_explained(string method, string path, string? body, int status, string problem)
    {
        var answer = await ControlAsync(method, path, body);

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That((string?)answer.Body!["error"], Does.Contain(problem));
    }

    private async Task<(int Status, JsonNode? Body)> ControlAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), Simulator.ControlUrl + path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync()));
    }
}

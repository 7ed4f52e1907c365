using System.Text;
using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Tests;

internal sealed class WarpConnectorsTests : SimulatorTest
{
    private readonly SteppedTimeProvider _time = new();

    protected override SimulatorOptions Options => new() { TimeProvider = _time, WarpConnectorLimit = 5 };

    [Test]
    public async Task A_new_tunnel_is_inactive_and_does_not_include_ha()
    {
        var tunnel = (await PostAsync("warp_connector", """{"name":"web-server","ha":true}""")).Object;

        Assert.Multiple(() =>
        {
            Assert.That((string?)tunnel["name"], Is.EqualTo("web-server"));
            Assert.That((string?)tunnel["status"], Is.EqualTo("inactive"));
            Assert.That((string?)tunnel["tun_type"], Is.EqualTo("warp_connector"));
            Assert.That((string?)tunnel["account_tag"], Is.EqualTo(Simulator.AccountId));
            Assert.That((string?)tunnel["created_at"], Is.EqualTo("2026-01-25T18:22:34.000000Z"));
            Assert.That(tunnel.ContainsKey("deleted_at"), Is.True);
            Assert.That(tunnel["deleted_at"], Is.Null);
            Assert.That(tunnel.Select(f => f.Key), Has.None.AnyOf("ha", "secret", "tunnel_secret", "clients", "connections"));
        });
    }

    [Test]
    public async Task The_token_is_a_plain_string_that_is_also_in_the_create_response()
    {
        var created = await PostAsync("warp_connector", """{"name":"a"}""");

        var token = (string?)(await GetAsync($"warp_connector/{created.Text("id")}/token")).Result;

        Assert.That(token, Is.EqualTo(created.Text("token")));
        var content = JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(token!)))!;
        Assert.That((string?)content["t"], Is.EqualTo(created.Text("id")));
    }

    [Test]
    public async Task Changing_the_secret_changes_the_token_and_is_not_shown()
    {
        var id = await CreateTunnelAsync();
        var before = (string?)(await GetAsync($"warp_connector/{id}/token")).Result;

        var answer = await PatchAsync($"warp_connector/{id}", """{"tunnel_secret":"CQIDBAUGBwgBAgMEBQYHCAECAwQFBgcIAQIDBAUGBwg="}""");

        Assert.That(answer.Body.ToJsonString(), Does.Not.Contain("CQIDBAU"));
        Assert.That((string?)(await GetAsync($"warp_connector/{id}/token")).Result, Is.Not.EqualTo(before));
    }

    [TestCase("c2hvcnQ=")]
    [TestCase("not base64!")]
    [TestCase("")]
    public async Task A_short_or_malformed_secret_is_refused(string secret)
    {
        var id = await CreateTunnelAsync();

        Assert.That(
            (await PatchAsync($"warp_connector/{id}", $$"""{"tunnel_secret":"{{secret}}"}""")).Pointer,
            Is.EqualTo("/tunnel_secret")
        );
    }

    [TestCase("")]
    [TestCase("not json")]
    [TestCase("[]")]
    public async Task A_malformed_body_has_another_code_than_for_device_endpoints(string body)
    {
        AssertRefused(await PostAsync("warp_connector", body), 400, 1000);
    }

    [Test]
    public async Task Names_are_unique_among_live_tunnels()
    {
        var id = await CreateTunnelAsync("a");
        var other = await CreateTunnelAsync("b");

        AssertRefused(await PostAsync("warp_connector", """{"name":"a"}"""), 409, 1013);
        AssertRefused(await PatchAsync($"warp_connector/{other}", """{"name":"a"}"""), 409, 1013);
        Assert.That((await PatchAsync($"warp_connector/{id}", """{"name":"a"}""")).Status, Is.EqualTo(200));

        await DeleteAsync($"warp_connector/{id}");
        Assert.That((await PatchAsync($"warp_connector/{other}", """{"name":"a"}""")).Text("name"), Is.EqualTo("a"));
    }

    [Test]
    public async Task A_deleted_tunnel_stays_readable_with_its_time_of_deletion()
    {
        var id = await CreateTunnelAsync();
        _time.Advance(TimeSpan.FromMinutes(1));

        await DeleteAsync($"warp_connector/{id}");

        Assert.That((await GetAsync($"warp_connector/{id}")).Text("deleted_at"), Is.EqualTo("2026-01-25T18:23:34.000000Z"));
        Assert.That((await GetAsync("warp_connector")).List, Is.Empty);
        Assert.That((await GetAsync("warp_connector?is_deleted=true")).All("id"), Is.EqualTo(new[] { id }));
    }

    [TestCase("PATCH", "", """{"name":"x"}""", 1002)]
    [TestCase("DELETE", "", null, 1002)]
    [TestCase("GET", "/token", null, 1054)]
    [TestCase("GET", "/connections", null, 1002)]
    [TestCase("GET", "/configurations", null, 1055)]
    [TestCase("PUT", "/failover", """{"client_id":"1bedc50d-42b3-473c-b108-ff3d10c0d925"}""", 1002)]
    public async Task A_deleted_tunnel_is_not_found_by_other_endpoints(string method, string path, string? body, int code)
    {
        var id = await CreateTunnelAsync();
        await DeleteAsync($"warp_connector/{id}");

        AssertRefused(await SendAsync(method, $"warp_connector/{id}{path}", body), 404, code);
    }

    [Test]
    public async Task A_missing_tunnel_is_1002()
    {
        AssertRefused(await GetAsync("warp_connector/f70ff985-a4ef-4643-bbbc-4a0ed4fc8415"), 404, 1002);
    }

    [Test]
    public async Task A_tunnel_with_connections_is_deleted_only_with_cascade()
    {
        var id = await CreateTunnelAsync();
        Simulator.Seed.Connector(id);

        AssertRefused(await DeleteAsync($"warp_connector/{id}"), 400, 1022);
        Assert.That((await DeleteAsync($"warp_connector/{id}?cascade=true")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_tunnel_with_routes_is_deleted_only_with_cascade_and_along_with_them()
    {
        var id = await CreateTunnelAsync();
        var route = await PostAsync("teamnet/routes", $$"""{"network":"10.0.0.0/8","tunnel_id":"{{id}}"}""");

        AssertRefused(await DeleteAsync($"warp_connector/{id}"), 400, 1023);
        await DeleteAsync($"warp_connector/{id}?cascade=true");

        AssertRefused(await DeleteAsync($"teamnet/routes/{route.Text("id")}"), 404, 1015);
    }

    [TestCase("name=web-1", "web-1")]
    [TestCase("include_prefix=web", "web-1,web-2")]
    [TestCase("exclude_prefix=web", "db-1")]
    [TestCase("status=healthy", "db-1")]
    [TestCase("status=inactive", "web-1,web-2")]
    [TestCase("existed_at=2020-01-01T00:00:00Z", "")]
    [TestCase("was_active_at=2026-01-25T18:22:34Z", "db-1")]
    [TestCase("was_inactive_at=2026-01-25T18:22:34Z", "web-1,web-2")]
    [TestCase("per_page=2", "web-1,web-2")]
    [TestCase("per_page=2&page=2", "db-1")]
    [TestCase("per_page=2&page=3", "")]
    public async Task Lists_are_filtered_and_paged(string query, string names)
    {
        await CreateTunnelAsync("web-1");
        await CreateTunnelAsync("web-2");
        Simulator.Seed.Connector(await CreateTunnelAsync("db-1"));

        var answer = await GetAsync($"warp_connector?{query}");

        Assert.That(string.Join(',', answer.All("name")), Is.EqualTo(names));
    }

    [Test]
    public async Task A_page_has_its_number_and_the_total()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            await CreateTunnelAsync(name);
        }

        AssertJson((await GetAsync("warp_connector?per_page=2&page=2")).Info, """{"page":2,"per_page":2,"count":1,"total_count":3}""");
        AssertJson((await GetAsync("warp_connector")).Info, """{"page":1,"per_page":20,"count":3,"total_count":3}""");
    }

    [TestCase("per_page=0")]
    [TestCase("per_page=1001")]
    [TestCase("page=0")]
    [TestCase("is_deleted=maybe")]
    [TestCase("existed_at=yesterday")]
    public async Task A_malformed_query_is_refused(string query)
    {
        AssertRefused(await GetAsync($"warp_connector?{query}"), 400, 2002);
    }

    [Test]
    public async Task The_list_of_all_tunnels_is_filtered_by_kind()
    {
        await CreateTunnelAsync("a");

        Assert.That((await GetAsync("tunnels?tun_types=warp_connector,cfd_tunnel")).All("name"), Is.EqualTo(new[] { "a" }));
        Assert.That((await GetAsync("tunnels?tun_types=cfd_tunnel")).List, Is.Empty);
    }

    [Test]
    public async Task The_account_has_a_limit()
    {
        for (var i = 0; i < 5; i++)
        {
            await CreateTunnelAsync($"n{i}");
        }

        AssertRefused(await PostAsync("warp_connector", """{"name":"one too many"}"""), 400, 2004);
    }

    [Test]
    public async Task The_status_follows_the_connectors()
    {
        var id = await CreateTunnelAsync(ha: true);
        var first = Simulator.Seed.Connector(id);
        var second = Simulator.Seed.Connector(id);
        async Task<string> Status() => (await GetAsync($"warp_connector/{id}")).Text("status");

        Assert.That(await Status(), Is.EqualTo("healthy"));
        Simulator.Seed.Disconnect(id, first);
        Assert.That(await Status(), Is.EqualTo("degraded"));
        Simulator.Seed.Disconnect(id, second);
        Assert.That(await Status(), Is.EqualTo("down"));
    }

    [Test]
    public async Task A_name_is_required()
    {
        Assert.That((await PostAsync("warp_connector", """{"ha":true}""")).Pointer, Is.EqualTo("/name"));
        Assert.That((await PostAsync("warp_connector", """{"name":""}""")).Pointer, Is.EqualTo("/name"));
    }
}

internal sealed class DeletedTunnelsAreNotFoundTests : SimulatorTest
{
    protected override SimulatorOptions Options => new() { DeletedTunnelsAreNotFound = true };

    [Test]
    public async Task A_deleted_tunnel_can_be_a_404()
    {
        var id = await CreateTunnelAsync();
        await DeleteAsync($"warp_connector/{id}");

        AssertRefused(await GetAsync($"warp_connector/{id}"), 404, 1002);
    }
}

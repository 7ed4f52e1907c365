namespace ZeroTrust.Simulator.Tests;

internal sealed class TeamnetRoutesTests : SimulatorTest
{
    private string _tunnel = null!;

    [SetUp]
    public async Task CreateTunnel() => _tunnel = await CreateTunnelAsync();

    [Test]
    public async Task A_route_goes_to_the_default_virtual_network_in_canonical_form()
    {
        var route = await RouteAsync("10.01.2.3/16", """ "comment":"office" """);

        var networks = await GetAsync("teamnet/virtual_networks?is_default_network=true");
        Assert.That(route.Text("network"), Is.EqualTo("10.1.0.0/16"));
        Assert.That(route.Text("comment"), Is.EqualTo("office"));
        Assert.That(route.Text("virtual_network_id"), Is.EqualTo(networks.All("id")[0]));
        AssertJson((await GetAsync($"teamnet/routes/{route.Text("id")}")).Result, route.Result!.ToJsonString());
    }

    [Test]
    public async Task A_virtual_network_has_one_route_per_network()
    {
        await RouteAsync("10.0.0.0/8");
        var other = (await PostAsync("teamnet/virtual_networks", """{"name":"other"}""")).Text("id");

        AssertRefused(await RouteAsync("10.0.0.0/8"), 409, 1014);
        Assert.That((await RouteAsync("10.0.0.0/8", $""" "virtual_network_id":"{other}" """)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_route_needs_a_live_tunnel_and_a_live_virtual_network()
    {
        AssertRefused(await RouteAsync("10.0.0.0/8", """ "virtual_network_id":"11111111-1111-4111-8111-111111111111" """), 404, 1046);
        await DeleteAsync($"warp_connector/{_tunnel}");
        AssertRefused(await RouteAsync("10.0.0.0/8"), 404, 1002);
    }

    [Test]
    public async Task Patch_merges_and_enforces_the_rules()
    {
        await RouteAsync("192.0.2.0/24");
        var id = (await RouteAsync("10.0.0.0/8", """ "comment":"old" """)).Text("id");

        var changed = await PatchAsync($"teamnet/routes/{id}", """{"network":"10.1.0.0/16"}""");

        Assert.That((changed.Text("network"), changed.Text("comment")), Is.EqualTo(("10.1.0.0/16", "old")));
        AssertRefused(await PatchAsync($"teamnet/routes/{id}", """{"network":"192.0.2.0/24"}"""), 409, 1014);
    }

    [Test]
    public async Task A_deleted_route_stays_readable_but_has_no_effect()
    {
        var id = (await RouteAsync("10.0.0.0/8")).Text("id");
        await DeleteAsync($"teamnet/routes/{id}");

        Assert.That((await GetAsync($"teamnet/routes/{id}")).Object["deleted_at"], Is.Not.Null);
        Assert.That((await GetAsync("teamnet/routes")).List, Is.Empty);
        Assert.That((await GetAsync("teamnet/routes?is_deleted=true")).All("id"), Is.EqualTo(new[] { id }));
        AssertRefused(await DeleteAsync($"teamnet/routes/{id}"), 404, 1015);
        AssertRefused(await PatchAsync($"teamnet/routes/{id}", """{"comment":"x"}"""), 404, 1015);
        Assert.That((await RouteAsync("10.0.0.0/8")).Status, Is.EqualTo(200), "the network is free again");
    }

    [TestCase("network_subset=10.0.0.0/8", "10.0.0.0/8,10.1.0.0/16")]
    [TestCase("network_superset=10.1.2.0/24", "10.0.0.0/8,10.1.0.0/16")]
    [TestCase("network_superset=192.0.2.1", "192.0.2.0/24")]
    [TestCase("comment=b", "10.1.0.0/16")]
    [TestCase("tun_types=cfd_tunnel", "")]
    [TestCase("tun_types=cfd_tunnel,warp_connector&per_page=1&page=3", "192.0.2.0/24")]
    public async Task Lists_are_filtered(string query, string networks)
    {
        await RouteAsync("10.0.0.0/8");
        await RouteAsync("10.1.0.0/16", """ "comment":"b" """);
        await RouteAsync("192.0.2.0/24");

        Assert.That(string.Join(',', (await GetAsync($"teamnet/routes?{query}")).All("network")), Is.EqualTo(networks));
    }

    [Test]
    public async Task Lists_include_the_names_of_the_tunnel_and_the_virtual_network()
    {
        await RouteAsync("10.0.0.0/8");

        var list = await GetAsync("teamnet/routes");

        Assert.That(
            (list.All("tunnel_name")[0], list.All("tun_type")[0], list.All("virtual_network_name")[0]),
            Is.EqualTo(("node", "warp_connector", "default"))
        );
    }

    [Test]
    public async Task An_address_matches_the_longest_prefix()
    {
        await RouteAsync("10.0.0.0/8");
        await RouteAsync("10.1.0.0/16");

        Assert.That((await GetAsync("teamnet/routes/ip/10.1.2.3")).Text("network"), Is.EqualTo("10.1.0.0/16"));
        Assert.That((await GetAsync("teamnet/routes/ip/10.2.0.0")).Text("network"), Is.EqualTo("10.0.0.0/8"));
        AssertRefused(await GetAsync("teamnet/routes/ip/192.0.2.1"), 404, 1015);
    }

    private Task<ApiResponse> RouteAsync(string network, string? more = null) =>
        PostAsync("teamnet/routes", $$"""{"network":"{{network}}","tunnel_id":"{{_tunnel}}"{{(more is null ? "" : "," + more)}}}""");
}

internal sealed class VirtualNetworksTests : SimulatorTest
{
    [Test]
    public async Task A_new_account_has_one_default_network()
    {
        var list = await GetAsync("teamnet/virtual_networks");

        Assert.That(list.All("name"), Is.EqualTo(new[] { "default" }));
        Assert.That((bool)list.List[0]!["is_default_network"]!, Is.True);
    }

    [TestCase("is_default_network")]
    [TestCase("is_default")]
    public async Task Promoting_a_network_demotes_the_old_default(string field)
    {
        var id = (await PostAsync("teamnet/virtual_networks", """{"name":"new"}""")).Text("id");

        await PatchAsync($"teamnet/virtual_networks/{id}", $$"""{"{{field}}":true}""");

        Assert.That((await GetAsync("teamnet/virtual_networks?is_default=true")).All("name"), Is.EqualTo(new[] { "new" }));
    }

    [Test]
    public async Task The_default_network_can_neither_be_demoted_nor_deleted()
    {
        var id = (await GetAsync("teamnet/virtual_networks")).All("id")[0];

        AssertRefused(await PatchAsync($"teamnet/virtual_networks/{id}", """{"is_default_network":false}"""), 400, 1047);
        AssertRefused(await DeleteAsync($"teamnet/virtual_networks/{id}"), 400, 1047);
        Assert.That((await PatchAsync($"teamnet/virtual_networks/{id}", """{"comment":"c"}""")).Text("comment"), Is.EqualTo("c"));
    }

    [Test]
    public async Task Names_are_unique_and_lengths_limited()
    {
        var id = (await PostAsync("teamnet/virtual_networks", """{"name":"a"}""")).Text("id");

        AssertRefused(await PostAsync("teamnet/virtual_networks", """{"name":"a"}"""), 409, 1014);
        AssertRefused(await PatchAsync($"teamnet/virtual_networks/{id}", """{"name":"default"}"""), 409, 1014);
        Assert.That(
            (await PostAsync("teamnet/virtual_networks", $$"""{"name":"{{new string('n', 257)}}"}""")).Pointer,
            Is.EqualTo("/name")
        );
    }

    [Test]
    public async Task A_deleted_network_stays_readable()
    {
        var id = (await PostAsync("teamnet/virtual_networks", """{"name":"a"}""")).Text("id");

        await DeleteAsync($"teamnet/virtual_networks/{id}");

        Assert.That((await GetAsync($"teamnet/virtual_networks/{id}")).Object["deleted_at"], Is.Not.Null);
        Assert.That((await GetAsync("teamnet/virtual_networks?name=a")).List, Is.Empty);
        AssertRefused(await DeleteAsync($"teamnet/virtual_networks/{id}"), 404, 1046);
        AssertRefused(await GetAsync("teamnet/virtual_networks/11111111-1111-4111-8111-111111111111"), 404, 1046);
    }

    [Test]
    public async Task A_network_with_routes_cannot_be_deleted()
    {
        var id = (await PostAsync("teamnet/virtual_networks", """{"name":"a"}""")).Text("id");
        await PostAsync(
            "teamnet/routes",
            $$"""{"network":"10.0.0.0/8","tunnel_id":"{{await CreateTunnelAsync()}}","virtual_network_id":"{{id}}"}"""
        );

        AssertRefused(await DeleteAsync($"teamnet/virtual_networks/{id}"), 400, 1047);
    }
}

internal sealed class HostnameRoutesTests : SimulatorTest
{
    private string _tunnel = null!;

    [SetUp]
    public async Task CreateTunnel() => _tunnel = await CreateTunnelAsync();

    [TestCase("wiki.internal.local", "wiki.internal.local")]
    [TestCase(".Wiki.Internal.Local.", "wiki.internal.local")]
    [TestCase("*.internal.local", "internal.local")]
    public async Task A_route_is_stored_without_wildcard_and_outer_dots(string sent, string stored)
    {
        var route = await RouteAsync(sent, """ "comment":"wiki" """);

        Assert.That(
            route.Object.Select(f => f.Key),
            Is.EquivalentTo(new[] { "id", "hostname", "comment", "tunnel_id", "tunnel_name", "tun_type", "created_at", "deleted_at" })
        );
        Assert.That((route.Text("hostname"), route.Text("comment"), route.Text("tunnel_name")), Is.EqualTo((stored, "wiki", "node")));
        AssertJson((await GetAsync($"zerotrust/routes/hostname/{route.Text("id")}")).Result, route.Result!.ToJsonString());
    }

    [TestCase("""{"tunnel_id":"11111111-1111-4111-8111-111111111111"}""", 2001)]
    [TestCase("""{"hostname":"a.b","tunnel_id":"x"}""", 2001)]
    [TestCase("""{"hostname":"a..b","tunnel_id":"11111111-1111-4111-8111-111111111111"}""", 2049)]
    [TestCase("""{"hostname":"*.*.b","tunnel_id":"11111111-1111-4111-8111-111111111111"}""", 2049)]
    public async Task An_invalid_route_is_refused(string body, int code)
    {
        AssertRefused(await PostAsync("zerotrust/routes/hostname", body), 400, code);
    }

    [Test]
    public async Task A_name_is_routed_to_one_live_tunnel()
    {
        var first = await RouteAsync("wiki.internal.local");
        var second = await RouteAsync("git.internal.local");

        AssertRefused(await RouteAsync("*.wiki.internal.local"), 409, 1014);
        AssertRefused(
            await PatchAsync($"zerotrust/routes/hostname/{second.Text("id")}", """{"hostname":"WIKI.internal.local"}"""),
            409,
            1014
        );
        var tunnel = await CreateTunnelAsync("other");
        var moved = await PatchAsync($"zerotrust/routes/hostname/{first.Text("id")}", $$"""{"tunnel_id":"{{tunnel}}"}""");
        Assert.That((moved.Text("tunnel_name"), moved.Text("hostname")), Is.EqualTo(("other", "wiki.internal.local")));
        await DeleteAsync($"warp_connector/{tunnel}?cascade=true");
        Assert.That((await GetAsync("zerotrust/routes/hostname")).All("hostname"), Is.EqualTo(new[] { "git.internal.local" }));
        AssertRefused(await RouteAsync("a.b", tunnel: tunnel), 404, 1002);
    }

    [Test]
    public async Task A_tunnel_with_hostname_routes_cannot_be_deleted()
    {
        await RouteAsync("wiki.internal.local");

        AssertRefused(await DeleteAsync($"warp_connector/{_tunnel}"), 400, 1023);
    }

    [Test]
    public async Task A_deleted_route_stays_readable_and_its_name_is_free_again()
    {
        var id = (await RouteAsync("wiki.internal.local")).Text("id");

        Assert.That((await DeleteAsync($"zerotrust/routes/hostname/{id}")).Object["deleted_at"], Is.Not.Null);

        Assert.That((await GetAsync($"zerotrust/routes/hostname/{id}")).Object["deleted_at"], Is.Not.Null);
        Assert.That((await GetAsync("zerotrust/routes/hostname?is_deleted=true")).All("id"), Is.EqualTo(new[] { id }));
        AssertRefused(await DeleteAsync($"zerotrust/routes/hostname/{id}"), 404, 1015);
        Assert.That((await RouteAsync("wiki.internal.local")).Status, Is.EqualTo(200));
    }

    [TestCase("hostname=WIKI", "wiki.internal.local")]
    [TestCase("comment=c", "git.internal.local")]
    [TestCase("per_page=1&page=2", "git.internal.local")]
    [TestCase("tunnel_id=11111111-1111-4111-8111-111111111111", "")]
    [TestCase("existed_at=2020-01-01T00:00:00Z", "")]
    public async Task Lists_are_filtered(string query, string names)
    {
        await RouteAsync("wiki.internal.local");
        await RouteAsync("git.internal.local", """ "comment":"c" """);

        Assert.That(string.Join(',', (await GetAsync($"zerotrust/routes/hostname?{query}")).All("hostname")), Is.EqualTo(names));
    }

    private Task<ApiResponse> RouteAsync(string hostname, string? more = null, string? tunnel = null) =>
        PostAsync(
            "zerotrust/routes/hostname",
            $$"""{"hostname":"{{hostname}}","tunnel_id":"{{tunnel ?? _tunnel}}"{{(more is null ? "" : "," + more)}}}"""
        );
}

internal sealed class ManagedNetworksTests : SimulatorTest
{
    private const string Office = """{"name":"Office","type":"tls","config":{"tls_sockaddr":"192.0.2.1:3333","sha256":"ab"}}""";

    [Test]
    public async Task Networks_are_created_read_changed_and_deleted()
    {
        var created = await PostAsync("devices/networks", Office);
        var path = $"devices/networks/{created.Text("network_id")}";

        AssertJson((await GetAsync(path)).Result, created.Result!.ToJsonString());
        var changed = await PutAsync(path, """{"name":"Headquarters"}""");
        Assert.That(changed.Text("name"), Is.EqualTo("Headquarters"));
        AssertJson(changed.Object["config"], """{"tls_sockaddr":"192.0.2.1:3333","sha256":"ab"}""");
        Assert.That((await GetAsync("devices/networks")).All("name"), Is.EqualTo(new[] { "Headquarters" }));

        await PostAsync("devices/networks", Office);
        Assert.That((await DeleteAsync(path)).All("name"), Is.EqualTo(new[] { "Office" }), "the remaining networks");
        AssertRefused(await GetAsync(path), 404, 2053);
        AssertRefused(await DeleteAsync(path), 404, 2053);
    }

    [TestCase("""{"name":"n","type":"tls","config":{"tls_sockaddr":"192.168.1.1"}}""", "/config/tls_sockaddr")]
    [TestCase("""{"name":"n","type":"tls","config":{"tls_sockaddr":"host:0"}}""", "/config/tls_sockaddr")]
    [TestCase("""{"name":"n","type":"dns","config":{"tls_sockaddr":"host:1"}}""", "/type")]
    [TestCase("""{"name":"n","type":"tls"}""", "/config")]
    public async Task An_invalid_network_is_refused_with_a_pointer(string body, string pointer)
    {
        Assert.That((await PostAsync("devices/networks", body)).Pointer, Is.EqualTo(pointer));
    }
}

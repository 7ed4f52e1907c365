namespace ZeroTrust.Simulator.Tests;

internal sealed class WarpConnectorConnectionsTests : SimulatorTest
{
    protected override SimulatorOptions Options => new() { FailoverPolls = 2, TimeProvider = new SteppedTimeProvider() };

    [Test]
    public async Task A_tunnel_without_connectors_has_no_connections()
    {
        Assert.That((await GetAsync($"warp_connector/{await CreateTunnelAsync()}/connections")).List, Is.Empty);
    }

    [Test]
    public async Task Connections_show_each_connector_with_its_role()
    {
        var id = await CreateTunnelAsync(ha: true);
        var first = Simulator.Seed.Connector(id);
        var second = Simulator.Seed.Connector(id, new() { ["arch"] = "linux_arm64" });

        var answer = await GetAsync($"warp_connector/{id}/connections");

        Assert.That(answer.All("id"), Is.EqualTo(new[] { first, second }));
        Assert.That(answer.All("ha_status"), Is.EqualTo(new[] { "active", "passive" }));
        Assert.That(answer.All("arch"), Is.EqualTo(new[] { "linux_amd64", "linux_arm64" }));
        Assert.That((string?)answer.List[0]!["conns"]![0]!["opened_at"], Is.EqualTo("2026-01-25T18:22:34.000000Z"));
        AssertJson((await GetAsync($"warp_connector/{id}/connectors/{second}")).Result, answer.List[1]!.ToJsonString());
    }

    [Test]
    public async Task An_unknown_connector_is_not_found()
    {
        var id = await CreateTunnelAsync();

        Assert.That((await GetAsync($"warp_connector/{id}/connectors/1bedc50d-42b3-473c-b108-ff3d10c0d925")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task A_failover_changes_the_roles_after_some_reads()
    {
        var id = await CreateTunnelAsync(ha: true);
        Simulator.Seed.Connector(id);
        var second = Simulator.Seed.Connector(id);

        var answer = await PutAsync($"warp_connector/{id}/failover", $$"""{"client_id":"{{second}}"}""");

        AssertJson(answer.Result, "{}");
        Assert.That(await Roles(id), Is.EqualTo(new[] { "active", "passive" }));
        Assert.That(await Roles(id), Is.EqualTo(new[] { "active", "passive" }));
        Assert.That(await Roles(id), Is.EqualTo(new[] { "passive", "active" }));
    }

    [Test]
    public async Task A_failover_requires_a_tunnel_with_high_availability()
    {
        var id = await CreateTunnelAsync(ha: false);
        var client = Simulator.Seed.Connector(id);

        var answer = await PutAsync($"warp_connector/{id}/failover", $$"""{"client_id":"{{client}}"}""");

        AssertRefused(answer, 400, 1056);
        Assert.That(answer.Message, Does.Contain("high availability"));
    }

    [Test]
    public async Task A_failover_requires_a_client_of_the_tunnel()
    {
        var id = await CreateTunnelAsync(ha: true);

        AssertRefused(
            await PutAsync($"warp_connector/{id}/failover", """{"client_id":"1bedc50d-42b3-473c-b108-ff3d10c0d925"}"""),
            400,
            1056
        );
        Assert.That((await PutAsync($"warp_connector/{id}/failover", """{"client":"x"}""")).Pointer, Is.EqualTo("/client_id"));
    }

    private async Task<string?[]> Roles(string tunnel) => (await GetAsync($"warp_connector/{tunnel}/connections")).All("ha_status");
}

internal sealed class WarpConnectorConfigurationsTests : SimulatorTest
{
    [Test]
    public async Task A_new_tunnel_has_mode_none_and_was_never_updated()
    {
        var id = await CreateTunnelAsync();

        var configuration = (await GetAsync($"warp_connector/{id}/configurations")).Object;

        Assert.That((string?)configuration["ha_mode"], Is.EqualTo("none"));
        Assert.That((string?)configuration["tunnel_id"], Is.EqualTo(id));
        Assert.That(configuration["updated_at"], Is.Null);
    }

    [Test]
    public async Task Each_put_increments_the_version()
    {
        var path = $"warp_connector/{await CreateTunnelAsync(ha: true)}/configurations";
        var first = await PutAsync(path, """{"ha_mode":"aws","config":{"fnr_id":"eni-0123456789abcdef0"}}""");
        var second = await PutAsync(
            path,
            """
            {
              "ha_mode": "local",
              "config": { "vips": [{ "address": "10.0.0.10" }, { "address": "FD00::10" }], "vips_previous": [{ "address": "10.0.0.9" }] }
            }
            """
        );
        var third = await PutAsync(path, """{"ha_mode":"disabled","config":{}}""");

        AssertJson(first.Object["config"], """{"fnr_id":"eni-0123456789abcdef0"}""");
        AssertJson(
            second.Object["config"],
            """{"vips":[{"address":"10.0.0.10"},{"address":"fd00::10"}],"vips_previous":[{"address":"10.0.0.9"}]}"""
        );
        Assert.That(third.Object["config"], Is.Null);
        Assert.That(new[] { first, second, third }.Select(a => (int)a.Object["configuration_version"]!), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [TestCase("""{"ha_mode":"aws","config":{"fnr_id":"eni-0123456789abcdef0"}}""", 400)]
    [TestCase("""{"ha_mode":"disabled"}""", 200)]
    public async Task A_tunnel_without_high_availability_rejects_its_modes(string body, int status)
    {
        var answer = await PutAsync($"warp_connector/{await CreateTunnelAsync()}/configurations", body);

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [TestCase("""{"config":{}}""", "/ha_mode")]
    [TestCase("""{"ha_mode":"azure"}""", "/ha_mode")]
    [TestCase("""{"ha_mode":"aws"}""", "/config")]
    [TestCase("""{"ha_mode":"aws","config":{}}""", "/config/fnr_id")]
    [TestCase("""{"ha_mode":"local","config":{"vips":[]}}""", "/config/vips")]
    [TestCase("""{"ha_mode":"local","config":{"vips":[{"address":"10.0.0.0/24"}]}}""", "/config/vips/0/address")]
    [TestCase("""{"ha_mode":"none","config":{"fnr_id":"eni-1"}}""", "/config")]
    public async Task An_invalid_configuration_is_refused_with_a_pointer(string body, string pointer)
    {
        var answer = await PutAsync($"warp_connector/{await CreateTunnelAsync(ha: true)}/configurations", body);

        AssertRefused(answer, 400, 2001);
        Assert.That(answer.Pointer, Is.EqualTo(pointer));
    }
}

using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Mesh ranges of an account that differ from Cloudflare's defaults.</summary>
internal sealed class MeshRangeTests
{
    [TestCase(null, "100.96.0.0/12: '100.64.0.0/10' is")]
    [TestCase("10.200.0.0/16", "10.200.0.0/16: '10.0.0.0/8' is")]
    [TestCase("172.20.0.0/16", null)]
    public async Task Devices_reach_each_other_in_the_range_that_is_configured(string? range, string? reason)
    {
        await using var host = await ProviderHost.StartAsync();
        await host.ConfigureAsync(meshRange: range);
        await host.CheckAsync("WarpConnectorTunnel", Sample.Tunnel);
        await host.CheckAsync("SplitTunnel", Sample.Routes(Sample.Address("10.0.0.0/8"), Sample.Address("100.64.0.0/10")));

        await host.Client.CancelAsync(new());

        Assert.That(
            host.Log.Select(message => message.Message).Where(message => message.EndsWith("(ZT184)", StringComparison.Ordinal)),
            reason is null ? Is.Empty : Has.One.Contains($"whose addresses are {reason} excluded in SplitTunnel 'test'")
        );
    }

    [Test]
    public async Task An_invalid_range_is_refused_with_its_path()
    {
        await using var host = await ProviderHost.StartAsync();

        var response = await host.Client.CheckConfigAsync(
            new() { News = PropertyCodec.Write(PropertyMap.Of(("meshRanges", "[\"10.200.0.0/16\", \"10.300.0.0/16\"]"))) }
        );

        Assert.That(response.Failures.Select(failure => failure.Property), Is.EqualTo(["meshRanges[1]", "accountId", "apiToken"]));
    }

    [Test]
    public void The_environment_separates_ranges_with_commas()
    {
        var resolved = ProviderConfiguration.Resolve(
            PropertyMap.Empty,
            name => name == "ZEROTRUST_MESH_RANGES" ? "10.200.0.0/16, fd00:200::/48" : null
        );

        Assert.That(ProviderConfiguration.Read(resolved).MeshRanges, Is.EqualTo(["10.200.0.0/16", "fd00:200::/48"]));
        Assert.That(ProviderConfiguration.VariableOf("meshRanges[1]"), Is.EqualTo("ZEROTRUST_MESH_RANGES"));
    }
}

using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.Networks;

/// <summary>Hostname routes, over gRPC.</summary>
internal sealed class HostnameRouteTests
{
    private const string Hostname = "wiki.office.example.com";

    private static PropertyMap Wiki => PropertyMap.Of(("hostname", Hostname), ("tunnelId", Known.TunnelId));

    [Test]
    public async Task A_hostname_is_sent_in_canonical_form_and_stored_as_written()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("HostnameRoute", Wiki.With("hostname", "Wiki.Office.example.com."));

        Assert.That(host.Writes.Single().Body, Does.Contain($"\"hostname\":\"{Hostname}\""));
        Assert.That(stored.Outputs["hostname"], Is.EqualTo((PropertyValue)"Wiki.Office.example.com."));
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [Test]
    public async Task A_route_moves_to_another_tunnel_without_being_replaced()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("HostnameRoute", Wiki);
        var other = await TunnelAsync(host);
        host.Cloudflare.ClearRequests();

        var program = Wiki.With("tunnelId", other);
        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, program)), Is.EqualTo(["Update tunnelId"]));
        await host.UpdateAsync(stored, program);

        Assert.That(host.Writes.Single().Body, Is.EqualTo($$"""{"tunnel_id":"{{other}}"}"""));
    }

    [Test]
    public async Task A_wildcard_is_refused_with_the_correction()
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync("HostnameRoute", Wiki.With("hostname", "*.office.example.com"));

        Assert.That(failures.Single(), Does.StartWith("hostname: ").And.Contain("write 'office.example.com'"));
    }

    [Test]
    public async Task Two_routes_of_one_hostname_are_refused()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("HostnameRoute", Wiki, name: "first");

        var (_, failures) = await host.CheckAsync("HostnameRoute", Wiki.With("hostname", $"{Hostname}."), name: "second");

        Assert.That(
            failures.Single(),
            Does.Contain($"HostnameRoute 'second' and HostnameRoute 'first' both route '{Hostname}'").And.Contain("(ZT144)")
        );
    }

    [Test]
    public async Task An_existing_hostname_is_refused_with_the_import_command()
    {
        await using var first = await ProviderHost.StartAsync();
        var stored = await first.CreateAsync("HostnameRoute", Wiki);
        await using var host = await ProviderHost.BesideAsync(first);
        var other = Wiki.With("tunnelId", await TunnelAsync(host));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("HostnameRoute", other));

        Assert.That(
            refusal!.Status.Detail,
            Does.Contain($"'{Hostname}' is routed already").And.Contain($"pulumi import zerotrust:index:HostnameRoute test {stored.Id}")
        );
    }

    [TestCase("FallbackDomains")]
    [TestCase("SplitTunnel")]
    public async Task A_hostname_that_no_device_reaches_is_reported_at_the_end_of_the_run(string list)
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("HostnameRoute", Wiki);
        await host.CheckAsync(
            "SplitTunnel",
            list == "SplitTunnel"
                ? Sample.Routes(Sample.Address("10.0.0.0/8")).With("mode", "include")
                : Sample.Routes(Sample.Address("192.168.0.0/16"))
        );
        await host.CheckAsync("FallbackDomains", Sample.Domains(Sample.Domain(list == "SplitTunnel" ? "local" : "example.com")));

        await host.Client.CancelAsync(new());

        Assert.That(
            Reported(host),
            Has.One.Matches(Does.StartWith($"Warning hostname: no device reaches '{Hostname}'").And.EndWith("(ZT183)"))
        );
    }

    [Test]
    public async Task An_unknown_hostname_is_assumed_to_be_valid()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("FallbackDomains", Sample.Domains(Sample.Domain("com")));

        var (_, failures) = await host.CheckAsync("HostnameRoute", Wiki.With("hostname", PropertyValue.Unknown));
        await host.Client.CancelAsync(new());

        Assert.That(failures.Concat(Reported(host)), Is.Empty);
    }

    [Test]
    public async Task Functions_find_routes_by_tunnel_by_hostname_and_by_id()
    {
        await using var host = await ProviderHost.StartAsync();
        var wiki = await host.CreateAsync("HostnameRoute", Wiki, "wiki");
        await host.CreateAsync(
            "HostnameRoute",
            Wiki.With("hostname", "git.office.example.com").With("tunnelId", await TunnelAsync(host)),
            "git"
        );

        var all = await host.InvokeAsync("getHostnameRoutes", PropertyMap.Empty);
        var own = await host.InvokeAsync("getHostnameRoutes", PropertyMap.Of(("tunnelId", Known.TunnelId)));
        var byName = await host.InvokeAsync("getHostnameRoute", PropertyMap.Of(("hostname", "WIKI.office.example.com")));
        var byId = await host.InvokeAsync("getHostnameRoute", PropertyMap.Of(("routeId", wiki.Outputs["routeId"])));

        Assert.That(Hostnames(all), Is.EqualTo((string[])["git.office.example.com", Hostname]));
        Assert.That(Hostnames(own), Is.EqualTo((string[])[Hostname]));
        Assert.That((byName["routeId"], byId["hostname"]), Is.EqualTo((wiki.Outputs["routeId"], (PropertyValue)Hostname)));
    }

    [Test]
    public async Task A_missing_route_is_an_error_that_names_it()
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            host.InvokeAsync("getHostnameRoute", PropertyMap.Of(("hostname", Hostname)))
        );

        Assert.That(refusal!.Status.Detail, Does.Contain($"has no hostname route '{Hostname}'"));
    }

    private static async Task<string> TunnelAsync(ProviderHost host) =>
        ((PropertyString)(await host.CreateAsync("WarpConnectorTunnel", PropertyMap.Of(("name", "porto")))).Outputs["tunnelId"]).Value;

    private static IEnumerable<string> Reported(ProviderHost host) => host.Log.Select(message => $"{message.Severity} {message.Message}");

    private static IEnumerable<string> Hostnames(PropertyMap result) =>
        ((PropertyArray)result["routes"]).Select(route => ((PropertyString)((PropertyMap)route)["hostname"]).Value);
}

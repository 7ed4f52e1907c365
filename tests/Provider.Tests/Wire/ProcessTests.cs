using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>The plugin process, as the engine starts and stops it.</summary>
[Platform(Include = "Linux", Reason = "signals and kinds of stdin are specific to Unix")]
internal sealed class ProcessTests
{
    [Test]
    public async Task The_port_is_the_only_line_of_output()
    {
        using var plugin = await RunningPlugin.StartAsync();
        using var channel = LoopbackChannel.To($"127.0.0.1:{plugin.Port}");
        var client = new ResourceProvider.ResourceProviderClient(channel);

        var handshake = await client.HandshakeAsync(new() { EngineAddress = "127.0.0.1:1" });
        await client.CancelAsync(new());
        plugin.CloseInput();

        Assert.That(handshake.AcceptSecrets, Is.True);
        Assert.That(await plugin.RestOfOutputAsync(), Is.Empty);
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    public async Task A_signal_stops_the_plugin(string signal)
    {
        using var plugin = await RunningPlugin.StartAsync();

        await plugin.SignalAsync(signal);

        Assert.That(await plugin.ExitCodeAsync(), Is.Zero);
    }

    [Test]
    public async Task Closing_stdin_stops_the_plugin()
    {
        using var plugin = await RunningPlugin.StartAsync();

        plugin.CloseInput();

        Assert.That(await plugin.ExitCodeAsync(), Is.Zero);
    }

    [Test]
    public async Task A_stdin_closed_from_the_start_does_not_stop_the_plugin()
    {
        using var plugin = await RunningPlugin.StartWithoutInputAsync();
        using var channel = LoopbackChannel.To($"127.0.0.1:{plugin.Port}");

        var info = await new ResourceProvider.ResourceProviderClient(channel).GetPluginInfoAsync(new());

        Assert.That(info.Version, Is.Not.Empty);
        Assert.That(plugin.HasExited, Is.False);
    }

    [Test]
    public async Task The_environment_cannot_make_it_listen_on_other_addresses()
    {
        using var plugin = await RunningPlugin.StartAsync(
            environment:
            [
                ("ASPNETCORE_URLS", "http://0.0.0.0:0"),
                ("DOTNET_URLS", "http://0.0.0.0:0"),
                ("ASPNETCORE_HTTP_PORTS", "0"),
                ("Kestrel__Endpoints__Open__Url", "http://0.0.0.0:0"),
            ]
        );

        Assert.That(plugin.Listeners(), Is.EqualTo([$"127.0.0.1:{plugin.Port}"]));
    }

    [TestCase("HTTP_PROXY")]
    [TestCase("http_proxy")]
    [TestCase("ALL_PROXY")]
    public async Task A_proxy_variable_does_not_affect_calls_to_the_engine(string variable)
    {
        var engine = new EngineRecorder();
        await using var server = await LoopbackServer.StartAsync(toStatus: null, binder => Pulumirpc.Engine.BindService(binder, engine));
        using var plugin = await RunningPlugin.StartAsync(server.Address, (variable, "http://127.0.0.1:1"));
        using var channel = LoopbackChannel.To($"127.0.0.1:{plugin.Port}");
        var client = new ResourceProvider.ResourceProviderClient(channel);
        await client.ConfigureAsync(
            new() { Args = PropertyCodec.Write(PropertyMap.Of(("accountId", Known.AccountId), ("apiToken", "none"))) }
        );

        await client.CheckAsync(
            new()
            {
                Urn = $"urn:pulumi:dev::office::{ProviderHost.Token("DeviceProfile")}::staff",
                News = PropertyCodec.Write(Sample.Profile.With("match", "os.name == \"Windows\"")),
            }
        );

        Assert.That(engine.Messages, Is.Not.Empty);
    }
}

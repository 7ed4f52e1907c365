using Pulumirpc;
using ZeroTrust.Protocol.Loopback;


namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>The plugin as the engine starts and ends it.</summary>
[Platform(Include = "Linux", Reason = "signals, and what stands behind a standard input, are Unix matters")]
internal sealed class ProcessTests
{
    [Test]
    public async Task The_first_line_is_the_port_and_nothing_follows_it()
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
    public async Task A_signal_ends_it(string signal)
    {
        using var plugin = await RunningPlugin.StartAsync();

        await plugin.SignalAsync(signal);

        Assert.That(await plugin.ExitCodeAsync(), Is.Zero);
    }

    [Test]
    public async Task The_end_of_its_input_ends_it()
    {
        using var plugin = await RunningPlugin.StartAsync();

        plugin.CloseInput();

        Assert.That(await plugin.ExitCodeAsync(), Is.Zero);
    }

    [Test]
    public async Task An_input_that_never_was_does_not_end_it()
    {
        using var plugin = await RunningPlugin.StartWithoutInputAsync();
        using var channel = LoopbackChannel.To($"127.0.0.1:{plugin.Port}");

        var info = await new ResourceProvider.ResourceProviderClient(channel).GetPluginInfoAsync(new());

        Assert.That(info.Version, Is.Not.Empty);
        Assert.That(plugin.HasExited, Is.False);
    }
}

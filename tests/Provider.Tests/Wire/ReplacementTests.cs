using Grpc.Core;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Replacement by force (<c>--replace</c>, taint): the engine compares nothing, creates first and deletes last.</summary>
internal sealed class ReplacementTests
{
    private static IEnumerable<string> Objects => EveryResource.Objects;

    private static IEnumerable<string> OnlyOne => EveryResource.Full.Keys.Where(EveryResource.IsIdentifiedByInputs);

    [TestCaseSource(nameof(OnlyOne))]
    public async Task Resources_identified_by_their_inputs_are_written_again_and_not_deleted(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        Declaration[] program = [new(type, "test", EveryResource.Full[type])];
        await stack.UpdateAsync(program);

        await stack.UpdateAsync(program, replace: [program[0].Key]);

        await stack.AssertNoDriftAsync();
    }

    [TestCaseSource(nameof(OnlyOne))]
    public async Task A_pending_deletion_of_an_interrupted_run_does_not_delete_the_successor(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        Declaration[] program = [new(type, "test", EveryResource.Full[type])];
        await stack.UpdateAsync(program);

        await stack.UpdateAsync(program, replace: [program[0].Key], interrupted: true);
        await stack.UpdateAsync(program);

        await stack.AssertNoDriftAsync();
    }

    [TestCaseSource(nameof(Objects))]
    public async Task A_duplicate_of_a_unique_object_is_refused_with_the_option_that_helps(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        Declaration[] program = [new(type, "test", EveryResource.Full[type])];
        await stack.UpdateAsync(program);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => stack.UpdateAsync(program, replace: [program[0].Key]));

        Assert.That(refusal!.Status.Detail, Does.Contain("deleteBeforeReplace"));
        await stack.AssertNoDriftAsync();
    }

    // A state that an earlier version has left: the pending deletion names the object that the successor has.
    [TestCaseSource(nameof(Objects))]
    public async Task A_pending_deletion_of_an_object_that_the_program_keeps_is_skipped(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, EveryResource.Full[type]);
        await host.ConfigureAsync();

        await host.DiffAsync(stored, EveryResource.Full[type]);
        await host.DeleteAsync(stored);

        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [TestCaseSource(nameof(Objects))]
    public async Task With_deleteBeforeReplace_it_is_created_again(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, EveryResource.Full[type]);
        await host.ConfigureAsync();

        await host.CheckAsync(type, EveryResource.Full[type]);
        await host.DeleteAsync(stored);
        var replacement = await host.CreateAsync(type, EveryResource.Full[type]);

        Assert.That(replacement.Id, Is.Not.EqualTo(stored.Id));
        Assert.That(await host.DriftAsync(replacement), Is.Empty);
        if (type == "WarpConnectorTunnel")
        {
            Assert.That(await host.ReadAsync(stored), Is.Null, "the old credentials are gone with the old tunnel");
        }
    }

    // With replaceOnChanges, any change replaces: the provider is asked for the order and then told to delete.
    [Test]
    public async Task A_change_in_replaceOnChanges_deletes_the_old_object()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel);
        await host.ConfigureAsync();
        var program = Sample.Tunnel.With("cascadeOnDelete", true);

        Assert.That((await host.DiffAsync(stored, program)).DeleteBeforeReplace, Is.True);
        await host.DeleteAsync(stored);

        Assert.That((await host.CreateAsync("WarpConnectorTunnel", program)).Id, Is.Not.EqualTo(stored.Id));
    }

    // Another account may be a mistake: in the old one, nothing is deleted before the new one has taken the creation.
    [Test]
    public async Task A_move_to_another_account_creates_first(
        [Values("DeviceProfile", "SplitTunnel", "WarpConnectorTunnel", "TunnelRoute", "SplitTunnelRoute", "DeviceSettings")] string type
    )
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, EveryResource.Full[type]);

        var diff = await host.DiffAsync(stored, EveryResource.Full[type].With("accountId", new string('f', 32)));

        Assert.That(diff.Replaces, Is.EqualTo(["accountId"]));
        Assert.That(diff.DeleteBeforeReplace, Is.False);
    }
}

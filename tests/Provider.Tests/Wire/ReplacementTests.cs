using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Forced replacement (<c>--replace</c>, taint): the engine calls no Diff, creates first and deletes last.</summary>
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

        Assert.That(
            refusal!.Status.Detail,
            Does.Match("If it is this resource's own, .* deleteBeforeReplace .* aliases.* pulumi import .* Otherwise choose another ")
                .And.Not.Match("no longer .* deleteBeforeReplace")
        );
        await stack.AssertNoDriftAsync();
    }

    // Only a refresh shows that the state has the object.
    [TestCaseSource(nameof(Objects))]
    public async Task A_duplicate_of_a_refreshed_object_is_known_to_be_its_own(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, EveryResource.Full[type]);
        await host.ConfigureAsync(adoptExisting: true);
        await host.ReadAsync(stored);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync(type, EveryResource.Full[type]));

        Assert.That(
            refusal!.Status.Detail,
            Does.Contain("It is this resource's own, which is being replaced: set the resource option deleteBeforeReplace to true")
                .And.Not.Contain("choose")
                .And.Not.Contain("no longer")
                .And.Not.Contain("import")
        );
    }

    [TestCase("SplitTunnelRoute")]
    [TestCase("FallbackDomain")]
    public async Task An_entry_that_is_replaced_and_changed_is_refused_with_the_option_that_helps(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        await stack.UpdateAsync([new(type, "test", EveryResource.Full[type])]);
        Declaration[] changed = [new(type, "test", EveryResource.Full[type].With("description", "Branch"))];

        var refusal = await Assert.ThrowsAsync<RpcException>(() => stack.UpdateAsync(changed, replace: [changed[0].Key]));

        Assert.That(
            refusal!.Status.Detail,
            Does.Match("If it is this resource's own, .* deleteBeforeReplace .* pulumi import .* Otherwise declare it as it is")
                .And.Not.Contain("ADOPT")
        );
        await stack.AssertNoDriftAsync();
    }

    // A state of an earlier version: the pending deletion has the ID of the successor's object.
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

    // A refresh reads and compares both entries of the state at once.
    [TestCaseSource(nameof(OnlyOne))]
    [TestCaseSource(nameof(Objects))]
    public async Task A_pending_deletion_that_a_refresh_reads_as_well_is_skipped(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, EveryResource.Full[type]);
        await host.ConfigureAsync();

        await Task.WhenAll(host.DriftAsync(stored), host.DriftAsync(stored));
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

    // With replaceOnChanges, any change replaces: the provider's Diff sets the order, then the engine calls Delete.
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

    // Another account may be a mistake, so nothing is deleted in the old one before the creation in the new one succeeded.
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

    [Test]
    public void Every_resource_is_replaced_by_force() =>
        Assert.That(OnlyOne.Concat(Objects).Append("UninstallCode"), Is.EquivalentTo(EveryResource.Types.Keys));

    // A code is known to the state only: each replacement is another one, and the old one stays good until it expires.
    [Test]
    public async Task A_code_that_is_replaced_by_force_is_another_one_interrupted_or_not([Values] bool interrupted)
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        Declaration[] program = [new("UninstallCode", "test", EveryResource.Full["UninstallCode"])];
        await stack.UpdateAsync(program);
        var first = stack[program[0].Key].Id;

        await stack.UpdateAsync(program, replace: [program[0].Key], interrupted);
        var second = stack[program[0].Key].Id;
        await stack.UpdateAsync(program);

        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(stack[program[0].Key].Id, Is.EqualTo(second), "nothing is left to do");
        await stack.AssertNoDriftAsync();
    }

    // The user has turned around the order that the provider asks for.
    [Test]
    public async Task A_replacement_that_meets_its_own_old_object_is_refused_with_deleteBeforeReplace()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel);
        await host.ConfigureAsync();
        Assert.That((await host.DiffAsync(stored, Sample.Tunnel.With("ha", true))).Replaces, Is.EqualTo(["ha"]));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel.With("ha", true)));

        Assert.That(
            refusal!.Status.Detail,
            Does.EndWith(
                "It is this resource's own, which is being replaced: set the resource option deleteBeforeReplace to true, so that the "
                    + "old one is deleted first."
            )
        );
    }

    [Test]
    public async Task A_profile_of_another_kind_takes_its_list_along()
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        Declaration[] Program(PropertyMap profile) =>
            [
                new("DeviceProfile", "staff", profile),
                new(
                    "SplitTunnel",
                    "staff",
                    known => Sample.Routes(Sample.Address("10.0.0.0/8")).With("profileId", known["DeviceProfile/staff"].Outputs["policyId"])
                ),
            ];
        await stack.UpdateAsync(Program(Sample.Profile));
        var before = stack["DeviceProfile/staff"].Id;

        await stack.UpdateAsync(
            Program(
                Sample
                    .Profile.With("profileType", "browser_extension")
                    .With("browserExtensionConfig", PropertyMap.Of(("proxyControl", "locked"), ("proxyEnabled", true)))
            )
        );

        Assert.That(stack["DeviceProfile/staff"].Id, Is.Not.EqualTo(before));
        await stack.AssertNoDriftAsync();
    }
}

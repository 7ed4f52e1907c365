using Grpc.Core;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Tests.Deploying;

[CancelAfter(900_000)]
internal sealed class InterruptionTests
{
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task Start() => _sandbox = await Sandbox.StartAsync();

    [TearDown]
    public async Task Stop() => await _sandbox.DisposeAsync();

    [Test]
    public async Task A_run_that_dies_during_a_create_leaves_a_pending_operation()
    {
        var creating = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _sandbox.Provider.Before = async (method, name, _) =>
        {
            if (method == "Create" && name == "slow")
            {
                creating.SetResult();
                await release.Task;
            }
        };
        var running = _sandbox.UpAsync(async script =>
        {
            await script.ThingAsync("quick", Bag.Of());
            await script.ThingAsync("slow", Bag.Of());
        });
        await creating.Task;

        // The state that a process killed at this moment would leave.
        var left = _sandbox.Load();
        release.SetResult();
        await running;

        Assert.That(
            left.Resources.Where(resource => resource.Type == Sandbox.Type).Select(resource => resource.Urn.Name),
            Is.EqualTo(["quick"])
        );
        Assert.That(
            left.PendingOperations.Select(operation => (operation.Kind, operation.Resource.Urn.Name)),
            Is.EqualTo([(OperationKind.Creating, "slow")])
        );
    }

    [Test]
    public async Task Messages_of_a_provider_during_shutdown_are_part_of_the_result()
    {
        _sandbox.Provider.LastWord = "One more thing.";

        var result = await _sandbox.UpAsync(script => script.ThingAsync("thing", Bag.Of()));

        Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Message), Does.Contain("One more thing."));
    }

    [Test]
    public async Task The_next_run_after_a_crash_warns_and_converges()
    {
        await DieWhileCreatingAsync();

        var next = await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of()));

        Assert.That(next.ExitCode, Is.Zero);
        Assert.That(
            next.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Warning).Select(diagnostic => diagnostic.Message),
            Has.Some.Contains("* a (memory:index:Thing)")
        );
        Assert.That(_sandbox.Resources.Select(resource => resource.Urn.Name), Is.EqualTo(["a"]));
        Assert.That(_sandbox.Load().PendingOperations, Is.Empty);
    }

    [Test]
    public async Task A_pending_create_of_a_removed_resource_stays_until_cleared()
    {
        await DieWhileCreatingAsync();

        await _sandbox.UpAsync(_ => Task.CompletedTask);
        var open = _sandbox.Load().PendingOperations;
        var cleared = await _sandbox.RefreshAsync(new() { ClearPendingCreates = true });

        Assert.That(open.Select(operation => operation.Resource.Urn.Name), Is.EqualTo(["a"]));
        Assert.That(cleared.ExitCode, Is.Zero);
        Assert.That(_sandbox.Load().PendingOperations, Is.Empty);
    }

    [Test]
    public async Task Cancellation_cancels_the_provider_waits_for_it_and_records_the_result()
    {
        using var stop = new CancellationTokenSource();
        _sandbox.Provider.Before = async (method, name, _) =>
        {
            if (method == "Create" && name == "slow")
            {
                await stop.CancelAsync();
                while (!_sandbox.Provider.Calls.Contains("Cancel"))
                {
                    await Task.Yield();
                }
            }
        };

        var result = await _sandbox
            .Engine(async script =>
            {
                await script.ThingAsync("slow", Bag.Of());
                await script.ThingAsync("never", Bag.Of());
            })
            .UpAsync(new() { SkipPreview = true }, stop.Token);

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(_sandbox.Resources.Select(resource => resource.Urn.Name), Is.EqualTo(["slow"]));
        Assert.That(_sandbox.Provider.Objects, Has.Count.EqualTo(1));
        Assert.That(_sandbox.Load().PendingOperations, Is.Empty);
    }

    [Test]
    public async Task A_provider_that_dies_during_a_call_fails_the_step_and_leaves_the_state_intact()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("size", 1))));
        _sandbox.Provider.Before = (method, _, _) =>
            method == "Update" ? throw new RpcException(new(StatusCode.Unavailable, "connection lost")) : Task.CompletedTask;

        var result = await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of(("size", 2))));

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(_sandbox.Resource("a").Inputs.Fields["size"].NumberValue, Is.EqualTo(1));
    }

    [Test]
    public async Task Two_runs_on_one_stack_are_mutually_exclusive()
    {
        var inside = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var first = _sandbox.UpAsync(async _ =>
        {
            inside.SetResult();
            await release.Task;
        });
        await inside.Task;

        Assert.That(
            async () => await _sandbox.UpAsync(_ => Task.CompletedTask),
            Throws.TypeOf<EngineException>().With.Message.Contains("is locked by")
        );
        release.SetResult();
        Assert.That((await first).ExitCode, Is.Zero);
    }

    // Simulates an engine that is killed while it waits for the provider.
    private async Task DieWhileCreatingAsync()
    {
        var creating = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _sandbox.Provider.Before = async (method, _, _) =>
        {
            if (method == "Create")
            {
                creating.TrySetResult();
                await release.Task;
            }
        };
        var running = _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of()));
        await creating.Task;
        var store = new StateStore(_sandbox.Directory, _sandbox.Stack, TimeProvider.System);
        var left = (File: await File.ReadAllBytesAsync(store.FilePath), Journal: await File.ReadAllBytesAsync(store.JournalPath));
        release.SetResult();
        await running;
        await File.WriteAllBytesAsync(store.FilePath, left.File);
        await File.WriteAllBytesAsync(store.JournalPath, left.Journal);
        _sandbox.Provider.Before = (_, _, _) => Task.CompletedTask;
    }
}

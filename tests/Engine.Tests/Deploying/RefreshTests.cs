using Grpc.Core;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Plugins;

namespace ZeroTrust.Engine.Tests.Deploying;

[CancelAfter(900_000)]
internal sealed class RefreshTests
{
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task Start()
    {
        _sandbox = await Sandbox.StartAsync();
        await _sandbox.UpAsync(DeclareAsync);
        _sandbox.Provider.Calls.Clear();
    }

    [TearDown]
    public async Task Stop() => await _sandbox.DisposeAsync();

    private static async Task DeclareAsync(Script script)
    {
        var a = await script.ThingAsync("a", Bag.Of(("size", 1)));
        await script.ThingAsync("b", Bag.Of(), options => options.Dependencies.Add(a.Urn));
    }

    [Test]
    public async Task A_refresh_without_drift_reports_no_changes()
    {
        var result = await _sandbox.RefreshAsync(new() { ExpectNoChanges = true });

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.HasChanges, Is.False);
    }

    [Test]
    public async Task Drift_is_recorded_reported_and_repaired_by_the_next_update()
    {
        _sandbox.Provider.Objects["a-1"] = Bag.Of(("size", 9), ("serial", "a-1"));

        var refreshed = await _sandbox.RefreshAsync();
        var recorded = _sandbox.Resource("a").Inputs.Fields["size"].NumberValue;
        var repaired = await _sandbox.UpAsync(DeclareAsync);

        Assert.That(
            refreshed.Steps.Single(step => step.Changes).Differences,
            Contains.Key("size").WithValue(new PropertyDifference(DifferenceKind.Update, FromInputs: false))
        );
        Assert.That(recorded, Is.EqualTo(9));
        Assert.That(repaired.With(StepOp.Update).Select(urn => urn.Name), Is.EqualTo(["a"]));
        Assert.That(_sandbox.Provider.Objects["a-1"].Fields["size"].NumberValue, Is.EqualTo(1));
    }

    [Test]
    public async Task A_missing_object_leaves_the_state_along_with_dependencies_on_it()
    {
        _sandbox.Provider.Objects.TryRemove("a-1", out _);

        var result = await _sandbox.RefreshAsync();

        Assert.That(result.HasChanges);
        Assert.That(_sandbox.Resources.Select(resource => resource.Urn.Name), Is.EqualTo(["b"]));
        Assert.That(_sandbox.Resource("b").Dependencies, Is.Empty);
    }

    [Test]
    public async Task A_preview_with_refresh_sees_drift_and_writes_nothing()
    {
        _sandbox.Provider.Objects["a-1"] = Bag.Of(("size", 9), ("serial", "a-1"));

        var result = await _sandbox.PreviewAsync(DeclareAsync, new() { Refresh = true, ExpectNoChanges = true });

        Assert.That(result.ExitCode, Is.EqualTo(7));
        Assert.That(_sandbox.Resource("a").Inputs.Fields["size"].NumberValue, Is.EqualTo(1));
    }

    [Test]
    public async Task A_failed_read_does_not_prevent_recording_the_others()
    {
        _sandbox.Provider.Objects["a-1"] = Bag.Of(("size", 9), ("serial", "a-1"));
        _sandbox.Provider.Before = (method, name, _) =>
            method == "Read" && name == "b" ? throw new RpcException(new(StatusCode.Unavailable, "try later")) : Task.CompletedTask;

        var result = await _sandbox.RefreshAsync();

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(_sandbox.Resource("a").Inputs.Fields["size"].NumberValue, Is.EqualTo(9));
        Assert.That(_sandbox.Resources, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Import_adopts_an_object_under_the_stack()
    {
        _sandbox.Provider.Objects["theirs"] = Bag.Of(("size", 3), ("serial", "theirs"));

        var result = await _sandbox.ImportAsync(new ImportSpec(Sandbox.Type, "c", "theirs"));

        var imported = _sandbox.Resource("c");
        Assert.That(result.ExitCode, Is.Zero);
        Assert.That((imported.Id, imported.Protect, imported.Parent), Is.EqualTo(("theirs", true, _sandbox.Stack.Urn)));
        Assert.That(imported.Inputs.Fields["size"].NumberValue, Is.EqualTo(3));
    }

    [Test]
    public async Task Import_of_a_missing_object_fails_and_records_nothing()
    {
        var result = await _sandbox.ImportAsync(new ImportSpec(Sandbox.Type, "c", "nowhere"));

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(_sandbox.Resources.Select(resource => resource.Urn.Name), Is.EquivalentTo(["a", "b"]));
    }

    [Test]
    public async Task Destroy_deletes_dependents_first_and_leaves_nothing()
    {
        var result = await _sandbox.DestroyAsync();

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(_sandbox.Provider.CallsOf("Delete"), Is.EqualTo(["Delete b", "Delete a"]));
        Assert.That(_sandbox.Load().Resources, Is.Empty);
    }

    [Test]
    public async Task A_failed_deletion_keeps_the_dependencies_of_the_resource()
    {
        _sandbox.Provider.Before = (method, name, _) =>
            method == "Delete" && name == "b" ? throw new RpcException(new(StatusCode.FailedPrecondition, "in use")) : Task.CompletedTask;

        var result = await _sandbox.DestroyAsync(new() { ContinueOnError = true });

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(_sandbox.Provider.Objects.Keys, Is.EquivalentTo(["a-1", "b-2"]));
        Assert.That(_sandbox.Resources, Has.Count.EqualTo(2));
    }
}

using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Tests.State;

internal sealed class CheckpointTests
{
    private readonly List<Snapshot> _saved = [];

    private static ResourceState Resource(string name) => new() { Urn = Urn.Create("dev", "p", default, "t:i:T", name), Type = "t:i:T", Custom = true };

    private Checkpoint From(params ResourceState[] resources) => new(new Snapshot { Resources = resources }, _saved.Add);

    [SetUp]
    public void Forget() => _saved.Clear();

    [Test]
    public void What_the_run_produced_comes_before_what_it_has_not_touched()
    {
        var (a, b, changed) = (Resource("a"), Resource("b"), Resource("b"));
        var checkpoint = From(a, b);

        checkpoint.End(b, changed);

        Assert.That(checkpoint.Current.Resources, Is.EqualTo([changed, a]));
    }

    [Test]
    public void An_operation_is_on_disk_before_it_runs_and_gone_when_it_has_ended()
    {
        var created = Resource("a");
        var checkpoint = From();

        checkpoint.Begin(created, OperationKind.Creating);
        checkpoint.End(null, created);

        Assert.That(_saved.Select(snapshot => snapshot.PendingOperations.Count), Is.EqualTo([1, 0]));
        Assert.That(_saved[^1].Resources, Is.EqualTo([created]));
    }

    [Test]
    public void A_failed_operation_leaves_the_resource_as_it_was()
    {
        var old = Resource("a");
        var checkpoint = From(old);

        checkpoint.Begin(old, OperationKind.Deleting);
        checkpoint.Fail(old);

        Assert.That(_saved[^1].Resources, Is.EqualTo([old]));
        Assert.That(_saved[^1].PendingOperations, Is.Empty);
    }

    [Test]
    public void Creates_left_open_by_an_earlier_run_stay_open_and_others_do_not()
    {
        var start = new Snapshot { PendingOperations = [new(Resource("a"), OperationKind.Creating), new(Resource("b"), OperationKind.Updating)] };

        var checkpoint = new Checkpoint(start, _saved.Add);

        Assert.That(checkpoint.Current.PendingOperations.Select(operation => operation.Resource.Urn.Name), Is.EqualTo(["a"]));
    }

    [Test]
    public void Nothing_is_written_for_a_resource_that_stays_the_same_until_the_end()
    {
        var old = Resource("a");
        var checkpoint = From(old);

        checkpoint.End(old, Resource("a"), write: false);
        Assert.That(_saved, Is.Empty);

        checkpoint.Flush();
        checkpoint.Flush();
        Assert.That(_saved, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_preview_writes_nothing()
    {
        var checkpoint = new Checkpoint(Snapshot.Empty, save: null);

        checkpoint.Begin(Resource("a"), OperationKind.Creating);
        checkpoint.End(null, Resource("a"));

        Assert.That(checkpoint.Current.Resources, Has.Count.EqualTo(1));
    }
}

using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Tests.State;

internal sealed class CheckpointTests
{
    private readonly RecordingWriter _writer = new();

    private static ResourceState Resource(string name) =>
        new()
        {
            Urn = Urn.Create("dev", "p", default, "t:i:T", name),
            Type = "t:i:T",
            Custom = true,
        };

    private Checkpoint From(params ResourceState[] resources) => new(new Snapshot { Resources = resources }, _writer);

    [SetUp]
    public void Forget() => _writer.Forget();

    [Test]
    public void Processed_resources_come_before_unprocessed_ones()
    {
        var (a, b, changed) = (Resource("a"), Resource("b"), Resource("b"));
        var checkpoint = From(a, b);

        checkpoint.End(b, changed);

        Assert.That(checkpoint.Current.Resources, Is.EqualTo([changed, a]));
    }

    [Test]
    public void An_operation_is_on_disk_before_it_runs_and_its_result_before_the_next_one()
    {
        var checkpoint = From();
        var created = Resource("a");

        Assert.That(checkpoint.Begin(created, OperationKind.Creating));
        Assert.That(_writer.OnDisk.Single().Begun.Single().Operation.Resource, Is.SameAs(created));

        checkpoint.End(null, created);
        Assert.That(_writer.OnDisk[^1].Settled, Is.EqualTo([0]));
        Assert.That(_writer.OnDisk[^1].Put, Is.EqualTo([(0, created)]));
    }

    [Test]
    public void A_failed_operation_leaves_the_resource_as_it_was()
    {
        var old = Resource("a");
        var checkpoint = From(old);

        checkpoint.Begin(old, OperationKind.Deleting);
        checkpoint.Fail(old);

        Assert.That(checkpoint.Current.Resources, Is.EqualTo([old]));
        Assert.That(checkpoint.Current.PendingOperations, Is.Empty);
    }

    [Test]
    public void Pending_creates_of_an_earlier_run_are_kept_and_other_operations_are_not()
    {
        var start = new Snapshot
        {
            PendingOperations = [new(Resource("a"), OperationKind.Creating), new(Resource("b"), OperationKind.Updating)],
        };

        var checkpoint = new Checkpoint(start, _writer);

        Assert.That(checkpoint.Current.PendingOperations.Select(operation => operation.Resource.Urn.Name), Is.EqualTo(["a"]));
    }

    [Test]
    public void An_unchanged_resource_is_not_flushed_to_disk()
    {
        var old = Resource("a");
        var checkpoint = From(old);

        checkpoint.Keep(old, Resource("a"));
        Assert.That(_writer.OnDisk, Is.Empty);

        Assert.That(checkpoint.Finish(), Is.Null);
        Assert.That(_writer.Saved[^1].Resources, Is.EqualTo(checkpoint.Current.Resources));
    }

    [Test]
    public void A_run_that_changes_nothing_writes_nothing()
    {
        Assert.That(From(Resource("a")).Finish(), Is.Null);
        Assert.That(_writer.Saved, Is.Empty);
    }

    [Test]
    public void A_preview_writes_nothing()
    {
        var checkpoint = new Checkpoint(Snapshot.Empty, writer: null);

        checkpoint.Begin(Resource("a"), OperationKind.Creating);
        checkpoint.End(null, Resource("a"));

        Assert.That(checkpoint.Current.Resources, Has.Count.EqualTo(1));
    }

    [Test]
    public void No_operation_starts_that_cannot_be_recorded()
    {
        var checkpoint = From();
        _writer.Full = true;

        Assert.That(checkpoint.Begin(Resource("a"), OperationKind.Creating), Is.False);
        Assert.That(checkpoint.Current.PendingOperations, Is.Empty);
    }

    [Test]
    public void Changes_made_while_the_disk_was_full_are_recorded_once_there_is_space()
    {
        var created = Resource("a");
        var checkpoint = From();
        checkpoint.Begin(created, OperationKind.Creating);
        _writer.Full = true;
        checkpoint.End(null, created);
        _writer.Full = false;

        Assert.That(checkpoint.Finish(), Does.Contain("full").And.Contain("are recorded now"));
        Assert.That(_writer.Saved[^1].Resources, Is.EqualTo([created]));
    }

    [Test]
    public void Resources_that_could_not_be_recorded_are_reported_with_their_ids()
    {
        var created = Resource("a");
        created.Id = "id-of-a";
        var checkpoint = From();
        checkpoint.Begin(created, OperationKind.Creating);
        _writer.Full = true;
        checkpoint.End(null, created);

        Assert.That(checkpoint.Finish(), Does.Contain("full").And.Contain("a (t:i:T) id-of-a"));
    }

    // Not a mock: what is flushed depends on what was appended before.
    private sealed class RecordingWriter : IStateWriter
    {
        private readonly List<StateChange> _appended = [];

        public List<Snapshot> Saved { get; } = [];

        public List<StateChange> OnDisk { get; } = [];

        public bool Full { get; set; }

        public void Save(Snapshot snapshot)
        {
            Check();
            Saved.Add(snapshot);
        }

        public void Append(StateChange change) => _appended.Add(change);

        public void Flush()
        {
            Check();
            OnDisk.AddRange(_appended);
            _appended.Clear();
        }

        public void Forget()
        {
            Saved.Clear();
            OnDisk.Clear();
            _appended.Clear();
            Full = false;
        }

        private void Check()
        {
            if (Full)
            {
                throw new EngineException("The disk is full.");
            }
        }
    }
}

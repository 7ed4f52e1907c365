using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Tests.Deploying;

/// <summary>The cost of a run grows with the number of its steps, not with that number times the size of the stack.</summary>
internal sealed class ScaleTests
{
    private const int Few = 50;
    private const int Many = 4 * Few;

    // Allows for longer names and numbers; quadratic growth would be four times this.
    private const double Proportional = 1.2 * Many / Few;

    [Test]
    public async Task Bytes_written_by_creates_grow_linearly_with_the_stack()
    {
        var few = await BytesAsync(Few);
        var many = await BytesAsync(Many);

        Assert.That(many / (double)few, Is.LessThan(Proportional));
    }

    [Test]
    public async Task One_change_writes_the_state_twice_and_the_change_once()
    {
        await using var sandbox = await Sandbox.StartAsync();
        await sandbox.UpAsync(script => ThingsAsync(script, Many, 1));

        var writer = await UpAsync(sandbox, script => ThingsAsync(script, Many, 1, changed: 1));

        Assert.That(writer.Saves, Is.EqualTo(2));
        Assert.That(writer.Journal, Is.LessThan(new FileInfo(sandbox.Store.FilePath).Length / 4));
    }

    [Test]
    public async Task The_state_after_many_steps_is_correct()
    {
        await using var sandbox = await Sandbox.StartAsync();
        await sandbox.UpAsync(script => ThingsAsync(script, Many, 1));
        await sandbox.UpAsync(script => ThingsAsync(script, Few, 1, changed: 7));

        Assert.That(
            sandbox.Resources.Select(resource => resource.Inputs.Fields["value"].NumberValue),
            Is.EquivalentTo(Enumerable.Range(0, Few).Select(i => i < 7 ? 2.0 : 1.0))
        );
        Assert.That(sandbox.Provider.Objects, Has.Count.EqualTo(Few));
    }

    private static async Task<long> BytesAsync(int count)
    {
        await using var sandbox = await Sandbox.StartAsync();
        var writer = await UpAsync(sandbox, script => ThingsAsync(script, count, 1));
        Assert.That(sandbox.Resources, Has.Count.EqualTo(count));
        return writer.Bytes;
    }

    private static async Task<CountingWriter> UpAsync(Sandbox sandbox, Func<Script, Task> program)
    {
        CountingWriter? counting = null;
        var result = await sandbox.UpIntoAsync(program, (store, secrets) => counting = new(store, store.OpenWriter(secrets)));
        counting!.Dispose();
        Assert.That(result.ExitCode, Is.Zero);
        return counting;
    }

    private static Task<Pulumirpc.RegisterResourceResponse[]> ThingsAsync(Script script, int count, int value, int changed = 0) =>
        Task.WhenAll(
            Enumerable.Range(0, count).Select(i => script.ThingAsync($"thing{i}", Bag.Of(("value", i < changed ? value + 1 : value))))
        );

    // Not a mock: it writes, and counts what was written.
    private sealed class CountingWriter(StateStore store, StateStore.StateWriter inner) : IStateWriter, IDisposable
    {
        private long _saved;

        public int Saves { get; private set; }

        public long Journal { get; private set; }

        public long Bytes => _saved + Journal;

        public void Save(Snapshot snapshot)
        {
            inner.Save(snapshot);
            Saves++;
            _saved += new FileInfo(store.FilePath).Length;
        }

        public void Append(StateChange change) => inner.Append(change);

        public void Flush()
        {
            inner.Flush();
            lock (inner)
            {
                // The journal only grows during a run.
                Journal = Math.Max(Journal, new FileInfo(store.JournalPath).Length);
            }
        }

        public void Dispose() => inner.Dispose();
    }
}

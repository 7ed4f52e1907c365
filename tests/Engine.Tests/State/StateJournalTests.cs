using System.Text;
using System.Text.Json;
using ZeroTrust.Engine.State;
using ZeroTrust.Engine.Tests.Deploying;

namespace ZeroTrust.Engine.Tests.State;

internal sealed class StateJournalTests
{
    private static readonly StackName Stack = new("p", "dev");
    private static readonly PassphraseSecrets Secrets = PassphraseSecrets.Create("passphrase");

    private string _directory = "";

    private StateStore Store => new(_directory, Stack, TimeProvider.System);

    [SetUp]
    public void Create_folder() => _directory = Directory.CreateTempSubdirectory("journal-").FullName;

    [TearDown]
    public void Delete_folder() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_run_killed_at_any_byte_leaves_the_state_recorded_up_to_then([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var start = new Snapshot
        {
            Resources = [.. Enumerable.Range(0, 6).Select(i => Resource($"old{i}"))],
            PendingOperations = [new(Resource("open"), OperationKind.Creating)],
        };
        Store.Save(start, Secrets);
        using var writer = Store.OpenWriter(Secrets);
        var checkpoint = new Checkpoint(Store.Load(Secrets), writer);
        var known = new List<ResourceState>(checkpoint.Current.Resources);
        var recorded = new List<(long Length, string State)>();
        for (var step = 0; step < 40; step++)
        {
            Change(checkpoint, known, random, step, () => recorded.Add((new FileInfo(Store.JournalPath).Length, Text(checkpoint.Current))));
        }
        var journal = File.ReadAllBytes(Store.JournalPath);

        for (var length = (int)recorded[0].Length; length <= journal.Length; length++)
        {
            // All bytes within a line are equivalent, so some suffice.
            if (journal[length - 1] == '\n' || length % 97 == 0)
            {
                File.WriteAllBytes(Store.JournalPath, journal[..length]);
                Assert.That(
                    Text(Store.Load(Secrets)),
                    Is.EqualTo(recorded.Last(entry => entry.Length <= length).State),
                    $"after {length} bytes"
                );
            }
        }
    }

    [Test]
    public void A_journal_of_another_state_file_is_ignored()
    {
        using var writer = Store.OpenWriter(Secrets);
        var checkpoint = new Checkpoint(Snapshot.Empty, writer);
        checkpoint.End(null, Resource("a"));
        var journal = File.ReadAllBytes(Store.JournalPath);
        checkpoint.Finish();

        // Simulates a kill after the new file was written and before its journal was removed.
        File.WriteAllBytes(Store.JournalPath, journal);

        Assert.That(Store.Load(Secrets).Resources.Select(resource => resource.Urn.Name), Is.EqualTo(["a"]));
    }

    [Test]
    public void The_next_run_starts_from_the_interrupted_runs_state_and_backs_it_up()
    {
        using (var writer = Store.OpenWriter(Secrets))
        {
            new Checkpoint(Snapshot.Empty, writer).End(null, Resource("a"));
        }

        Store.Backup(Secrets);

        Assert.That(File.Exists(Store.JournalPath), Is.False);
        Assert.That(File.ReadAllText(Store.FilePath + ".bak"), Does.Contain("::a\""));
        Assert.That(Store.Load(Secrets).Resources, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_completed_run_leaves_no_journal()
    {
        using var writer = Store.OpenWriter(Secrets);
        var checkpoint = new Checkpoint(Snapshot.Empty, writer);
        checkpoint.End(null, Resource("a"));
        Assert.That(File.Exists(Store.JournalPath));

        checkpoint.Finish();

        Assert.That(File.Exists(Store.JournalPath), Is.False);
        Assert.That(Store.Load(Secrets).Resources, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_damaged_journal_is_reported_with_its_path()
    {
        using (var writer = Store.OpenWriter(Secrets))
        {
            new Checkpoint(Snapshot.Empty, writer).End(null, Resource("a"));
        }
        File.AppendAllText(Store.JournalPath, "damaged\n");

        Assert.That(() => Store.Load(Secrets), Throws.TypeOf<EngineException>().With.Message.Contains(Store.JournalPath));
    }

    [Test]
    public void Secrets_are_encrypted_in_the_journal_and_only_the_owner_reads_it()
    {
        using var writer = Store.OpenWriter(Secrets);
        var resource = Resource("a");
        resource.Inputs = Bag.Of(("token", Engine.Properties.Values.AsSecret(Bag.ToValue("canary"))));
        new Checkpoint(Snapshot.Empty, writer).End(null, resource);

        Assert.That(File.ReadAllText(Store.JournalPath), Does.Not.Contain("canary").And.Contain("ciphertext"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(Store.JournalPath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public void A_line_left_incomplete_by_a_full_disk_is_overwritten_once_there_is_space()
    {
        using var disk = new SmallDisk();
        using var journal = new StateJournal(disk, "journal", "base", Secrets);
        journal.Append(new() { Put = [(0, Resource("a"))] });
        disk.Capacity = 40;
        Assert.That(journal.Flush, Throws.TypeOf<EngineException>().With.Message.Contains("journal").And.Message.Contains("full"));

        disk.Capacity = long.MaxValue;
        journal.Append(new() { Put = [(1, Resource("b"))] });
        journal.Flush();

        var after = StateJournal.Apply(disk.ToArray(), "base", Snapshot.Empty, Secrets);
        Assert.That(after.Resources.Select(resource => resource.Urn.Name), Is.EqualTo(["a", "b"]));
    }

    // Makes a random change that a run can make to a checkpoint.
    private static void Change(Checkpoint checkpoint, List<ResourceState> known, Random random, int step, Action note)
    {
        var chosen = known[random.Next(known.Count)];
        switch (random.Next(known.Count > 3 ? 6 : 2))
        {
            case 0:
                var created = Resource(step % 10 == 0 ? "open" : $"new{step}");
                checkpoint.Begin(created, OperationKind.Creating);
                note();
                checkpoint.End(null, created);
                known.Add(created);
                break;
            case 1:
                checkpoint.Touch(chosen, state => state.Outputs = Bag.Of(("step", step)));
                break;
            case 2:
                var updated = chosen.Copy();
                updated.Inputs = Bag.Of(("step", step));
                checkpoint.Begin(updated, OperationKind.Updating);
                note();
                checkpoint.End(chosen, updated);
                known.Remove(chosen);
                known.Add(updated);
                break;
            case 3:
                checkpoint.Begin(chosen, OperationKind.Deleting);
                note();
                checkpoint.End(chosen, null);
                known.Remove(chosen);
                break;
            case 4:
                chosen.Delete = true;
                var replacement = Resource(chosen.Urn.Name + "'");
                checkpoint.End(null, replacement, marked: chosen);
                known.Add(replacement);
                break;
            default:
                checkpoint.Begin(chosen, OperationKind.Deleting);
                note();
                chosen.PendingReplacement = true;
                checkpoint.Fail(chosen);
                break;
        }
        note();
    }

    private static ResourceState Resource(string name) =>
        new()
        {
            Urn = Urn.Create("dev", "p", default, "t:i:T", name),
            Type = "t:i:T",
            Custom = true,
            Id = $"id-{name}",
        };

    private static string Text(Snapshot snapshot)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Indented))
        {
            StateJson.Write(writer, snapshot, Secrets, DateTimeOffset.UnixEpoch);
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private sealed class SmallDisk : MemoryStream
    {
        public new long Capacity { get; set; } = long.MaxValue;

        public override void Write(byte[] buffer, int offset, int count)
        {
            var room = (int)Math.Min(count, Capacity - Position);
            base.Write(buffer, offset, room);
            if (room < count)
            {
                throw new IOException("The disk is full.");
            }
        }
    }
}

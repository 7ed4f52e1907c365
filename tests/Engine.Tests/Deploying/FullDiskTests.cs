using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Tests.Deploying;

/// <summary>
/// A state that cannot be written, as on a full disk or in a read-only folder. A folder in place of the file simulates the latter.
/// </summary>
internal sealed class FullDiskTests
{
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task StartAsync() => _sandbox = await Sandbox.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _sandbox.DisposeAsync();

    [Test]
    public async Task Nothing_is_created_that_cannot_be_recorded_and_the_reason_is_reported_once()
    {
        var result = await _sandbox.UpIntoAsync(
            script => Task.WhenAll(script.ThingAsync("a", Bag.Of()), script.ThingAsync("b", Bag.Of())),
            (_, _) => new FullDisk()
        );

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(_sandbox.Provider.CallsOf("Create"), Is.Empty);
        var errors = result
            .Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error)
            .Select(diagnostic => diagnostic.Message)
            .ToList();
        Assert.That(
            errors.Count(error => error.Contains("The disk is full", StringComparison.Ordinal)),
            Is.EqualTo(1),
            () => string.Join('\n', errors)
        );
    }

    [Test]
    public void A_state_file_that_cannot_be_written_is_a_clear_error_and_leaves_no_temporary_file()
    {
        Directory.CreateDirectory(_sandbox.Store.FilePath);

        Assert.That(
            () => _sandbox.Store.Save(Snapshot.Empty, PassphraseSecrets.Create("")),
            Throws.TypeOf<EngineException>().With.Message.Contains(_sandbox.Store.FilePath).And.Message.Contains("cannot be written")
        );
        Assert.That(Directory.EnumerateFiles(_sandbox.Directory, "*.tmp", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public void A_state_folder_that_cannot_be_written_is_not_reported_as_a_lock()
    {
        var file = Path.Combine(_sandbox.Directory, "file");
        File.WriteAllText(file, "");
        var store = new StateStore(file, _sandbox.Stack, TimeProvider.System);

        Assert.That(
            store.Lock,
            Throws.TypeOf<EngineException>().With.Message.Contains("cannot be written").And.Message.Not.Contains("is locked by")
        );
    }

    [Test]
    public void An_existing_log_file_becomes_private_to_its_owner()
    {
        var path = Path.Combine(_sandbox.Directory, "grpc.jsonl");
        File.WriteAllText(path, "earlier\n");

        new GrpcLog(path).Dispose();

        Assert.That(File.ReadAllText(path), Is.EqualTo("earlier\n"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public void A_log_that_cannot_be_written_is_a_clear_error() =>
        Assert.That(() => new GrpcLog(_sandbox.Directory), Throws.TypeOf<EngineException>().With.Message.Contains(_sandbox.Directory));

    // Not a mock: two methods that throw are shorter written out.
    private sealed class FullDisk : IStateWriter
    {
        public void Save(Snapshot snapshot) => Flush();

        public void Append(StateChange change) { }

        public void Flush() => throw new EngineException("The disk is full.");
    }
}

using System.Text.Json.Nodes;
using ZeroTrust.Engine.State;
using ZeroTrust.Engine.Tests.Recordings;

namespace ZeroTrust.Engine.Tests.State;

internal sealed class StateStoreTests
{
    private static readonly StackName Stack = new("office", "dev");
    private static readonly PassphraseSecrets Secrets = PassphraseSecrets.Create("passphrase");

    private string _directory = "";

    private StateStore Store => new(_directory, Stack, TimeProvider.System);

    [SetUp]
    public void Create_folder() => _directory = Directory.CreateTempSubdirectory("state-").FullName;

    [TearDown]
    public void Delete_folder() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_stack_that_was_never_deployed_is_empty() => Assert.That(Store.Load(Secrets).Resources, Is.Empty);

    [Test]
    public void State_is_stored_where_the_file_backend_expects_it()
    {
        Store.Save(Snapshot.Empty, Secrets);

        Assert.That(File.Exists(Path.Combine(_directory, ".pulumi", "stacks", "office", "dev.json")));
    }

    [Test]
    public void A_pulumi_export_survives_import_and_export()
    {
        Store.Import(Recording.State("02-up-create"), Secrets, salt => PassphraseSecrets.Open("correct-horse", salt));

        var before = Resources(Recording.State("02-up-create"));
        var after = Resources(Store.Export(Secrets));
        Assert.That(after, Is.EqualTo(before));
    }

    [Test]
    public void Secrets_are_encrypted_on_disk()
    {
        Store.Import(Recording.State("02-up-create"), Secrets, salt => PassphraseSecrets.Open("correct-horse", salt));

        Assert.That(
            File.ReadAllText(Store.FilePath),
            Does.Not.Contain("canary-token").And.Not.Contain("lab-token").And.Not.Contain("c2VjcmV0LXNlY3JldA==")
        );
    }

    [Test]
    public void Fields_of_newer_engines_are_kept()
    {
        var export = JsonNode.Parse(Recording.State("02-up-create"))!;
        export["deployment"]!["resources"]![0]!["hideDiff"] = new JsonArray("a", "b");
        Store.Import(export.ToJsonString(), Secrets, salt => PassphraseSecrets.Open("correct-horse", salt));

        Assert.That(
            JsonNode.Parse(Store.Export(Secrets))!["deployment"]!["resources"]![0]!["hideDiff"]!.ToJsonString(),
            Is.EqualTo("""["a","b"]""")
        );
    }

    [Test]
    public void A_half_written_file_is_never_read()
    {
        Store.Import(Recording.State("02-up-create"), Secrets, salt => PassphraseSecrets.Open("correct-horse", salt));
        File.WriteAllText(Store.FilePath + ".4711.tmp", "{ \"version\": 3, \"checkpoint\": { \"sta");

        Assert.That(Store.Load(Secrets).Resources, Has.Count.EqualTo(8));
    }

    [Test]
    public void A_damaged_file_is_reported_with_the_backup()
    {
        Store.Save(Snapshot.Empty, Secrets);
        File.WriteAllText(Store.FilePath, "{");

        Assert.That(
            () => Store.Load(Secrets),
            Throws.TypeOf<EngineException>().With.Message.Contains(Store.FilePath).And.Message.Contains(".bak")
        );
    }

    [Test]
    public void Only_one_run_holds_the_lock()
    {
        using (Store.Lock())
        {
            Assert.That(() => Store.Lock(), Throws.TypeOf<EngineException>().With.Message.Contains($"process {Environment.ProcessId}"));
        }

        Assert.That(() => Store.Lock().Dispose(), Throws.Nothing);
    }

    private static List<string> Resources(string export) =>
        [
            .. JsonNode.Parse(export)!["deployment"]!["resources"]!
                .AsArray()
                .Select(resource =>
                {
                    var copy = resource!.DeepClone().AsObject();
                    return Masked(copy)!.ToJsonString();
                }),
        ];

    // Ciphertexts differ each time, and Pulumi's timestamps have two more digits.
    private static JsonNode? Masked(JsonNode? node) =>
        node switch
        {
            JsonObject map => new JsonObject(
                map.Select(pair =>
                    KeyValuePair.Create(pair.Key, pair.Key is "ciphertext" or "created" or "modified" ? "…" : Masked(pair.Value))
                )
            ),
            JsonArray list => new JsonArray([.. list.Select(Masked)]),
            _ => node?.DeepClone(),
        };
}

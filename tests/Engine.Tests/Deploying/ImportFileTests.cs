using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Tests.Deploying;

internal sealed class ImportFileTests
{
    private readonly string _file = Path.GetTempFileName();

    [OneTimeTearDown]
    public void Remove() => File.Delete(_file);

    [Test]
    public void A_file_of_pulumi_import_is_read()
    {
        var imports = Read(
            """
            {
              "nameTable": { "lab": "urn:pulumi:dev::p::pulumi:providers:memory::lab",
                "site": "urn:pulumi:dev::p::office:index:Site::berlin" },
              "resources": [
                { "type": "memory:index:Thing", "name": "one", "id": "1", "parent": "site", "provider": "lab", "version": "1.0.0" },
                { "type": "memory:index:Thing", "name": "twoThing", "logicalName": "two", "id": "2", "parent": "one" }
              ]
            }
            """
        );

        Assert.That(
            imports.Select(import => (import.Name, import.Id, import.Version)),
            Is.EqualTo([("one", "1", "1.0.0"), ("two", "2", (string?)null)])
        );
        Assert.That(imports[0].Parent.Name, Is.EqualTo("berlin"));
        Assert.That(imports[0].Provider.Name, Is.EqualTo("lab"));
        Assert.That(imports[1].Parent.Value, Is.EqualTo("urn:pulumi:dev::p::office:index:Site$memory:index:Thing::one"));
        Assert.That(imports.Select(import => import.Protect), Is.All.True);
    }

    [TestCase("nonsense", "is not an import file")]
    [TestCase("{}", "is not an import file")]
    [TestCase("""{"resources": []}""", "lists nothing to import")]
    [TestCase("""{"resources": [{"type": "a:b:C", "name": "x"}]}""", "has no 'id'")]
    [TestCase("""{"resources": [{"type": "a:b:C", "name": "x", "id": "1", "parent": "y"}]}""", "the parent 'y'")]
    [TestCase("""{"resources": [{"type": "a:b:C", "name": "x", "component": true}]}""", "is a component")]
    public void Errors_in_the_file_are_reported(string text, string expected) =>
        Assert.That(() => Read(text), Throws.TypeOf<EngineException>().With.Message.Contains(expected));

    [Test]
    public async Task All_resources_of_a_file_are_imported_together()
    {
        await using var sandbox = await Sandbox.StartAsync();
        (sandbox.Provider.Objects["1"], sandbox.Provider.Objects["2"]) = (Bag.Of(("size", 1)), Bag.Of(("size", 2)));

        var result = await sandbox.ImportAsync([
            .. Read(
                """
                {"resources": [
                  {"type": "memory:index:Thing", "name": "a", "id": "1"},
                  {"type": "memory:index:Thing", "name": "b", "id": "2"}
                ]}
                """
            ),
        ]);

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(sandbox.Resources.Select(resource => resource.Id), Is.EquivalentTo(["1", "2"]));
    }

    private IReadOnlyList<ImportSpec> Read(string text)
    {
        File.WriteAllText(_file, text);
        return ImportFile.Read(_file, new StackName("p", "dev"), protect: true);
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pulumi.Automation;

namespace ZeroTrust.EndToEnd.Tests.Real;

internal sealed class ImportTests
{
    private RealStack _real = null!;

    [OneTimeSetUp]
    public void Require_pulumi() => RealStack.RequirePulumi();

    // To generate code, the command line builds the project on disk.
    [SetUp]
    public async Task Start() => _real = await RealStack.OfAsync(RepositoryFiles.PathTo("examples/quickstart"));

    [TearDown]
    public async Task Stop() => await _real.DisposeAsync();

    [TestCase("DefaultDeviceProfile", "")]
    [TestCase("SplitTunnel", "/default")]
    [TestCase("FallbackDomains", "/default")]
    public async Task Existing_objects_are_imported_with_code_that_compiles(string type, string idInAccount)
    {
        var found = new ImportResource
        {
            Type = $"zerotrust:index:{type}",
            Name = "it",
            Id = _real.Simulator.AccountId + idInAccount,
        };

        var imported = await _real.Stack.ImportAsync(new() { Resources = [found], Protect = false });

        Assert.That(Errors(imported.GeneratedCode!), Is.Empty, imported.GeneratedCode);
        Assert.That(_real.Writes(), Is.Zero);
    }

    private static IEnumerable<string> Errors(string code)
    {
        string[] used = [typeof(Pulumi.Output).Assembly.Location, typeof(Pulumi.ZeroTrust.SplitTunnel).Assembly.Location];
        // Without this repository's other assemblies: their namespace ZeroTrust conflicts with the alias in the generated code.
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("ZeroTrust.", StringComparison.Ordinal))
            .Concat(used)
            .DistinctBy(Path.GetFileName);
        var compilation = CSharpCompilation.Create(
            "Imported",
            [CSharpSyntaxTree.ParseText(code)],
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
        );
        return compilation
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString());
    }
}

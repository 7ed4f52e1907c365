using System.CommandLine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZeroTrust.Cli.Adopt;
using ZeroTrust.Engine;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;
using ZeroTrust.Simulator;

namespace ZeroTrust.Cli.Tests.Adopt;

/// <summary>Adopts, imports and previews the configurations of tests/cases.</summary>
internal sealed class RealAccountTests
{
    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Where(path =>
                    Path.GetFileName(path).StartsWith("System", StringComparison.Ordinal) || Path.GetFileName(path) == "netstandard.dll"
                )
                .Concat(Sdk())
                .Select(path => MetadataReference.CreateFromFile(path)),
        ]
    );

    private static IEnumerable<int> Accounts => Enumerable.Range(0, RealAccount.All.Count);

    [TestCaseSource(nameof(Accounts))]
    public async Task Real_configurations_are_adopted_imported_and_previewed_without_a_change(int number)
    {
        await using var account = await CloudflareSimulator.StartAsync(new() { RateLimit = 0 });
        await RealAccount.FillAsync(account, RealAccount.All[number]);
        var folder = Directory.CreateTempSubdirectory("adopt-");
        var yaml = await AdoptAsync(account, Path.Combine(folder.FullName, "yaml"), yaml: true);
        var csharp = await AdoptAsync(account, Path.Combine(folder.FullName, "csharp"), yaml: false);
        account.ClearRequests();
        var stack = Open(account, yaml);

        var imported = await stack.ImportAsync(
            ZeroTrust.Engine.Deployment.ImportFile.Read(Path.Combine(yaml, "import.json"), new StackName("acme", "dev"), protect: false),
            new() { SkipPreview = true },
            CancellationToken.None
        );
        var preview = await stack.PreviewAsync(new() { Refresh = true, ExpectNoChanges = true }, CancellationToken.None);

        Assert.Multiple(() =>
        {
            // Real configurations may cause warnings.
            Assert.That(imported.Diagnostics.Concat(preview.Diagnostics).Where(one => one.Severity == Severity.Error), Is.Empty);
            Assert.That((imported.ExitCode, preview.ExitCode), Is.EqualTo((0, 0)));
            Assert.That(preview.Steps.Where(step => step.Changes).Select(step => step.ToString()), Is.Empty);
            Assert.That(account.Requests.Where(request => request.Method != "GET").Select(request => request.Path), Is.Empty);
            Assert.That(Errors(File.ReadAllText(Path.Combine(csharp, "Program.cs"))), Is.Empty, "the program in C#");
        });
        folder.Delete(recursive: true);
    }

    private static async Task<string> AdoptAsync(CloudflareSimulator account, string folder, bool yaml)
    {
        using var error = new StringWriter();
        var exit = await AdoptCommand
            .Create(Credentials(account).GetValueOrDefault)
            .Parse(["--out", folder, "--name", "acme", "--language", yaml ? "yaml" : "csharp"])
            .InvokeAsync(new InvocationConfiguration { Output = TextWriter.Null, Error = error });
        Assert.That(exit, Is.Zero, error.ToString());
        return folder;
    }

    private static LocalEngine Open(CloudflareSimulator account, string folder)
    {
        var program = YamlStack.Of(File.ReadAllText(Path.Combine(folder, "Pulumi.yaml")));
        var plugin = Path.GetDirectoryName(RepositoryFiles.Built("provider", "pulumi-resource-zerotrust.dll"));

        // The local engine does not run YAML, so the program runs in this process instead.
        File.WriteAllText(
            Path.Combine(folder, "Pulumi.yaml"),
            $"""
            name: acme
            runtime: dotnet
            plugins:
              providers:
                - name: zerotrust
                  path: {plugin}
            """
        );
        var environment = Environment
            .GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
        environment["PULUMI_CONFIG_PASSPHRASE"] = "acme";
        environment["DOTNET_ROOT"] = Path.GetFullPath(
            Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")
        );
        foreach (var (name, value) in Credentials(account))
        {
            environment[name] = value;
        }

        return new(ProjectStack.Open(folder, "dev", null, environment, null, TimeProvider.System).ToOptions() with { Program = program });
    }

    private static Dictionary<string, string> Credentials(CloudflareSimulator account) =>
        new()
        {
            ["CLOUDFLARE_ACCOUNT_ID"] = account.AccountId,
            ["CLOUDFLARE_API_TOKEN"] = account.Token,
            ["CLOUDFLARE_BASE_URL"] = account.BaseUrl,
        };

    private static IEnumerable<string> Errors(string program) =>
        from diagnostic in CSharpCompilation
            .Create(
                "acme",
                [
                    CSharpSyntaxTree.ParseText(
                        "global using System; global using System.Collections.Generic; global using System.Threading.Tasks;"
                    ),
                    CSharpSyntaxTree.ParseText(program),
                ],
                References.Value,
                new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
            )
            .GetDiagnostics()
        where diagnostic.Severity == DiagnosticSeverity.Error
        select diagnostic.ToString();

    private static IEnumerable<string> Sdk() =>
        new[] { "Pulumi.ZeroTrust.dll", "Pulumi.dll" }.Select(file =>
            Directory.EnumerateFiles(RepositoryFiles.PathTo("sdk", "dotnet", "bin"), file, SearchOption.AllDirectories).First()
        );
}

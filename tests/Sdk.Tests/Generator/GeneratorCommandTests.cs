using ZeroTrust.Sdk.Generator;

namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>Runs the command line, from arguments to exit code.</summary>
public sealed class GeneratorCommandTests
{
    [Test]
    public void Writes_the_sdk_and_the_docs_and_then_finds_them_up_to_date()
    {
        using var folder = new TemporaryFolder();

        Assert.Multiple(() =>
        {
            Assert.That(Run(folder).ExitCode, Is.Zero);
            Assert.That(folder.Has("sdk/Dns/Zone.cs"), Is.True);
            Assert.That(folder.Has("docs/resources/Zone.md"), Is.True);
            Assert.That(Run(folder, "--check"), Is.EqualTo((0, "", "")));
        });
    }

    [Test]
    public void The_version_is_written_for_the_plugin_lookup()
    {
        using var folder = new TemporaryFolder();

        Run(folder, "--version", "4.5.6-alpha.1");

        Assert.That(folder.Read("sdk/version.txt"), Is.EqualTo("4.5.6-alpha.1\n"));
        Assert.That(folder.Read("sdk/pulumi-plugin.json"), Does.Contain("\"version\": \"4.5.6-alpha.1\""));
    }

    [Test]
    public void Without_a_version_the_repositorys_is_used()
    {
        using var folder = new TemporaryFolder();
        var own = typeof(GeneratorCommand).Assembly.GetName().Version!;

        Run(folder);

        Assert.That(folder.Read("sdk/version.txt"), Does.StartWith($"{own.Major}.{own.Minor}.{own.Build}"));
    }

    [Test]
    public void Check_lists_every_file_that_differs_and_the_command_to_run()
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        File.Delete(Path.Combine(folder.Path, "sdk/Cell.cs"));
        folder.Write("sdk/Enums.cs", "// by hand");
        folder.Write("docs/functions/getOld.md", $"<!-- {GeneratedFile.Mark} -->");

        var (exitCode, _, error) = Run(folder, "--check");

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(1));
            Assert.That(error, Does.Contain("3 generated file(s) are not up to date; run 'make generate'"));
            Assert.That(error, Does.Match("missing: .*sdk/Cell.cs"));
            Assert.That(error, Does.Match("different: .*sdk/Enums.cs"));
            Assert.That(error, Does.Match("stale: .*docs/functions/getOld.md"));
            Assert.That(folder.Has("sdk/Cell.cs"), Is.False);
        });
    }

    [Test]
    public void A_new_guide_is_added_to_the_index()
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        folder.Write("docs/drift.md", "Intro\n# Drift in CI\n");

        Assert.That(Run(folder, "--check").ExitCode, Is.EqualTo(1));
        Run(folder);

        Assert.That(folder.Read("docs/README.md"), Does.Contain("[Drift in CI](drift.md)"));
        Assert.That(folder.Read("docs/drift.md"), Is.EqualTo("Intro\n# Drift in CI\n"));
    }

    [Test]
    public void An_invalid_schema_generates_nothing_and_reports_every_problem()
    {
        using var folder = new TemporaryFolder();
        var schema = folder.Write("schema.json", """{ "name": "pulumi", "resources": { "x": {} } }""");

        var (exitCode, _, error) = Invoke("--schema", schema, "--out", Path.Combine(folder.Path, "sdk"));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain("$.name: 'pulumi' is reserved").And.Contain("$.resources.x: must look like 'package:index:Name'"));
        Assert.That(folder.Has("sdk"), Is.False);
    }

    [Test]
    public void Definitions_with_the_same_file_are_an_error()
    {
        using var folder = new TemporaryFolder();
        var schema = folder.Write("schema.json", A.Schema(""" "resources": { "acme:index:zone": {}, "acme:index:Zone": {} } """));

        var (exitCode, _, error) = Invoke("--schema", schema, "--lenient", "--out", Path.Combine(folder.Path, "sdk"));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain("definitions with the same file, Zone.cs; rename"));
        Assert.That(folder.Has("sdk"), Is.False);
    }

    [Test]
    public void Lenient_accepts_what_pulumi_itself_accepts()
    {
        using var folder = new TemporaryFolder();
        var schema = folder.Write("schema.json", A.Schema(""" "resources": { "acme:index:Zone": {} } """));

        Assert.That(Invoke("--schema", schema).ExitCode, Is.EqualTo(1));
        Assert.That(Invoke("--schema", schema, "--lenient").ExitCode, Is.Zero);
    }

    [Test]
    public void A_missing_schema_is_an_error() =>
        Assert.That(Invoke("--schema", "nowhere.json").Error, Does.Contain("There is no schema at 'nowhere.json'"));

    private static (int ExitCode, string Output, string Error) Run(TemporaryFolder folder, params string[] more) =>
        Invoke([
            "--schema",
            A.GoldenSchemaPath,
            "--out",
            Path.Combine(folder.Path, "sdk"),
            "--docs",
            Path.Combine(folder.Path, "docs"),
            .. more,
        ]);

    private static (int ExitCode, string Output, string Error) Invoke(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = GeneratorCommand.Create().Parse(args).Invoke(new() { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using YamlDotNet.RepresentationModel;

namespace ZeroTrust.Conventions.Tests;

/// <summary>Finds errors in workflows before they run on GitHub.</summary>
internal sealed partial class WorkflowTests
{
    private static readonly string Ci = RepositoryFiles.PathTo(".github", "workflows", "ci.yml");

    private static readonly string Drift = RepositoryFiles.PathTo("examples", "ci", "drift.yml");

    private static IEnumerable<string> Workflows =>
        new[] { Path.GetDirectoryName(Ci)!, Path.GetDirectoryName(Drift)! }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.yml"))
            .Select(file => Path.GetRelativePath(RepositoryFiles.PathTo(), file));

    [TestCaseSource(nameof(Workflows))]
    public void A_workflow_is_valid_yaml_with_a_trigger_and_steps(string file)
    {
        var workflow = Read(RepositoryFiles.PathTo(file));

        Assert.That(Keys(workflow), Is.SupersetOf(["name", "on", "permissions", "jobs"]));
        foreach (var job in Map(workflow["jobs"]).Children.Values.Select(Map))
        {
            Assert.That(Keys(job), Is.SupersetOf(["runs-on", "timeout-minutes", "steps"]));
            Assert.That(
                ((YamlSequenceNode)job["steps"]).Select(step => Keys(Map(step)).Count(key => key is "run" or "uses")),
                Is.All.EqualTo(1)
            );
        }
    }

    [Test]
    public void Ci_checks_on_three_systems_with_the_repositorys_versions()
    {
        var check = Map(Map(Read(Ci)["jobs"])["check"]);
        var steps = ((YamlSequenceNode)check["steps"]).Select(Map).ToList();
        var interop = JsonNode.Parse(File.ReadAllText(RepositoryFiles.PathTo("tests", "interop", "package.json")))!;

        Assert.That(
            ((YamlSequenceNode)Map(Map(check["strategy"])["matrix"])["os"]).Select(os => ((YamlScalarNode)os).Value),
            Is.EquivalentTo(["ubuntu-latest", "macos-latest", "windows-latest"])
        );
        Assert.That(With(steps, "actions/setup-dotnet", "global-json-file"), Is.EqualTo("global.json"));
        Assert.That($">={With(steps, "actions/setup-node", "node-version")}", Is.EqualTo(interop["engines"]!["node"]!.GetValue<string>()));
        Assert.That(steps.Select(step => Text(step, "run")), Has.One.EqualTo("make check"));
        Assert.That(steps.Select(step => Text(step, "uses")), Has.One.StartsWith("pulumi/actions@"));
    }

    [TestCase("drift.yml")]
    [TestCase("gitlab/drift.yml")]
    public void The_drift_check_reports_with_zt_and_keeps_its_exit_code(string file)
    {
        var workflow = RepositoryFiles.PathTo("examples", "ci", file);

        Assert.That(Keys(Read(workflow)), Does.Contain("jobs").Or.Contain("drift"));
        Assert.That(File.ReadAllText(workflow), Does.Contain("zt drift --state state.json --unmanaged").And.Contain("exit \"$status\""));
    }

    [Test]
    public void The_review_comments_the_impact_and_keeps_its_exit_code() =>
        Assert.That(
            File.ReadAllText(RepositoryFiles.PathTo("examples", "ci", "review.yml")),
            Does.Contain("zt impact --plan preview.json --state state.json --live --fail-over")
                .And.Contain("gh pr comment")
                .And.Contain("exit \"$status\"")
        );

    [Test]
    public void A_release_builds_each_platform_on_its_own_runner_and_attests_what_it_built()
    {
        var release = RepositoryFiles.PathTo(".github", "workflows", "release.yml");
        var jobs = Map(Read(release)["jobs"]);
        var platforms = ((YamlSequenceNode)Map(Map(Map(jobs["plugin"])["strategy"])["matrix"])["include"]).Select(Map).ToList();

        Assert.That(
            platforms.Select(platform => Text(platform, "rid")),
            Is.EquivalentTo(["linux-x64", "linux-arm64", "osx-x64", "osx-arm64", "win-x64", "win-arm64"])
        );
        Assert.That(platforms.Select(platform => Text(platform, "os")), Is.Unique);
        foreach (var job in new[] { "plugin", "packages" })
        {
            var uses = ((YamlSequenceNode)Map(jobs[job])["steps"]).Select(step => Text(Map(step), "uses"));
            Assert.That(uses, Has.One.StartsWith("actions/attest-build-provenance@"));
        }
    }

    // The examples are copied into repositories that have no Makefile and no eng/.
    [TestCase("drift.yml")]
    [TestCase("review.yml")]
    [TestCase("gitlab/drift.yml")]
    public void An_example_for_ci_installs_what_a_release_publishes(string file)
    {
        var workflow = File.ReadAllText(RepositoryFiles.PathTo("examples", "ci", file));
        var packed = File.ReadAllLines(RepositoryFiles.PathTo("eng", "pack"));
        var tool = XDocument.Load(RepositoryFiles.PathTo("cli", "ZeroTrust.Cli.csproj")).Descendants("PackageId").Single().Value;

        Assert.That(workflow, Does.Not.Contain("make ").And.Not.Contain("eng/").And.Contain($"dotnet tool install --global {tool}\n"));
        Assert.That(packed, Has.One.StartsWith("dotnet pack cli "));
    }

    [Test]
    public void A_change_fragment_has_a_known_kind_and_text()
    {
        var fragments = Directory.GetFiles(RepositoryFiles.PathTo(".changes", "unreleased"));

        Assert.That(fragments.Select(Path.GetFileName), Is.All.Match("^(added|changed|fixed|removed)-[a-z0-9-]+[.]md$"));
        Assert.That(fragments.Select(File.ReadAllText), Is.All.Match("^[^#\\s]"));
    }

    [Test]
    public async Task The_notes_of_a_release_become_the_first_section_of_the_change_log()
    {
        var folder = Directory.CreateTempSubdirectory("notes-");
        string Write(string path, string text)
        {
            var file = Path.Combine(folder.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return file;
        }
        Directory.CreateDirectory(Path.Combine(folder.FullName, "eng"));
        foreach (var name in new[] { "notes", "version" })
        {
            File.Copy(RepositoryFiles.PathTo("eng", name), Path.Combine(folder.FullName, "eng", name));
        }
        Write("Directory.Build.props", "<Version>1.2.0</Version>\n");
        var log = Write("CHANGELOG.md", "# Changelog\n\nAbout it.\n\n## 1.1.0, 2026-01-01\n\n### Added\n\n- Old.\n");
        var fragment = Write(".changes/unreleased/fixed-one.md", "One,\nand more.\n");
        Write(".changes/unreleased/added-two.md", "Two.\n");

        using var notes = Process.Start(
            new ProcessStartInfo("bash", [Path.Combine(folder.FullName, "eng", "notes"), "--release"]) { RedirectStandardOutput = true }
        )!;
        var printed = await notes.StandardOutput.ReadToEndAsync();
        await notes.WaitForExitAsync();

        Assert.That((notes.ExitCode, printed), Is.EqualTo((0, "### Added\n\n- Two.\n\n### Fixed\n\n- One,\n  and more.\n\n")));
        Assert.That(
            Date().Replace(await File.ReadAllTextAsync(log), "(today)"),
            Is.EqualTo("# Changelog\n\nAbout it.\n\n## 1.2.0, (today)\n\n" + printed + "## 1.1.0, (today)\n\n### Added\n\n- Old.\n")
        );
        Assert.That(fragment, Does.Not.Exist);
        folder.Delete(recursive: true);
    }

    private static YamlMappingNode Read(string path)
    {
        using var reader = File.OpenText(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return Map(stream.Documents.Single().RootNode);
    }

    private static string? With(IEnumerable<YamlMappingNode> steps, string action, string input) =>
        Text(Map(steps.Single(step => Text(step, "uses")?.StartsWith(action + "@", StringComparison.Ordinal) == true)["with"]), input);

    private static YamlMappingNode Map(YamlNode node) => (YamlMappingNode)node;

    private static IEnumerable<string?> Keys(YamlMappingNode map) => map.Children.Keys.Select(key => ((YamlScalarNode)key).Value);

    private static string? Text(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(key, out var value) ? ((YamlScalarNode)value).Value : null;

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    private static partial Regex Date();
}

using System.Runtime.Versioning;
using Microsoft.Extensions.Time.Testing;
using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Plugins;

namespace ZeroTrust.Engine.Tests.Plugins;

/// <summary>Real processes: shell scripts that behave or misbehave as plugins.</summary>
[Platform(Include = "Linux,MacOsX", Reason = "the plugins are shell scripts")]
[CancelAfter(900_000)]
[UnsupportedOSPlatform("windows")]
internal sealed class PluginProcessTests
{
    // A test run in the background of a shell ignores interrupts, and a shell cannot trap what was ignored when it began.
    private const string Interruptible =
        "[ -n \"$BEGUN\" ] || ! env --default-signal=INT true 2>&- || exec env --default-signal=INT BEGUN=1 \"$0\" \"$@\"";

    private string _directory = "";

    [SetUp]
    public void Create_folder() => _directory = Directory.CreateTempSubdirectory("plugin-").FullName;

    [TearDown]
    public void Delete_folder() => Directory.Delete(_directory, recursive: true);

    private string Script(string body, string name = "pulumi-resource-acme")
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    // Its time stands still: however slow the machine is, no process is killed for being late.
    private Task<PluginProcess> StartAsync(string body) =>
        PluginProcess.StartAsync(
            new PluginCommand(Script($"{Interruptible}\n{body}"), [], _directory),
            "127.0.0.1:1",
            _directory,
            new Dictionary<string, string>(),
            new FakeTimeProvider(),
            CancellationToken.None
        );

    [Test]
    public async Task The_port_is_the_first_line_of_stdout()
    {
        await using var plugin = await StartAsync("echo 4711; read -r line");

        Assert.That(plugin.Port, Is.EqualTo(4711));
    }

    [Test]
    public async Task Terminal_codes_before_the_port_are_skipped()
    {
        await using var plugin = await StartAsync("printf '\\033[?1h\\033=4711\\n'; read -r line");

        Assert.That(plugin.Port, Is.EqualTo(4711));
    }

    [Test]
    public async Task The_plugin_gets_the_engine_address_as_last_argument_and_the_project_folder()
    {
        await using var plugin = await StartAsync("echo 4711; echo \"$1 $PWD\" >&2; read -r line");
        while (plugin.Output.Length == 0)
        {
            await Task.Yield();
        }

        Assert.That(plugin.Output, Is.EqualTo($"127.0.0.1:1 {_directory}"));
    }

    [Test]
    public void A_plugin_that_exits_immediately_is_reported_with_its_output() =>
        Assert.That(
            () => StartAsync("echo 'no licence' >&2; exit 3"),
            Throws.TypeOf<EngineException>().With.Message.Contains("exited with code 3").And.Message.Contains("no licence")
        );

    [Test]
    public void A_first_line_other_than_a_port_is_an_error() =>
        Assert.That(() => StartAsync("echo hello; read -r line"), Throws.TypeOf<EngineException>().With.Message.Contains("'hello'"));

    [Test]
    public async Task Stopping_interrupts_the_process()
    {
        var plugin = await StartAsync($"trap 'echo stopped > {_directory}/out; exit 0' INT; echo 4711; while :; do sleep 0.01; done");

        await plugin.DisposeAsync();

        Assert.That(File.ReadAllText(Path.Combine(_directory, "out")).Trim(), Is.EqualTo("stopped"));
    }

    [Test]
    public void A_folder_in_the_project_takes_precedence_over_the_path()
    {
        Script("", "pulumi-resource-acme");
        var elsewhere = Directory.CreateDirectory(Path.Combine(_directory, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "pulumi-resource-acme"), "");
        var locator = new PluginLocator(
            [new PluginPath("acme", _directory, null)],
            new Dictionary<string, string> { ["PATH"] = elsewhere },
            _directory
        );

        Assert.That(locator.Find("acme", "1.0.0").FileName, Is.EqualTo(Path.Combine(_directory, "pulumi-resource-acme")));
    }

    [Test]
    public void The_path_is_not_searched_when_disabled()
    {
        Script("", "pulumi-resource-acme");
        var locator = new PluginLocator(
            [],
            new Dictionary<string, string>
            {
                ["PATH"] = _directory,
                ["PULUMI_IGNORE_AMBIENT_PLUGINS"] = "true",
                ["PULUMI_HOME"] = _directory,
            },
            _directory
        );

        Assert.That(() => locator.Find("acme", "1.0.0"), Throws.TypeOf<EngineException>().With.Message.Contains("pulumi-resource-acme"));
    }

    [TestCase("1.2.0", "1.2.0")]
    [TestCase(null, "1.10.0")]
    public void Installed_plugins_are_found_by_version_or_the_newest(string? version, string found)
    {
        foreach (var each in new[] { "1.2.0", "1.10.0" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(_directory, "plugins", $"resource-acme-v{each}")).FullName;
            File.WriteAllText(Path.Combine(folder, "pulumi-resource-acme"), "");
        }
        var locator = new PluginLocator([], new Dictionary<string, string> { ["PULUMI_HOME"] = _directory }, _directory);

        Assert.That(locator.Find("acme", version).Directory, Does.EndWith($"v{found}"));
    }

    [TestCase(true, TestName = "An_installed_plugin_is_preferred_to_the_one_beside_this_program")]
    [TestCase(false, TestName = "Without_an_installed_plugin_dotnet_executes_the_one_beside_this_program")]
    public void The_plugin_beside_this_program_is_the_last_choice(bool installed)
    {
        var assembly = Path.Combine(_directory, "pulumi-resource-acme.dll");
        File.WriteAllText(assembly, "");
        File.WriteAllText(Path.ChangeExtension(assembly, ".runtimeconfig.json"), "{}");
        var folder = Path.Combine(_directory, "plugins", "resource-acme-v1.0.0");
        if (installed)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "pulumi-resource-acme"), "");
        }
        var locator = new PluginLocator([], new Dictionary<string, string> { ["PULUMI_HOME"] = _directory }, _directory);

        var command = locator.Find("acme", "1.0.0");

        Assert.That(
            (command.FileName, command.Arguments.Count == 0 ? "" : command.Arguments[^1]),
            Is.EqualTo(installed ? (Path.Combine(folder, "pulumi-resource-acme"), "") : ("dotnet", assembly))
        );
    }
}

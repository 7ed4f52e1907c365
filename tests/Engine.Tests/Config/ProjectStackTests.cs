using ZeroTrust.Engine.Config;

namespace ZeroTrust.Engine.Tests.Config;

internal sealed class ProjectStackTests
{
    private static readonly Dictionary<string, string> Environment = new() { ["PULUMI_CONFIG_PASSPHRASE"] = "swordfish" };

    private string _directory = "";

    [SetUp]
    public void Create_project()
    {
        _directory = Directory.CreateTempSubdirectory("project-").FullName;
        Write(
            "Pulumi.yaml",
            """
            name: office
            runtime:
              name: dotnet
              options:
                binary: bin/Office.dll
            config:
              region: eu
              size:
                type: integer
                default: 3
            plugins:
              providers:
                - name: zerotrust
                  path: ../bin
            """
        );
    }

    [TearDown]
    public void Delete_project() => Directory.Delete(_directory, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_directory, name), text);

    private ProjectStack Open(Dictionary<string, string>? environment = null) =>
        ProjectStack.Open(_directory, "dev", null, environment ?? Environment, askPassphrase: null, TimeProvider.System);

    [Test]
    public void The_project_defines_plugin_folders_and_runtime()
    {
        var project = Project.Find(_directory);

        Assert.That((project.Name, project.Runtime, project.RuntimeOptions["binary"]), Is.EqualTo(("office", "dotnet", "bin/Office.dll")));
        Assert.That(
            project.Plugins,
            Is.EqualTo([new PluginPath("zerotrust", Path.GetFullPath(Path.Combine(_directory, "..", "bin")), null)])
        );
    }

    [Test]
    public void A_project_is_found_from_a_subfolder()
    {
        var below = Directory.CreateDirectory(Path.Combine(_directory, "a", "b")).FullName;

        Assert.That(Project.Find(below).Directory, Is.EqualTo(_directory));
    }

    [Test]
    public void Stack_values_override_the_projects_values()
    {
        Write("Pulumi.dev.yaml", "config:\n  office:region: us\n  zerotrust:apiToken: plain\n");

        var config = Open().ToOptions().Config;

        Assert.That(config["office:region"].Value, Is.EqualTo("us"));
        Assert.That(config["office:size"].Value, Is.EqualTo("3"));
        Assert.That(config["zerotrust:apiToken"].Secret, Is.False);
    }

    [Test]
    public void Secrets_are_encrypted_in_the_file_and_decrypted_for_the_program()
    {
        var stack = Open();
        stack.Config.Set("zerotrust:apiToken", new ConfigValue("token-1", Secret: true), stack.Secrets);

        Assert.That(
            File.ReadAllText(Path.Combine(_directory, "Pulumi.dev.yaml")),
            Does.Contain("secure: v1:").And.Contain("encryptionsalt: v1:").And.Not.Contain("token-1")
        );
        Assert.That(Open().ToOptions().Config["zerotrust:apiToken"], Is.EqualTo(new ConfigValue("token-1", Secret: true)));
    }

    [TestCase("true")]
    [TestCase("12")]
    [TestCase("")]
    [TestCase("a: b # c")]
    public void Strings_stay_strings(string text)
    {
        var stack = Open();
        stack.Config.Set("office:x", new ConfigValue(text), stack.Secrets);

        Assert.That(Open().ToOptions().Config["office:x"].Value, Is.EqualTo(text));
    }

    [Test]
    public void Objects_become_json_with_decrypted_secrets()
    {
        var stack = Open();
        stack.Config.SaveSalt(stack.Secrets.Salt);
        var salt = File.ReadAllText(Path.Combine(_directory, "Pulumi.dev.yaml"));
        Write(
            "Pulumi.dev.yaml",
            $"{salt}\nconfig:\n  office:db:\n    port: 5432\n    users: [a, b]\n    password:\n      secure: {stack.Secrets.Encrypt("p")}\n"
        );

        Assert.That(
            Open().ToOptions().Config["office:db"],
            Is.EqualTo(new ConfigValue("""{"port":5432,"users":["a","b"],"password":"p"}""", Secret: true))
        );
    }

    [Test]
    public void Removed_values_are_gone()
    {
        var stack = Open();
        stack.Config.Set("office:x", new ConfigValue("1"), stack.Secrets);
        stack.Config.Remove("office:x");

        Assert.That(Open().ToOptions().Config.Keys, Does.Not.Contain("office:x"));
    }

    [Test]
    public void A_passphrase_is_required() =>
        Assert.That(() => Open([]), Throws.TypeOf<EngineException>().With.Message.Contains("PULUMI_CONFIG_PASSPHRASE"));

    [Test]
    public void White_space_around_the_passphrase_in_a_file_does_not_count()
    {
        var stack = Open();
        stack.Config.Set("office:key", new ConfigValue("secret", Secret: true), stack.Secrets);
        Write("passphrase.txt", " swordfish \r\n");

        var opened = Open(new() { ["PULUMI_CONFIG_PASSPHRASE_FILE"] = Path.Combine(_directory, "passphrase.txt") });

        Assert.That(opened.ToOptions().Config["office:key"].Value, Is.EqualTo("secret"));
    }

    [Test]
    public void An_empty_name_of_a_passphrase_file_counts_as_unset() =>
        Assert.That(
            () => Open(new() { ["PULUMI_CONFIG_PASSPHRASE_FILE"] = "" }),
            Throws.TypeOf<EngineException>().With.Message.StartsWith("Set PULUMI_CONFIG_PASSPHRASE ")
        );

    [Test]
    public void Another_passphrase_is_refused()
    {
        Open();

        Assert.That(() => Open(new() { ["PULUMI_CONFIG_PASSPHRASE"] = "other" }), Throws.TypeOf<EngineException>());
    }

    [Test]
    public void Broken_yaml_is_reported_with_file_and_line()
    {
        Write("Pulumi.yaml", "name: office\nruntime: [dotnet\n");

        Assert.That(() => Project.Find(_directory), Throws.TypeOf<EngineException>().With.Message.Contains("Pulumi.yaml, line"));
    }

    [Test]
    public void An_unsupported_runtime_is_reported_by_name()
    {
        Write("Pulumi.yaml", "name: office\nruntime: cobol\n");

        Assert.That(() => Open().ToOptions(), Throws.TypeOf<EngineException>().With.Message.Contains("cobol"));
    }
}

using System.CommandLine;

namespace ZeroTrust.Cli.Tests;

/// <summary>Output and errors of <c>zt local</c> and <c>zt new</c> before anything is deployed.</summary>
internal sealed class LocalCommandTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("zt-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_new_project_is_complete_and_builds_against_the_given_checkout()
    {
        var project = Path.Combine(_folder, "office");

        var (code, output, _) = await RunAsync(NewCommand.Create(), project, "--sdk", RepositoryFiles.Root);

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain($"cd {project}").And.Contain("zt local up --simulate"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(project, "Pulumi.yaml")), Does.StartWith("name: office\nruntime: dotnet\n"));
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(project, "office.csproj")),
            Does.Contain($"<ProjectReference Include=\"{RepositoryFiles.Root}")
        );
        Assert.That(await File.ReadAllTextAsync(Path.Combine(project, "Program.cs")), Does.Contain("new DeviceProfile("));
    }

    [Test]
    public async Task A_non_empty_folder_is_not_written_to()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "mine.txt"), "");

        var (code, _, error) = await RunAsync(NewCommand.Create(), _folder);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("is not empty"));
    }

    [TestCase("my project")]
    [TestCase("a/b")]
    public async Task An_invalid_project_name_is_refused(string name)
    {
        var (code, _, error) = await RunAsync(NewCommand.Create(), Path.Combine(_folder, "p"), "--name", name);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain($"'{name}' is not a valid project name"));
    }

    [Test]
    public async Task A_demo_with_pulumi_says_what_to_do_where_pulumi_is_missing()
    {
        if (
            (System.Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .Any(path => File.Exists(Path.Combine(path, "pulumi")))
        )
        {
            Assert.Ignore("pulumi is on the PATH.");
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "Pulumi.yaml"), "name: p\nruntime: dotnet\n");

        var (code, _, error) = await RunAsync(DemoCommand.Create(), "--engine", "pulumi", "--cwd", _folder);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("pulumi is not on the PATH. Install it").And.Contain("omit --engine"));
    }

    [TestCase("preview", "Create it with --create.")]
    [TestCase("destroy", "it has dev.")]
    [TestCase("state list", "it has dev.")]
    public async Task A_stack_that_does_not_exist_is_an_error(string command, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "Pulumi.yaml"), "name: p\nruntime: dotnet\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "Pulumi.dev.yaml"), "config: {}\n");

        var (code, _, error) = await RunAsync(LocalCommand.Create(), [.. command.Split(' '), "--stack", "prod", "--cwd", _folder]);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("Stack 'prod' does not exist in this project").And.Contain(expected));
        Assert.That(Directory.EnumerateFiles(_folder, "*prod*"), Is.Empty, "the command creates nothing");
    }

    [TestCase("import zerotrust:index:DeviceProfile staff", "Pass type, name and id, or --file.")]
    [TestCase("state unprotect", "Pass a resource or --all.")]
    public async Task Missing_arguments_are_reported(string command, string expected)
    {
        var (code, _, error) = await RunAsync(LocalCommand.Create(), command.Split(' '));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain(expected));
    }

    [TestCase("bash", "complete -o default -F _zt zt")]
    [TestCase("zsh", "compdef _zt zt")]
    [TestCase("fish", "complete -c zt")]
    [TestCase("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_scripts_are_printed_for_each_shell(string shell, string expected)
    {
        var (code, output, _) = await RunAsync(CompletionCommand.Create(), shell);

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain(expected));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(Command command, params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await command.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}

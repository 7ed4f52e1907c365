using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using ZeroTrust.Cli.Adopt;
using ZeroTrust.Engine;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Simulator;

namespace ZeroTrust.Cli.Tests.Adopt;

internal sealed class AdoptTests
{
    private CloudflareSimulator _account = null!;
    private DirectoryInfo _root = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _account = await CloudflareSimulator.StartAsync();

        // Inside the repository, so that a built project finds the SDK of this checkout.
        _root = Directory.CreateDirectory(RepositoryFiles.PathTo("artifacts", $"adopt-{Guid.NewGuid():N}"));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _account.DisposeAsync();
        _root.Delete(recursive: true);
    }

    [TestCase("csharp", "Program.cs")]
    [TestCase("yaml", "Pulumi.yaml")]
    public async Task A_company_is_written_as_an_idiomatic_program(string language, string file)
    {
        await Company.FillAsync(_account);
        var directory = await AdoptAsync(language);

        Golden.Matches($"adopt/{file}", await File.ReadAllTextAsync(Path.Combine(directory.FullName, file)));
    }

    [Test]
    public async Task An_adopted_account_is_imported_and_previewed_without_changes()
    {
        await Company.FillAsync(_account);
        var directory = await AdoptAsync("csharp");
        var before = _account.Requests.Count;
        var stack = await BuildAsync(directory);
        using var imports = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(directory.FullName, "import.json")));

        var imported = await stack.ImportAsync(
            [
                .. imports
                    .RootElement.GetProperty("resources")
                    .EnumerateArray()
                    .Select(resource => new ImportSpec(
                        resource.GetProperty("type").GetString()!,
                        resource.GetProperty("name").GetString()!,
                        resource.GetProperty("id").GetString()!
                    )
                    {
                        Protect = false,
                    }),
            ],
            new() { SkipPreview = true },
            CancellationToken.None
        );
        var preview = await stack.PreviewAsync(new() { Refresh = true, ExpectNoChanges = true }, CancellationToken.None);

        Assert.That(imported.Succeeded, Is.True, string.Join("\n", imported.Diagnostics));
        Assert.That(preview.ExitCode, Is.Zero, string.Join("\n", preview.Diagnostics));
        Assert.That(_account.Requests.Skip(before).Where(request => request.Method != "GET"), Is.Empty);
    }

    [TestCase(
        "",
        "tunnelSecret of the connectors: Cloudflare does not return it. The secrets stay unchanged unless the program sets them.",
        "client certificates, which belong to zones. Import each as DeviceCertificates with the zone's ID."
    )]
    [TestCase("TunnelRoute", "the tunnels of the routes '10-1-0-0-16', '10-9-0-0-16'. The routes refer to them by ID.")]
    public async Task Omissions_of_the_program_are_reported(string only, params string[] expected)
    {
        await Company.FillAsync(_account);
        using var output = new StringWriter();

        await AdoptAsync("yaml", only: only.Length == 0 ? [] : [only], output: output);

        Assert.That(
            output.ToString().Split(System.Environment.NewLine).Where(line => line.StartsWith("Not in", StringComparison.Ordinal)),
            Is.EqualTo(expected.Select(line => $"Not in the program: {line}"))
        );
    }

    [Test]
    public async Task A_non_empty_folder_is_not_changed()
    {
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "kept.txt"), "mine");
        using var error = new StringWriter();

        var exit = await RunAsync(Environment, TextWriter.Null, error, "--out", _root.FullName);

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(error.ToString(), Does.Contain("is not empty; choose another folder"));
        Assert.That(_root.EnumerateFiles().Select(file => file.Name), Is.EqualTo(["kept.txt"]));
    }

    [Test]
    public async Task Names_of_a_terraform_state_are_kept()
    {
        await Company.FillAsync(_account);
        using var client = _account.CreateClient();
        var path = new Uri($"accounts/{_account.AccountId}/devices/policies", UriKind.Relative);
        using var policies = JsonDocument.Parse(await client.GetStringAsync(path));
        var staff = policies
            .RootElement.GetProperty("result")
            .EnumerateArray()
            .Single(policy => policy.TryGetProperty("precedence", out var precedence) && precedence.GetDouble() == 20);
        var state = new FileInfo(Path.Combine(_root.FullName, "terraform.tfstate"));
        await File.WriteAllTextAsync(
            state.FullName,
            $$"""
            {
              "version": 4,
              "resources": [
                {
                  "mode": "managed", "type": "cloudflare_zero_trust_device_custom_profile", "name": "everybody",
                  "instances": [ { "attributes": { "policy_id": "{{staff.GetProperty("policy_id").GetString()}}" } } ]
                }
              ]
            }
            """
        );

        var directory = await AdoptAsync("csharp", from: state);

        var program = await File.ReadAllTextAsync(Path.Combine(directory.FullName, "Program.cs"));
        Assert.That(program, Does.Contain("var everybodyProfile = new DeviceProfile(\"everybody\""));
        Assert.That(program, Does.Contain("new SplitTunnel(\"everybody\""));
    }

    [Test]
    public async Task The_error_about_a_type_that_cannot_be_adopted_lists_those_that_can()
    {
        using var error = new StringWriter();

        var exit = await RunAsync(
            Environment,
            TextWriter.Null,
            error,
            ["--out", Path.Combine(_root.FullName, "new"), "--only", "SplitTunnels"]
        );

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(error.ToString(), Does.Contain("'SplitTunnels' cannot be adopted").And.Contain("SplitTunnel, FallbackDomains"));
        Assert.That(_account.Requests, Is.Empty);
    }

    [Test]
    public async Task Missing_credentials_are_reported_with_their_variables()
    {
        using var error = new StringWriter();

        var exit = await RunAsync(_ => null, TextWriter.Null, error, "--out", Path.Combine(_root.FullName, "new"));

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(error.ToString(), Does.Contain("CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN"));
    }

    private async Task<DirectoryInfo> AdoptAsync(string language, FileInfo? from = null, string[]? only = null, TextWriter? output = null)
    {
        var directory = new DirectoryInfo(Path.Combine(_root.FullName, "acme"));
        using var error = new StringWriter();
        var exit = await RunAsync(
            Environment,
            output ?? TextWriter.Null,
            error,
            [
                "--out",
                directory.FullName,
                "--language",
                language,
                .. only is null ? Array.Empty<string>() : ["--only", string.Join(',', only)],
                .. from is null ? Array.Empty<string>() : ["--from", from.FullName],
            ]
        );
        Assert.That(exit, Is.Zero, error.ToString());
        return directory;
    }

    private static Task<int> RunAsync(Func<string, string?> environment, TextWriter output, TextWriter error, params string[] arguments) =>
        AdoptCommand.Create(environment).Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });

    private string? Environment(string name) =>
        name switch
        {
            "CLOUDFLARE_ACCOUNT_ID" => _account.AccountId,
            "CLOUDFLARE_API_TOKEN" => _account.Token,
            "CLOUDFLARE_BASE_URL" => _account.BaseUrl,
            _ => null,
        };

    // Builds the project as written, except for the sources of the SDK and the plugin.
    private async Task<LocalEngine> BuildAsync(DirectoryInfo directory)
    {
        var project = Path.Combine(directory.FullName, "acme.csproj");
        var text = await File.ReadAllTextAsync(project);
        var sdk = RepositoryFiles.PathTo("sdk", "dotnet", "Pulumi.ZeroTrust.csproj");
        await File.WriteAllTextAsync(
            project,
            System.Text.RegularExpressions.Regex.Replace(
                text,
                "<PackageReference Include=\"Pulumi.ZeroTrust\"[^>]*/>",
                $"<PackageReference Include=\"Pulumi\" /><ProjectReference Include=\"{sdk}\" />"
            )
        );
        var start = new ProcessStartInfo("dotnet", ["build", project, "-v", "quiet", "-nologo"]) { RedirectStandardOutput = true };
        RepositoryFiles.UseBuilt(start.Environment);
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.That(build.ExitCode, Is.Zero, output);

        var program = directory
            .EnumerateFiles("acme.dll", SearchOption.AllDirectories)
            .First(file => file.FullName.Contains("bin", StringComparison.Ordinal));
        var plugin = Path.GetDirectoryName(RepositoryFiles.Built("provider", "pulumi-resource-zerotrust.dll"));
        await File.WriteAllTextAsync(
            Path.Combine(directory.FullName, "Pulumi.yaml"),
            $"""
            name: acme
            runtime:
              name: dotnet
              options:
                binary: {program.FullName}
            plugins:
              providers:
                - name: zerotrust
                  path: {plugin}
            """
        );
        var environment = System
            .Environment.GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
        environment["PULUMI_CONFIG_PASSPHRASE"] = "acme";
        environment["DOTNET_ROOT"] = Path.GetFullPath(
            Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")
        );
        foreach (var name in new[] { "CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN", "CLOUDFLARE_BASE_URL" })
        {
            environment[name] = Environment(name)!;
        }

        return new(ProjectStack.Open(directory.FullName, "dev", null, environment, null, TimeProvider.System).ToOptions());
    }
}

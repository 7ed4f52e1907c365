using System.Diagnostics;
using System.Text;
using Pulumi.Automation;
using ZeroTrust.Simulator;

namespace ZeroTrust.EndToEnd.Tests.Real;

/// <summary>A stack deployed by Pulumi's own engine, with its own state and simulated account.</summary>
internal sealed class RealStack : IAsyncDisposable
{
    private const string Name = "e2e";

    // The passphrase of the example's committed configuration, which is public.
    private const string Passphrase = "office";

    private readonly string _folder = Directory.CreateTempSubdirectory("e2e-").FullName;
    private string? _configuration;
    private WorkspaceStack? _stack;

    private RealStack(CloudflareSimulator simulator) => Simulator = simulator;

    public CloudflareSimulator Simulator { get; }

    public WorkspaceStack Stack => _stack!;

    private string State => Path.Combine(_folder, "state");

    /// <summary>The folder into which <c>make publish</c> writes the plugin.</summary>
    private static string Plugins => RepositoryFiles.PathTo("bin");

    private Dictionary<string, string?> Environment =>
        new()
        {
            ["PULUMI_BACKEND_URL"] = "file://" + Directory.CreateDirectory(State).FullName,
            ["PULUMI_CONFIG_PASSPHRASE"] = Passphrase,
            ["PULUMI_SKIP_UPDATE_CHECK"] = "true",
            ["PATH"] = Plugins + Path.PathSeparator + System.Environment.GetEnvironmentVariable("PATH"),
            ["CLOUDFLARE_ACCOUNT_ID"] = Simulator.AccountId,
            ["CLOUDFLARE_API_TOKEN"] = Simulator.Token,
            ["CLOUDFLARE_BASE_URL"] = Simulator.BaseUrl,
        };

    /// <summary>Skips the test if <c>pulumi</c> is missing, and fails it if the plugin is missing.</summary>
    public static void RequirePulumi()
    {
        try
        {
            using var version = Process.Start(
                new ProcessStartInfo("pulumi", "version") { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
            version.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore(
                "'pulumi' is not on PATH, so nothing was deployed with Pulumi's own engine. See https://www.pulumi.com/docs/install/."
            );
        }
        Assert.That(
            Directory.Exists(Plugins) ? Directory.EnumerateFiles(Plugins, "pulumi-resource-zerotrust*") : [],
            Is.Not.Empty,
            $"no plugin in {Plugins}; run 'make publish'"
        );
    }

    /// <summary>A stack of a program in this process.</summary>
    public static async Task<RealStack> OfAsync(Func<IDictionary<string, object?>> program)
    {
        var real = new RealStack(await CloudflareSimulator.StartAsync());
        var args = new InlineProgramArgs("e2e", Name, PulumiFn.Create(program)) { EnvironmentVariables = real.Environment };
        real._stack = await LocalWorkspace.CreateStackAsync(args);
        return real;
    }

    /// <summary>
    /// A stack of a project on disk, with the configuration of its <c>dev</c> stack or, as another language's version of the office, of the
    /// office's. A project in TypeScript is copied, and the copy gets the SDK that Pulumi generates.
    /// </summary>
    public static async Task<RealStack> OfAsync(string project)
    {
        var real = new RealStack(await CloudflareSimulator.StartAsync());
        if (File.Exists(Path.Combine(project, "package.json")))
        {
            project = await real.WithGeneratedSdkAsync(project);
        }
        real._configuration = Path.Combine(project, $"Pulumi.{Name}.yaml");
        var own = Path.Combine(project, "Pulumi.dev.yaml");
        var isOffice = (await File.ReadAllLinesAsync(Path.Combine(project, "Pulumi.yaml"))).Contains("name: office");
        var example =
            File.Exists(own) ? own
            : isOffice ? RepositoryFiles.PathTo("Pulumi.dev.yaml")
            : null;
        if (example is not null)
        {
            File.Copy(example, real._configuration, overwrite: true);
        }
        real._stack = await LocalWorkspace.CreateStackAsync(
            new LocalProgramArgs(Name, project) { EnvironmentVariables = real.Environment }
        );
        return real;
    }

    private async Task<string> WithGeneratedSdkAsync(string project)
    {
        var copy = Directory.CreateDirectory(Path.Combine(_folder, "project")).FullName;
        foreach (var file in Directory.EnumerateFiles(project))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
        var plugin = Directory.EnumerateFiles(Plugins, "pulumi-resource-zerotrust*").OrderBy(file => file.Length).First();
        var start = new ProcessStartInfo("pulumi", ["package", "add", plugin])
        {
            WorkingDirectory = copy,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }
        using var added = Process.Start(start)!;
        var texts = await Task.WhenAll(added.StandardOutput.ReadToEndAsync(), added.StandardError.ReadToEndAsync());
        await added.WaitForExitAsync();
        Assert.That(added.ExitCode, Is.Zero, string.Concat(texts));
        return copy;
    }

    /// <summary>Sends a request outside of Pulumi, like a change in the dashboard.</summary>
    public async Task ChangeAsync(HttpMethod method, string path, string json)
    {
        using var client = Simulator.CreateClient();
        using var request = new HttpRequestMessage(method, $"{Simulator.BaseUrl}/accounts/{Simulator.AccountId}{path}")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using var response = await client.SendAsync(request);
        Assert.That(response.IsSuccessStatusCode, $"{method} {path} answered {response.StatusCode}");
    }

    /// <summary>The state file, in which secrets are encrypted.</summary>
    public string StoredState() =>
        File.ReadAllText(
            Directory.EnumerateFiles(Path.Combine(State, ".pulumi", "stacks"), $"{Name}.json", SearchOption.AllDirectories).Single()
        );

    /// <summary>The number of write requests to the account.</summary>
    public int Writes() => Simulator.Requests.Count(request => request.Method != "GET");

    public async ValueTask DisposeAsync()
    {
        _stack?.Dispose();
        await Simulator.DisposeAsync();
        if (_configuration is not null)
        {
            File.Delete(_configuration);
        }
        Directory.Delete(_folder, recursive: true);
    }
}

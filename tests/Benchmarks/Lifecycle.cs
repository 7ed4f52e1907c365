using System.Diagnostics;
using System.Runtime.InteropServices;
using ZeroTrust.Simulator;

namespace ZeroTrust.Benchmarks;

/// <summary>The cost of one phase of a stack's life cycle.</summary>
/// <param name="Requests">Requests to Cloudflare, by method.</param>
internal sealed record Phase(string Name, IReadOnlyDictionary<string, int> Requests, TimeSpan Wall, Cost Plugin, Cost Tool)
{
    public int AllRequests => Requests.Values.Sum();
}

/// <summary>
/// The life cycle of a stack with many profiles, each with 20 routes and 10 fallback domains as separate resources: create, preview with
/// refresh, preview after one entry was changed outside of Pulumi, destroy. Each phase is a command of <c>zt local</c>, which starts the
/// program and the plugin, against an account of the simulator in this process.
/// </summary>
internal sealed class Lifecycle : IAsyncDisposable
{
    private const string Plugin = "pulumi-resource-zerotrust";

    private readonly string _folder;
    private readonly string _directory = Directory.CreateTempSubdirectory("bench-").FullName;
    private readonly CloudflareSimulator _cloudflare;
    private readonly List<Phase> _phases = [];

    private Lifecycle(string folder, CloudflareSimulator cloudflare) => (_folder, _cloudflare) = (folder, cloudflare);

    /// <param name="folder">The folder with the plugin and zt.</param>
    public static async Task<IReadOnlyList<Phase>> RunAsync(string folder, int profiles, TimeSpan latency)
    {
        var cloudflare = await CloudflareSimulator.StartAsync(
            new()
            {
                RateLimit = 0,
                RequestHistory = int.MaxValue,
                KeepBodies = false,
                Latency = latency,
            }
        );
        await using var lifecycle = new Lifecycle(folder, cloudflare);
        await lifecycle.RunAsync(profiles);
        return lifecycle._phases;
    }

    public async ValueTask DisposeAsync()
    {
        await _cloudflare.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task RunAsync(int profiles)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(
            built.Parent!.Parent!.Parent!.Parent!.FullName,
            "Benchmarks.Stack",
            "bin",
            built.Parent.Name,
            built.Name,
            "Benchmarks.Stack.dll"
        );
        await File.WriteAllTextAsync(
            Path.Combine(_directory, "Pulumi.yaml"),
            $"""
            name: bench
            runtime:
              name: dotnet
              options:
                binary: {program}
            plugins:
              providers:
                - name: zerotrust
                  path: {_folder}
            """
        );
        await File.WriteAllTextAsync(
            Path.Combine(_directory, "Pulumi.dev.yaml"),
            $"""
            config:
              bench:profiles: "{profiles}"
              zerotrust:maxRequestsPerFiveMinutes: "1000000"
            """
        );
        string[] preview = ["preview", "--refresh"];
        await MeasureAsync("create", ["up", "--yes", "--skip-preview"]);
        await MeasureAsync("preview with refresh, no change", [.. preview, "--expect-no-changes"]);
        _cloudflare.State.Change(data => data.Profiles.ElementAt(profiles / 2)["exclude"]!.AsArray().RemoveAt(3));
        await MeasureAsync("preview with refresh, one entry changed", preview);
        await MeasureAsync("destroy", ["destroy", "--yes", "--skip-preview"]);
    }

    private async Task MeasureAsync(string name, string[] command)
    {
        _cloudflare.ClearRequests();
        var start = new ProcessStartInfo(
            Path.Combine(_folder, "zt"),
            ["local", "--cwd", _directory, "--stack", "dev", "--create", .. command, "--parallel", "16"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PULUMI_CONFIG_PASSPHRASE"] = "bench",
                ["CLOUDFLARE_ACCOUNT_ID"] = _cloudflare.AccountId,
                ["CLOUDFLARE_API_TOKEN"] = _cloudflare.Token,
                ["CLOUDFLARE_BASE_URL"] = _cloudflare.BaseUrl,
                // For a build that was not published.
                ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
            },
        };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var tree = new ProcessTree(process.Id);
        await tree.WatchAsync(process);
        var wall = watch.Elapsed;
        if (process.ExitCode != 0)
        {
            var said = await output + await error;
            throw new InvalidOperationException($"zt {command[0]} ended with exit code {process.ExitCode}:\n{said}");
        }

        _phases.Add(
            new(
                name,
                _cloudflare.Requests.CountBy(request => request.Method).OrderBy(count => count.Key, StringComparer.Ordinal).ToDictionary(),
                wall,
                tree.Of(Plugin),
                tree.Of("zt")
            )
        );
    }
}

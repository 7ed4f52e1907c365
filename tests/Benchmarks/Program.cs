using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Running;
using ZeroTrust.Benchmarks;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Simulator;

// `calls` measures Check and Diff of one long list; options of BenchmarkDotNet may follow.
if (args is ["calls", .. var options])
{
    BenchmarkRunner.Run<ListCalls>(args: options);
    return 0;
}

// `checks PLUGIN` measures the checks of a large program only.
if (args is ["checks", var checkedPlugin])
{
    Console.Write(LifecyclePage.Checks(await new ProgramChecks(Path.GetFullPath(checkedPlugin)).MeasureAsync()));
    return 0;
}

// `lifecycle FOLDER PAGE N…` measures the life cycle of a stack with the plugin and zt of a folder, without latency and with 50 ms, and
// writes the page. A size with an exclamation mark is measured without latency only.
if (args is ["lifecycle", var folder, var page, .. var sizes])
{
    if (!OperatingSystem.IsLinux())
    {
        Console.Error.WriteLine("The life cycle is measured on Linux only: nothing else tells what other processes cost.");
        return 1;
    }

    var bin = Path.GetFullPath(folder);
    List<LifecycleRun> runs = [];
    foreach (var size in sizes)
    {
        var profilesOfRun = int.Parse(size.TrimEnd('!'), CultureInfo.InvariantCulture);
        foreach (var latency in size.EndsWith('!') ? (int[])[0] : [0, 50])
        {
            var delay = TimeSpan.FromMilliseconds(latency);
            runs.Add(new(profilesOfRun, delay, await Lifecycle.RunAsync(bin, profilesOfRun, delay)));
            var phases = runs[^1].Phases.Select(phase => $"{phase.Name} {phase.AllRequests} requests, {phase.Wall.TotalSeconds:0.0} s");
            Console.WriteLine($"{profilesOfRun} profiles, {latency} ms: {string.Join(", ", phases)}");
        }
    }

    var path = Path.Combine(bin, "pulumi-resource-zerotrust");
    var build = File.Exists($"{path}.dll") ? "an ordinary build, which is JIT-compiled" : "the published plugin";
    var costs = await new ProgramChecks(path).MeasureAsync();
    await File.WriteAllTextAsync(page, LifecyclePage.Write("make bench", build, await StartupAsync(path), runs, costs));
    return 0;
}

// The startup of the first plugin is compared with that of the optional second one.
string[] paths = [.. (args is [] ? [Path.Combine("bin", "pulumi-resource-zerotrust")] : args).Select(Path.GetFullPath)];
if (paths.FirstOrDefault(path => !File.Exists(path)) is { } missing)
{
    Console.Error.WriteLine($"There is no plugin at {missing}; run `make publish` first, or pass its path.");
    return 1;
}

var table = new Table();
foreach (var path in paths)
{
    await MeasureStartAsync(path, paths is [_] ? "" : $" of {path}");
}

await using var cloudflare = await CloudflareSimulator.StartAsync(new() { RateLimit = 1_000_000, WarpConnectorLimit = 1_000 });
using var plugin = await PluginProcess.StartAsync(paths[0]);
using var work = new Workload(plugin, cloudflare);
await work.ConfigureAsync();

table.AddTimes("one gRPC round trip", await TimesAsync(500, work.PingAsync));

var profiles = await work.CreateAsync(
    "DeviceProfile",
    Enumerable
        .Range(0, 500)
        .Select(i => PropertyMap.Of(("name", $"Profile {i}"), ("match", $"identity.email == \"user{i}@example.com\""), ("precedence", i)))
);
await RefreshAsync("refresh of 500 profiles", profiles);

var tunnels = await work.CreateAsync("WarpConnectorTunnel", Enumerable.Range(0, 300).Select(i => PropertyMap.Of(("name", $"site-{i}"))));
await RefreshAsync("refresh of 300 tunnels", tunnels);

var lists = await work.CreateAsync(
    "SplitTunnel",
    profiles.Take(50).Select(profile => PropertyMap.Of(("profileId", profile.Id.Split('/')[1]), ("routes", Routes(20))))
);
await RefreshAsync("refresh of 50 split tunnels", lists);

// The list shares its limit of 1,000 entries with the fallback domains.
await work.CreateAsync("FallbackDomains", [PropertyMap.Of(("domains", Routes(0)))]);
var longest = await work.CreateAsync("SplitTunnel", [PropertyMap.Of(("routes", Routes(1_000)))]);
const int Runs = 50;
var before = plugin.ProcessorTimeSoFar;
table.AddTimes("Check and Diff of 1,000 routes", await TimesAsync(Runs, () => work.CheckAndDiffAsync(longest[0])));
table.Add("processor time of the plugin for them", $"{(plugin.ProcessorTimeSoFar - before).TotalMilliseconds / Runs:0.0} ms");
table.Add("memory after all this", $"{plugin.ResidentMebibytes:0.0} MiB");

table.Write(Console.Out);
return 0;

async Task MeasureStartAsync(string path, string which)
{
    var (wall, processor, memory) = (new List<double>(), new List<double>(), new List<double>());
    for (var run = 0; run < 40; run++)
    {
        using var started = await PluginProcess.StartAsync(path);
        wall.Add(started.Startup.TotalMilliseconds);
        processor.Add(started.ProcessorTime.TotalMilliseconds);
        memory.Add(started.ResidentMebibytes);
    }

    table.AddTimes($"start to the port line{which}", wall);
    table.AddTimes($"processor time to the port line{which}", processor);
    table.Add($"idle memory{which}", $"{memory.Max():0.0} MiB");
}

static async Task<string> StartupAsync(string path)
{
    var (wall, processor, memory) = (new List<double>(), new List<double>(), new List<double>());
    for (var run = 0; run < 20; run++)
    {
        using var started = await PluginProcess.StartAsync(path);
        wall.Add(started.Startup.TotalMilliseconds);
        processor.Add(started.ProcessorTime.TotalMilliseconds);
        memory.Add(started.ResidentMebibytes);
    }

    return string.Create(
        CultureInfo.InvariantCulture,
        $"{Median(wall):0} ms ({Median(processor):0} ms of processor time), and has {Median(memory):0} MiB then"
    );
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

async Task RefreshAsync(string what, IReadOnlyList<Pulumirpc.ReadRequest> resources)
{
    var watch = Stopwatch.StartNew();
    var requests = await work.RefreshAsync(resources);
    table.Add(what, $"{watch.Elapsed.TotalMilliseconds:0} ms, {requests} requests");
}

static PropertyArray Routes(int count) =>
    new(Enumerable.Range(0, count).Select(i => PropertyMap.Of(("address", $"10.{i / 256}.{i % 256}.0/24"), ("description", $"Route {i}"))));

static async Task<List<double>> TimesAsync(int runs, Func<Task> action)
{
    var times = new List<double>(runs);
    for (var run = 0; run < runs; run++)
    {
        var watch = Stopwatch.StartNew();
        await action();
        times.Add(watch.Elapsed.TotalMilliseconds);
    }

    return times;
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Simulator;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Benchmarks;

/// <summary>The cost of one phase of a stack's life cycle.</summary>
/// <param name="Requests">Requests to Cloudflare, by method.</param>
internal sealed record Phase(
    string Name,
    IReadOnlyDictionary<string, int> Requests,
    TimeSpan Wall,
    TimeSpan Processor,
    double PeakMebibytes
)
{
    public int AllRequests => Requests.Values.Sum();
}

/// <summary>
/// The life cycle of a stack with many profiles, each with 20 routes and 10 fallback domains as separate resources: create, preview with
/// refresh, preview after one entry was changed outside of Pulumi, destroy. Each phase starts a new plugin process, as an engine does.
/// </summary>
internal sealed class Lifecycle(string pluginPath, int profiles, TimeSpan latency)
{
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 16 };

    private readonly List<Phase> _phases = [];

    public async Task<IReadOnlyList<Phase>> RunAsync()
    {
        await using var cloudflare = await CloudflareSimulator.StartAsync(
            new()
            {
                RateLimit = int.MaxValue,
                RequestHistory = int.MaxValue,
                KeepBodies = false,
            }
        );
        if (latency > TimeSpan.Zero)
        {
            cloudflare.Faults.Add("*", "/accounts/**", Fault.Slow(latency), FaultPlan.Always);
        }

        IReadOnlyList<Resource> made = [];
        IReadOnlyList<Resource> lists = [];
        await MeasureAsync(
            "create",
            cloudflare,
            async client =>
            {
                made = await CreateAsync(
                    client,
                    Enumerable.Range(0, profiles).Select(index => ("DeviceProfile", $"profile-{index}", Profile(index)))
                );
                lists = await CreateAsync(
                    client,
                    made.SelectMany(profile =>
                        new[]
                        {
                            ("SplitTunnel", $"routes-{profile.Name}", PropertyMap.Of(("profileId", profile.Id), ("routes", Routes()))),
                            (
                                "FallbackDomains",
                                $"domains-{profile.Name}",
                                PropertyMap.Of(("profileId", profile.Id), ("domains", Domains()))
                            ),
                        }
                    )
                );
            }
        );
        Resource[] all = [.. made, .. lists];
        await MeasureAsync("preview with refresh, no change", cloudflare, client => PreviewAsync(client, all));
        cloudflare.State.Change(data => data.Profiles.Find(made[profiles / 2].Id.Split('/')[1])!["exclude"]!.AsArray().RemoveAt(3));
        await MeasureAsync("preview with refresh, one entry changed", cloudflare, client => PreviewAsync(client, all));
        await MeasureAsync(
            "destroy",
            cloudflare,
            async client =>
            {
                await DeleteAsync(client, lists);
                await DeleteAsync(client, made);
            }
        );
        return _phases;
    }

    private static PropertyMap Profile(int index) =>
        PropertyMap.Of(
            ("name", $"Profile {index}"),
            ("match", $"identity.email == \"user{index}@example.com\""),
            ("precedence", index + 1)
        );

    private static PropertyArray Routes() =>
        new(
            Enumerable.Range(0, 20).Select(index => PropertyMap.Of(("address", $"198.18.{index}.0/24"), ("description", $"Route {index}")))
        );

    private static PropertyArray Domains() =>
        new(Enumerable.Range(0, 10).Select(index => PropertyMap.Of(("suffix", $"site{index}.example.com"))));

    private static string Token(string urn) => urn.Split("::")[2];

    private static async Task<IReadOnlyList<Resource>> CreateAsync(
        ResourceProvider.ResourceProviderClient client,
        IEnumerable<(string Type, string Name, PropertyMap Program)> programs
    )
    {
        var created = new ConcurrentBag<Resource>();
        await Parallel.ForEachAsync(
            programs,
            Parallelism,
            async (program, ct) =>
            {
                var urn = $"urn:pulumi:dev::bench::zerotrust:index:{program.Type}::{program.Name}";
                var news = PropertyCodec.Write(program.Program);
                var inputs = (
                    await client.CheckAsync(
                        new()
                        {
                            Urn = urn,
                            Type = Token(urn),
                            Name = program.Name,
                            News = news,
                        },
                        cancellationToken: ct
                    )
                ).Inputs;
                var response = await client.CreateAsync(
                    new()
                    {
                        Urn = urn,
                        Type = Token(urn),
                        Name = program.Name,
                        Properties = inputs,
                    },
                    cancellationToken: ct
                );
                created.Add(
                    new(
                        program.Name,
                        new()
                        {
                            Urn = urn,
                            Type = Token(urn),
                            Name = program.Name,
                            Id = response.Id,
                            Properties = response.Properties,
                            Inputs = inputs,
                        }
                    )
                );
            }
        );
        return [.. created];
    }

    // The engine's calls for each resource: Read, a Diff for drift and a Diff for changes of the program.
    private static Task PreviewAsync(ResourceProvider.ResourceProviderClient client, IEnumerable<Resource> resources) =>
        Parallel.ForEachAsync(
            resources,
            Parallelism,
            async (resource, ct) =>
            {
                var stored = resource.Stored;
                var read = await client.ReadAsync(stored, cancellationToken: ct);
                await client.DiffAsync(
                    new()
                    {
                        Urn = stored.Urn,
                        Type = stored.Type,
                        Name = stored.Name,
                        Id = stored.Id,
                        Olds = read.Properties,
                        OldInputs = read.Inputs,
                        News = stored.Inputs,
                    },
                    cancellationToken: ct
                );
                var inputs = (
                    await client.CheckAsync(
                        new()
                        {
                            Urn = stored.Urn,
                            Type = stored.Type,
                            Name = stored.Name,
                            News = stored.Inputs,
                            Olds = read.Inputs,
                        },
                        cancellationToken: ct
                    )
                ).Inputs;
                await client.DiffAsync(
                    new()
                    {
                        Urn = stored.Urn,
                        Type = stored.Type,
                        Name = stored.Name,
                        Id = stored.Id,
                        Olds = read.Properties,
                        OldInputs = read.Inputs,
                        News = inputs,
                    },
                    cancellationToken: ct
                );
            }
        );

    private static Task DeleteAsync(ResourceProvider.ResourceProviderClient client, IEnumerable<Resource> resources) =>
        Parallel.ForEachAsync(
            resources,
            Parallelism,
            async (resource, ct) =>
                await client.DeleteAsync(
                    new()
                    {
                        Urn = resource.Stored.Urn,
                        Type = resource.Stored.Type,
                        Name = resource.Stored.Name,
                        Id = resource.Id,
                        Properties = resource.Stored.Properties,
                        OldInputs = resource.Stored.Inputs,
                    },
                    cancellationToken: ct
                )
        );

    private async Task MeasureAsync(string name, CloudflareSimulator cloudflare, Func<ResourceProvider.ResourceProviderClient, Task> run)
    {
        using var plugin = await PluginProcess.StartAsync(pluginPath);
        using GrpcChannel channel = LoopbackChannel.To(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{plugin.Port}"));
        var client = new ResourceProvider.ResourceProviderClient(channel);
        await client.HandshakeAsync(new());
        await client.ConfigureAsync(
            new()
            {
                Args = PropertyCodec.Write(
                    PropertyMap.Of(
                        ("accountId", cloudflare.AccountId),
                        ("apiToken", new PropertySecret(cloudflare.Token)),
                        ("baseUrl", cloudflare.BaseUrl),
                        ("maxRequestsPerFiveMinutes", 1_000_000)
                    )
                ),
            }
        );
        cloudflare.ClearRequests();
        var watch = Stopwatch.StartNew();
        await run(client);
        _phases.Add(
            new(
                name,
                cloudflare.Requests.CountBy(request => request.Method).OrderBy(count => count.Key, StringComparer.Ordinal).ToDictionary(),
                watch.Elapsed,
                plugin.ProcessorTimeSoFar,
                plugin.PeakMebibytes
            )
        );
    }

    /// <summary>A resource in the engine's state.</summary>
    private sealed record Resource(string Name, ReadRequest Stored)
    {
        public string Id => Stored.Id;
    }
}

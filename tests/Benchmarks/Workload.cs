using System.Collections.Concurrent;
using Grpc.Net.Client;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Simulator;

namespace ZeroTrust.Benchmarks;

/// <summary>Calls the plugin as an engine does, with a simulated account.</summary>
internal sealed class Workload(PluginProcess plugin, CloudflareSimulator cloudflare) : IDisposable
{
    // An engine's typical parallelism on an ordinary machine.
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 16 };

    private readonly GrpcChannel _channel = LoopbackChannel.To($"127.0.0.1:{plugin.Port}");

    private ResourceProvider.ResourceProviderClient Client => new(_channel);

    public async Task ConfigureAsync()
    {
        await Client.HandshakeAsync(new());
        await Client.ConfigureAsync(
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
    }

    public Task PingAsync() => Client.GetPluginInfoAsync(new()).ResponseAsync;

    public async Task<IReadOnlyList<ReadRequest>> CreateAsync(string type, IEnumerable<PropertyMap> programs)
    {
        var created = new ConcurrentBag<ReadRequest>();
        await Parallel.ForEachAsync(
            programs,
            Parallelism,
            async (program, ct) =>
            {
                var inputs = (
                    await Client.CheckAsync(new() { Urn = Urn(type), News = PropertyCodec.Write(program) }, cancellationToken: ct)
                ).Inputs;
                var response = await Client.CreateAsync(new() { Urn = Urn(type), Properties = inputs }, cancellationToken: ct);
                created.Add(
                    new()
                    {
                        Urn = Urn(type),
                        Id = response.Id,
                        Properties = response.Properties,
                        Inputs = inputs,
                    }
                );
            }
        );
        return [.. created];
    }

    /// <summary>Reads every resource once; returns the number of requests to Cloudflare.</summary>
    public async Task<int> RefreshAsync(IEnumerable<ReadRequest> resources)
    {
        cloudflare.ClearRequests();
        await Parallel.ForEachAsync(
            resources,
            Parallelism,
            async (resource, ct) => await Client.ReadAsync(resource, cancellationToken: ct)
        );
        return cloudflare.Requests.Count;
    }

    public async Task CheckAndDiffAsync(ReadRequest stored)
    {
        var inputs = (
            await Client.CheckAsync(
                new()
                {
                    Urn = stored.Urn,
                    News = stored.Inputs,
                    Olds = stored.Inputs,
                }
            )
        ).Inputs;
        await Client.DiffAsync(
            new()
            {
                Urn = stored.Urn,
                Id = stored.Id,
                Olds = stored.Properties,
                OldInputs = stored.Inputs,
                News = inputs,
            }
        );
    }

    public void Dispose() => _channel.Dispose();

    private static string Urn(string type) => $"urn:pulumi:dev::bench::zerotrust:index:{type}::bench";
}

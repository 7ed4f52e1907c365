using System.Diagnostics;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Benchmarks;

/// <summary>What the checks of a program cost.</summary>
/// <param name="Each">Processor time for each resource by itself.</param>
/// <param name="Whole">Processor time for the program as a whole.</param>
/// <param name="Wall">Wall time for the program as a whole, with its messages.</param>
internal sealed record ProgramCost(int Profiles, int Routes, TimeSpan Each, TimeSpan Whole, TimeSpan Wall, int Warnings);

/// <summary>
/// Measures the checks of a large program as a whole: profiles with lists of 100 entries that exclude every route, sent as by one preview.
/// Uses processor time, since other programs share the machine.
/// </summary>
internal sealed class ProgramChecks(string pluginPath)
{
    private const int Entries = 100;

    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 16 };

    public async Task<IReadOnlyList<ProgramCost>> MeasureAsync()
    {
        List<ProgramCost> costs = [];
        foreach (var profiles in (int[])[125, 250, 500])
        {
            costs.Add(await MeasureAsync(profiles, 2 * profiles));
        }

        return costs;
    }

    private async Task<ProgramCost> MeasureAsync(int profiles, int routes)
    {
        var log = new EngineLog();
        await using var engine = await LoopbackServer.StartAsync(toStatus: null, binder => Engine.BindService(binder, log));
        using var plugin = await PluginProcess.StartAsync(pluginPath, $"127.0.0.1:{engine.Port}");
        using GrpcChannel channel = LoopbackChannel.To(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{plugin.Port}"));
        var client = new ResourceProvider.ResourceProviderClient(channel);
        await client.HandshakeAsync(new() { EngineAddress = $"127.0.0.1:{engine.Port}" });
        await client.ConfigureAsync(
            new()
            {
                Args = PropertyCodec.Write(
                    PropertyMap.Of(("accountId", "023e105f4ecef8ad9ca31a8372d0c353"), ("apiToken", new PropertySecret("none")))
                ),
            }
        );

        var program = Enumerable
            .Range(0, profiles)
            .Select(index => ("DeviceProfile", index, Profile(index)))
            .Concat(Enumerable.Range(0, routes).Select(index => ("TunnelRoute", index, Route(index))));
        await Parallel.ForEachAsync(
            program,
            Parallelism,
            async (resource, ct) =>
            {
                var (type, index, inputs) = resource;
                var token = $"zerotrust:index:{type}";
                await client.CheckAsync(
                    new()
                    {
                        Urn = string.Create(CultureInfo.InvariantCulture, $"urn:pulumi:dev::bench::{token}::{index:000}"),
                        Type = token,
                        News = PropertyCodec.Write(inputs),
                    },
                    cancellationToken: ct
                );
            }
        );
        var each = plugin.ProcessorTimeSoFar;
        var watch = Stopwatch.StartNew();
        // The engine's signal that the program has ended.
        await client.CancelAsync(new());
        return new(profiles, routes, each, plugin.ProcessorTimeSoFar - each, watch.Elapsed, log.Warnings);
    }

    private static PropertyMap Profile(int index) =>
        PropertyMap.Of(
            ("name", $"Profile {index}"),
            ("match", $$"""any(identity.groups.name[*] in {"group {{index}}"}) and os.name in {"windows" "mac"}"""),
            ("precedence", index + 1),
            (
                "splitTunnel",
                PropertyMap.Of(
                    ("mode", "exclude"),
                    (
                        "routes",
                        new PropertyArray(
                            Enumerable
                                .Range(0, Entries - 1)
                                .Select(entry => $"203.{entry}.{index % 256}.0/24")
                                .Append("10.0.0.0/8")
                                .Select(address => (PropertyValue)PropertyMap.Of(("address", address)))
                        )
                    )
                )
            ),
            (
                "fallbackDomains",
                new PropertyArray([PropertyMap.Of(("suffix", "corp.example"), ("dnsServers", new PropertyArray(["10.0.0.53"])))])
            )
        );

    private static PropertyMap Route(int index) =>
        PropertyMap.Of(
            ("network", string.Create(CultureInfo.InvariantCulture, $"10.{index / 200}.{index % 200}.0/24")),
            ("tunnelId", "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01")
        );

    /// <summary>The engine's log, which counts messages.</summary>
    private sealed class EngineLog : Engine.EngineBase
    {
        private int _warnings;

        public int Warnings => _warnings;

        public override Task<Empty> Log(LogRequest request, ServerCallContext context)
        {
            Interlocked.Increment(ref _warnings);
            return Task.FromResult(new Empty());
        }
    }
}

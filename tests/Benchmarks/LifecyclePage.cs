using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ZeroTrust.Benchmarks;

/// <summary>Writes <c>docs/benchmarks.md</c>.</summary>
internal static class LifecyclePage
{
    /// <summary>
    /// terraform-provider-cloudflare v5.22 with 500 profiles, each with 20 routes and 10 fallback domains, on the same simulator:
    /// requests, processor time of the provider in seconds, and MiB.
    /// </summary>
    private static readonly Dictionary<string, (int Requests, double Processor, int Mebibytes)> Peer = new()
    {
        ["create"] = (1_000, 71, 149),
        ["preview with refresh, no change"] = (1_000, 44, 206),
        ["preview with refresh, one entry changed"] = (1_000, 53, 203),
        ["destroy"] = (1_500, 99, 830),
    };

    private const int PeerProfiles = 500;

    public static string Write(IReadOnlyList<(int Profiles, TimeSpan Latency, IReadOnlyList<Phase> Phases)> runs, string build)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            # Benchmarks

            Measured by `make bench` with {build}, on {RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors).
            Request counts are the same on every machine; tests assert them with 50 profiles. Times and memory depend on the machine and its load.

            The stack has N profiles, each with 20 routes and 10 fallback domains as separate resources, in an account of the simulator. Processor time
            and peak memory are the plugin's, which is restarted for each phase. The engine runs 16 steps in parallel.

            | N | latency | phase | requests | wall s | processor s | peak MiB |
            |---|---|---|---|---|---|---|

            """
        );
        foreach (var (profiles, latency, phases) in runs)
        {
            foreach (var phase in phases)
            {
                var kinds = string.Join(
                    ", ",
                    phase.Requests.Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Value} {kind.Key}"))
                );
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {profiles} | {latency.TotalMilliseconds:0} ms | {phase.Name} | {phase.AllRequests} ({kinds}) | {phase.Wall.TotalSeconds:0.0} | {phase.Processor.TotalSeconds:0.00} | {phase.PeakMebibytes:0} |\n"
                );
            }
        }

        if (runs.FirstOrDefault(run => run.Profiles == PeerProfiles && run.Latency == TimeSpan.Zero) is { Phases: { } compared })
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"""

                ## Comparison with terraform-provider-cloudflare

                Version 5.22, N = {PeerProfiles}, lists within the profiles, on the same simulator. Its figures are from one measurement on an idle machine.

                | phase | requests, theirs | ours | processor s, theirs | ours | times less | MiB, theirs | ours |
                |---|---|---|---|---|---|---|---|

                """
            );
            foreach (var phase in compared)
            {
                var peer = Peer[phase.Name];
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {phase.Name} | {peer.Requests:#,0} | {phase.AllRequests:#,0} | {peer.Processor:0} | {phase.Processor.TotalSeconds:0.0} | {peer.Processor / phase.Processor.TotalSeconds:0} | {peer.Mebibytes} | {phase.PeakMebibytes:0} |\n"
                );
            }
        }

        return text.ToString();
    }
}

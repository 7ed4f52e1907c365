using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ZeroTrust.Benchmarks;

/// <summary>The costs of one run, by phase.</summary>
internal sealed record LifecycleRun(int Profiles, TimeSpan Latency, IReadOnlyList<Phase> Phases);

/// <summary>Writes <c>docs/maintainers/benchmarks.md</c>.</summary>
internal static class LifecyclePage
{
    private const int PeerProfiles = 500;

    /// <summary>terraform-provider-cloudflare v5.22 with <see cref="PeerProfiles"/> profiles, and Terraform as the tool.</summary>
    private static readonly Dictionary<string, PeerPhase> Peer = new()
    {
        ["create"] = new(1_000, 119, 71, 149, 198),
        ["preview with refresh, no change"] = new(1_000, 40, 44, 206, 72),
        ["preview with refresh, one entry changed"] = new(1_000, 48, 53, 203, 87),
        ["destroy"] = new(1_500, 201, 99, 830, 313),
    };

    /// <param name="command">The command that runs the measurement.</param>
    /// <param name="build">What was measured.</param>
    /// <param name="startup">Startup of the plugin.</param>
    public static string Write(string command, string build, string startup, IReadOnlyList<LifecycleRun> runs)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            # Benchmarks

            Measured by `{command}` with {build}, on {RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors),
            {RuntimeInformation.FrameworkDescription}. Request counts are the same on every machine; tests assert them with 50 profiles. Times and memory depend on the
            machine and its load.

            The plugin starts in {startup}.

            ## The life cycle of a stack

            The stack has N profiles, each with 20 routes and 10 fallback domains as separate resources (`deletedWith` their profile), in an account of the simulator.
            `zt local` is the tool, and runs 16 steps in parallel. Processor time and peak memory are those of the plugin's and of the tool's processes; the wall time
            includes the program's.

            | N | latency | phase | requests | wall s | plugin s | plugin MiB | tool s | tool MiB |
            |---|---|---|---|---|---|---|---|---|

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
                    $"| {profiles} | {latency.TotalMilliseconds:0} ms | {phase.Name} | {phase.AllRequests} ({kinds}) | "
                        + $"{phase.Wall.TotalSeconds:0.0} | {phase.Plugin.Processor.TotalSeconds:0.00} | {phase.Plugin.PeakMebibytes:0} | "
                        + $"{phase.Tool.Processor.TotalSeconds:0.00} | {phase.Tool.PeakMebibytes:0} |\n"
                );
            }
        }

        if (runs.FirstOrDefault(run => run.Profiles == PeerProfiles && run.Latency == TimeSpan.Zero) is { Phases: { } compared })
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"""

                ## Compared with terraform-provider-cloudflare

                Version 5.22 with N = {PeerProfiles}, lists within the profiles, on the same simulator. Its figures come from one measurement on an idle machine. Each
                column has theirs, ours, and how many times less ours is.

                | phase | requests | wall s | plugin s | plugin MiB | tool s |
                |---|---|---|---|---|---|

                """
            );
            foreach (var phase in compared)
            {
                var peer = Peer[phase.Name];
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {phase.Name} | {Ratio(peer.Requests, phase.AllRequests)} | {Ratio(peer.Wall, phase.Wall.TotalSeconds)} | "
                        + $"{Ratio(peer.Plugin, phase.Plugin.Processor.TotalSeconds)} | "
                        + $"{Ratio(peer.Mebibytes, phase.Plugin.PeakMebibytes)} | "
                        + $"{Ratio(peer.Tool, phase.Tool.Processor.TotalSeconds)} |\n"
                );
            }
        }

        return text.ToString();
    }

    private static string Ratio(double theirs, double ours) =>
        string.Create(CultureInfo.InvariantCulture, $"{theirs:#,0}, {ours:#,0.##}, {theirs / ours:#,0.#}×");

    /// <summary>Requests, seconds and MiB of one phase; <c>Plugin</c> and <c>Tool</c> are processor time.</summary>
    private sealed record PeerPhase(int Requests, int Wall, int Plugin, int Mebibytes, int Tool);
}

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
    public static string Write(
        string command,
        string build,
        string startup,
        IReadOnlyList<LifecycleRun> runs,
        IReadOnlyList<ProgramCost> costs
    )
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

        text.Append('\n').Append(Checks(costs));
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

    /// <summary>The section about the checks of a program as a whole.</summary>
    public static string Checks(IReadOnlyList<ProgramCost> costs)
    {
        var text = new StringBuilder(
            """
            ## The checks of a program as a whole

            The program has N profiles, each with an exclude list of 100 entries and a fallback domain, and 2 N tunnel routes, none of which any list lets through. One
            preview checks each resource by itself, and the program as a whole when it has run. Each route and each fallback domain has a warning.

            | N | routes | warnings | resources, processor s | whole program, processor s | whole program, wall s | growth |
            |---|---|---|---|---|---|---|

            """
        );
        foreach (var (index, cost) in costs.Index())
        {
            var growth = index == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{cost.Whole / costs[index - 1].Whole:0.0}×");
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {cost.Profiles} | {cost.Routes} | {cost.Warnings} | {cost.Each.TotalSeconds:0.00} | {cost.Whole.TotalSeconds:0.00} | "
                    + $"{cost.Wall.TotalSeconds:0.00} | {growth} |\n"
            );
        }

        return text.ToString();
    }

    private static string Ratio(double theirs, double ours) =>
        string.Create(CultureInfo.InvariantCulture, $"{theirs:#,0}, {ours:#,0.##}, {theirs / ours:#,0.#}×");

    /// <summary>Requests, seconds and MiB of one phase; <c>Plugin</c> and <c>Tool</c> are processor time.</summary>
    private sealed record PeerPhase(int Requests, int Wall, int Plugin, int Mebibytes, int Tool);
}

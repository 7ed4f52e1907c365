using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>
/// The life cycle of resources while the API misbehaves in one way at random requests. Whatever is reported as done is done, the rest can
/// be done afterwards, nothing else changes, and no message has a secret. ZEROTRUST_SOAK_ROUNDS sets the number of additional rounds.
/// </summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class HostileApiTests
{
    private const string Canary = "c4n4ry+value/of-a-token";
    private const string Secret = "c4n4ry+cc4n4ry+cc4n4ry+cc4n4ry+cc4n4ry+cc4n4ry+c";
    private const int DefaultRoutes = 16;
    private const int DefaultDomains = 14;

    /// <summary>
    /// Faults that cannot be detected: a stale response, a missing entry, or another object's ID where nothing indicates the right one.
    /// </summary>
    private static readonly FaultKind[] Lies =
    [
        FaultKind.StaleResponse,
        FaultKind.StaleFields,
        FaultKind.MissingEntry,
        FaultKind.OtherObject,
        FaultKind.NullResult,
    ];

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    /// <summary>Faults without a complete response in time: each attempt takes as long as the client's timeout.</summary>
    private static readonly FaultKind[] Silences = [FaultKind.NoResponse, FaultKind.Slow, FaultKind.Trickle];

    private static IEnumerable<TestCaseData> Rounds()
    {
        var more = int.Parse(
            Environment.GetEnvironmentVariable("ZEROTRUST_SOAK_ROUNDS") ?? "0",
            System.Globalization.CultureInfo.InvariantCulture
        );
        var kinds = Enum.GetValues<FaultKind>();
        return Enumerable.Range(0, kinds.Length + more).Select(seed => new TestCaseData(kinds[seed % kinds.Length], seed));
    }

    [TestCaseSource(nameof(Rounds))]
    public async Task Exactly_the_reported_changes_are_made(FaultKind kind, int seed)
    {
        var random = new Random(seed);
        await using var host = await ProviderHost.StartAsync(new() { Token = Canary });
        await ConfigureAsync(host);
        var profile = await host.CreateAsync("DeviceProfile", Sample.Profile);
        var policy = profile.Outputs["policyId"];
        if (Silences.Contains(kind))
        {
            await ConfigureAsync(host, patience: (int)Silence.TotalSeconds);
        }

        var fault = Fault.Of(kind) with { Size = kind == FaultKind.GzipBomb ? 64 << 20 : null, Delay = 2 * Silence };
        host.Cloudflare.Faults.Add("*", "/accounts/**", fault, times: random.Next(1, 4), skip: random.Next(0, 8));
        if (random.Next(2) == 0)
        {
            host.Cloudflare.Faults.Add(
                "*",
                $"/accounts/*/devices/policy/*/{(random.Next(2) == 0 ? "exclude" : "fallback_domains")}",
                fault,
                times: random.Next(1, 4)
            );
        }

        List<string> messages = [];
        var route = await TryAsync(
            async () => await host.CreateAsync("SplitTunnelRoute", Sample.Address("198.18.0.0/24").With("profileId", policy), "route"),
            messages
        );
        var domain = await TryAsync(
            async () => await host.CreateAsync("FallbackDomain", Sample.Domain("site.example.com").With("profileId", policy), "domain"),
            messages
        );
        var other = await TryAsync(
            async () => await host.CreateAsync("DeviceProfile", Sample.Profile.With("precedence", 20), "other"),
            messages
        );
        var tunnel = await TryAsync(
            async () =>
                await host.CreateAsync(
                    "WarpConnectorTunnel",
                    PropertyMap.Of(("name", "site"), ("tunnelSecret", new PropertySecret(Secret))),
                    "tunnel"
                ),
            messages
        );
        var updated = await TryAsync(async () => await host.UpdateAsync(profile, Sample.Profile.With("description", "changed")), messages);
        foreach (var stored in new[] { profile, route, domain, other, tunnel }.OfType<Stored>())
        {
            var failures = messages.Count;
            var fresh = await TryAsync(async () => await host.ReadAsync(stored), messages);
            Assert.That(fresh is not null || messages.Count > failures || Lies.Contains(kind), Is.True, $"{stored.Type} is not gone");
        }

        host.Cloudflare.Faults.Clear();
        Assert.That(messages, Has.None.Contains("c4n4ry").IgnoreCase);
        Assert.That(messages, Is.All.Not.Empty.And.All.Not.Contain("failed unexpectedly"));
        if (kind == FaultKind.NullResult)
        {
            // The API represents an empty list as null, which is confirmed by a second read.
            return;
        }

        Assert.That(Entries(host, policy, "exclude"), Is.GreaterThanOrEqualTo(DefaultRoutes), "no operation removes routes");
        Assert.That(Entries(host, policy, "fallback_domains"), Is.GreaterThanOrEqualTo(DefaultDomains), "no operation removes suffixes");
        if (Lies.Contains(kind))
        {
            return;
        }

        // A separate run without faults.
        await ConfigureAsync(host);
        foreach (var stored in new[] { updated ?? profile, route, domain, other, tunnel }.OfType<Stored>())
        {
            Assert.That(await host.DriftAsync(stored), Is.Empty, $"{stored.Type} was reported as done");
        }

        route ??= await host.CreateAsync("SplitTunnelRoute", Sample.Address("198.18.0.0/24").With("profileId", policy), "route");
        domain ??= await host.CreateAsync("FallbackDomain", Sample.Domain("site.example.com").With("profileId", policy), "domain");
        other ??= await host.CreateAsync("DeviceProfile", Sample.Profile.With("precedence", 20), "other");
        tunnel ??= await host.CreateAsync("WarpConnectorTunnel", PropertyMap.Of(("name", "site")), "tunnel");
        Assert.That(
            (Entries(host, policy, "exclude"), Entries(host, policy, "fallback_domains")),
            Is.EqualTo((DefaultRoutes + 1, DefaultDomains + 1))
        );
        Assert.That(
            host.Cloudflare.State.Read(data => (data.Profiles.Count, data.Tunnels.Count)),
            Is.EqualTo((2, 2)),
            "there are no duplicates"
        );
    }

    // A busy machine may need seconds for a response, so a short timeout is only for faults that outlast any.
    private static Task ConfigureAsync(ProviderHost host, int patience = 60) =>
        host.ConfigureAsync(adoptExisting: true, patience: patience);

    private static async Task<Stored?> TryAsync(Func<Task<Stored?>> step, List<string> messages)
    {
        try
        {
            return await step();
        }
        catch (RpcException failure)
        {
            messages.Add(failure.Status.Detail);
            return null;
        }
    }

    private static int Entries(ProviderHost host, PropertyValue policy, string list) =>
        host.Cloudflare.State.Read(data => data.Profiles.Find(((PropertyString)policy).Value)![list]!.AsArray().Count);
}

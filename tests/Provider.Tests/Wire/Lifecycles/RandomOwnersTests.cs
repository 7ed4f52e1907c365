using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Provider.Tests.Wire.Lifecycles;

/// <summary>
/// Many concurrent resources, some of whose requests fail: afterwards, the account matches the successful operations, and no objects of
/// others are gone.
/// </summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class RandomOwnersTests
{
    private const int Owners = 12;

    private static readonly Fault[] Passing =
    [
        Fault.ConnectionReset,
        Fault.LostResponse,
        Fault.MalformedJson,
        Fault.Status(500),
        Fault.Status(503),
        Fault.Html(502),
        Fault.Status(429) with
        {
            RetryAfter = TimeSpan.Zero,
        },
    ];

    [TestCase("SplitTunnelRoute")]
    [TestCase("FallbackDomain")]
    public void The_entries_of_a_list_match_the_successful_operations(string type) =>
        RandomRuns.Hold(1, random => EntriesAsync(type, random));

    [TestCase("DeviceProfile")]
    [TestCase("WarpConnectorTunnel")]
    [TestCase("TunnelRoute")]
    [TestCase("VirtualNetwork")]
    [TestCase("ManagedNetwork")]
    public void Objects_are_created_once_despite_lost_responses(string type) => RandomRuns.Hold(1, random => ObjectsAsync(type, random));

    private static async Task EntriesAsync(string type, Random random)
    {
        await using var host = await ProviderHost.StartAsync();
        var before = await KeysAsync(host, type);
        Disturb(host, random);

        var lives = await Task.WhenAll(Enumerable.Range(0, Owners).Select(index => LiveAsync(host, type, index, random.Next())));

        // A run does not delete what it has created; the next one does.
        await host.ConfigureAsync();
        var ends = await Task.WhenAll(lives.Select(life => EndAsync(host, life.Key, life.Stored, random.Next())));

        host.Cloudflare.Faults.Clear();
        var after = await KeysAsync(host, type);
        Assert.That(after, Is.Unique, "there are no duplicates");
        Assert.That(before, Is.SubsetOf(after), "entries of others");
        foreach (var end in ends)
        {
            Assert.That(
                end.Exists is not { } exists || after.Contains(end.Key) == exists,
                Is.True,
                $"{end.Key} should{(end.Exists is true ? "" : " not")} be there"
            );
        }

        Assert.That(
            after.Except(before),
            Is.SubsetOf(ends.Where(end => end.Exists is not false).Select(end => end.Key)),
            "there are no other entries"
        );
    }

    // Creates and usually updates. A failed operation may have taken effect.
    private static async Task<(string Key, Stored? Stored)> LiveAsync(ProviderHost host, string type, int index, int seed)
    {
        var random = new Random(seed);
        var (key, program) =
            type == "SplitTunnelRoute"
                ? ($"198.51.{index}.0/24", Sample.Address($"198.51.{index}.0/24", "first"))
                : ($"site{index}.example.com", Sample.Domain($"site{index}.example.com"));
        var stored = await TryAsync(() => host.CreateAsync(type, program, $"owner{index}"));
        return stored is not null && random.Next(3) > 0
            ? (key, await TryAsync(() => host.UpdateAsync(stored, program.With("description", $"second {index}"))) ?? stored)
            : (key, stored);
    }

    // Sometimes deletes. After a failure, it is unknown whether the object exists.
    private static async Task<(string Key, bool? Exists)> EndAsync(ProviderHost host, string key, Stored? stored, int seed) =>
        stored is null ? (key, null)
        : new Random(seed).Next(3) > 0 ? (key, true)
        : (key, await TryAsync(() => host.DeleteAsync(stored)) is null ? null : false);

    private static async Task ObjectsAsync(string type, Random random)
    {
        await using var host = await ProviderHost.StartAsync();
        Disturb(host, random);
        var created = await Task.WhenAll(
            Enumerable.Range(0, Owners).Select(index => TryAsync(() => host.CreateAsync(type, Object(type, index), $"owner{index}")))
        );

        host.Cloudflare.Faults.Clear();
        var names = (await host.ListAsync(type)).Select(found => found.Name).ToArray();
        Assert.That(names, Is.Unique, "there are no duplicates");
        foreach (var stored in created.OfType<Stored>())
        {
            Assert.That(await host.DriftAsync(stored), Is.Empty);
        }

        // The next run retries failed creations: it creates the object or adopts the one that the lost request created.
        await using var later = await ProviderHost.BesideAsync(host);
        await later.ConfigureAsync(adoptExisting: true);
        foreach (var (index, _) in created.Index().Where(entry => entry.Item is null))
        {
            var stored = await later.CreateAsync(type, Object(type, index), $"owner{index}");
            Assert.That(await later.DriftAsync(stored), Is.Empty);
        }

        names = [.. (await host.ListAsync(type)).Select(found => found.Name)];
        Assert.That(names, Is.Unique, "there are no duplicates after the second try");
    }

    private static PropertyMap Object(string type, int index) =>
        type switch
        {
            "DeviceProfile" => PropertyMap.Of(
                ("name", $"Profile {index}"),
                ("match", $"identity.email == \"{index}@example.com\""),
                ("precedence", 100 + index)
            ),
            "TunnelRoute" => Sample.Route.With("network", $"10.20.{index}.0/24"),
            "ManagedNetwork" => PropertyMap.Of(
                ("name", $"network {index}"),
                ("config", PropertyMap.Of(("tlsSockaddr", $"10.0.0.{index}:3333")))
            ),
            _ => PropertyMap.Of(("name", $"object {index}")),
        };

    private static void Disturb(ProviderHost host, Random random)
    {
        for (var count = random.Next(1, 9); count > 0; count--)
        {
            host.Cloudflare.Faults.Add(
                random.Next(3) == 0 ? "GET" : "*",
                "**",
                random.Next(5) == 0 ? Fault.Slow(TimeSpan.FromMilliseconds(random.Next(60))) : Passing[random.Next(Passing.Length)],
                random.Next(1, 4),
                random.Next(12)
            );
        }
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> run)
        where T : class
    {
        try
        {
            return await run();
        }
        catch (RpcException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(ProviderHost host, string type)
    {
        await using var later = await ProviderHost.BesideAsync(host);
        return
        [
            .. (await later.ListAsync(type))
                .Where(found => found.Id.Contains("/default/", StringComparison.Ordinal))
                .Select(found => found.Id.Split("/default/")[1]),
        ];
    }
}

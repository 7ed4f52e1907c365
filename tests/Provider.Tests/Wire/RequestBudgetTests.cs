using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>What the life of many profiles costs, exactly: requests to Cloudflare are what its limit counts.</summary>
internal sealed class RequestBudgetTests
{
    private const int N = 50;
    private const int Parallel = 16;

    [Test]
    public async Task Profiles_with_lists_as_separate_resources()
    {
        await using var host = await ProviderHost.StartAsync();

        var profiles = await AllAsync(
            Enumerable.Range(0, N),
            index => host.CreateAsync("DeviceProfile", Profile(index), $"profile{index}")
        );
        var tunnels = await AllAsync(
            profiles,
            profile => host.CreateAsync("SplitTunnel", OfProfile(profile, ("routes", Routes())), $"tunnel {profile.Name}")
        );
        var domains = await AllAsync(
            profiles,
            profile => host.CreateAsync("FallbackDomains", OfProfile(profile, ("domains", Domains())), $"domains {profile.Name}")
        );
        var defaults = await host.CreateAsync("FallbackDomains", PropertyMap.Of(("domains", Domains())), "default");
        Assert.That(Requests(host), Is.LessThanOrEqualTo((3 * N) + 3), "create");
        Stored[] all = [.. profiles, .. tunnels, .. domains, defaults];

        Assert.That(await RefreshAsync(host, all), Is.Empty);
        Assert.That(Requests(host), Is.LessThanOrEqualTo(8), "refresh without change");

        Drift(host, profiles[7]);
        Assert.That(await RefreshAsync(host, all), Has.Count.EqualTo(1));
        Assert.That(Requests(host), Is.LessThanOrEqualTo(8), "refresh with one drifted entry");

        await AllAsync([.. tunnels, .. domains], stored => host.DeleteAsync(stored));
        await AllAsync(profiles, stored => host.DeleteAsync(stored));
        Assert.That(Requests(host), Is.LessThanOrEqualTo((3 * N) + 3), "destroy");
        Assert.That(host.Cloudflare.State.Read(data => data.Profiles.Count), Is.Zero);
    }

    [Test]
    public async Task Profiles_with_inline_lists()
    {
        await using var host = await ProviderHost.StartAsync();
        var inline = ("splitTunnel", (PropertyValue)PropertyMap.Of(("mode", "exclude"), ("routes", Routes())));

        var profiles = await AllAsync(
            Enumerable.Range(0, N),
            index =>
                host.CreateAsync(
                    "DeviceProfile",
                    Profile(index).With(inline.Item1, inline.Item2).With("fallbackDomains", Domains()),
                    $"profile{index}"
                )
        );
        Assert.That(Requests(host), Is.LessThanOrEqualTo((2 * N) + 3), "create");

        Assert.That(await RefreshAsync(host, profiles), Is.Empty);
        Assert.That(Requests(host), Is.LessThanOrEqualTo(8), "refresh without change");

        Drift(host, profiles[7]);
        Assert.That(await RefreshAsync(host, profiles), Has.Count.EqualTo(1));
        Assert.That(Requests(host), Is.LessThanOrEqualTo(8), "refresh with one drifted entry");

        await AllAsync(profiles, stored => host.DeleteAsync(stored));
        Assert.That(Requests(host), Is.LessThanOrEqualTo(N + 3), "destroy");
    }

    [Test]
    public async Task Without_bulk_reads_each_list_is_a_request_and_the_result_is_the_same()
    {
        await using var host = await ProviderHost.StartAsync();
        var profiles = await AllAsync(
            Enumerable.Range(0, 5),
            index => host.CreateAsync("DeviceProfile", Profile(index), $"profile{index}")
        );
        var tunnels = await AllAsync(
            profiles,
            profile => host.CreateAsync("SplitTunnel", OfProfile(profile, ("routes", Routes())), $"tunnel {profile.Name}")
        );
        await host.ConfigureAsync(bulkReads: false);
        host.Cloudflare.ClearRequests();

        foreach (var stored in tunnels)
        {
            Assert.That(await host.DriftAsync(stored), Is.Empty);
        }

        Assert.That(host.Cloudflare.Requests.Select(request => request.Path.Split('/')[^1]), Is.EqualTo(Enumerable.Repeat("exclude", 5)));
    }

    private static PropertyMap Profile(int index) =>
        PropertyMap.Of(
            ("name", $"Profile {index}"),
            ("match", $"identity.email == \"user{index}@example.com\""),
            ("precedence", index + 1)
        );

    private static PropertyArray Routes() =>
        new(Enumerable.Range(0, 20).Select(index => Sample.Address($"198.18.{index}.0/24", $"Route {index}")));

    private static PropertyArray Domains() =>
        new(Enumerable.Range(0, 10).Select(index => Sample.Domain($"site{index}.example.com", "10.0.0.53")));

    private static PropertyMap OfProfile(Stored profile, (string Name, PropertyValue Value) list) =>
        PropertyMap.Of(("profileId", profile.Outputs["policyId"]), list);

    // As many steps at once as an engine takes.
    private static async Task<TResult[]> AllAsync<T, TResult>(IEnumerable<T> items, Func<T, Task<TResult>> step)
    {
        using var slots = new SemaphoreSlim(Parallel);
        return await Task.WhenAll(
            items.Select(async item =>
            {
                await slots.WaitAsync();
                try
                {
                    return await step(item);
                }
                finally
                {
                    slots.Release();
                }
            })
        );
    }

    /// <summary>A run of its own over everything; returns the changes it shows.</summary>
    private static async Task<IReadOnlyList<string>> RefreshAsync(ProviderHost host, IReadOnlyList<Stored> all)
    {
        await host.ConfigureAsync();
        host.Cloudflare.ClearRequests();
        return [.. (await AllAsync(all, stored => host.DriftAsync(stored))).SelectMany(changes => changes)];
    }

    private static int Requests(ProviderHost host)
    {
        var count = host.Cloudflare.Requests.Count;
        host.Cloudflare.ClearRequests();
        return count;
    }

    // One entry is taken out behind the program's back.
    private static void Drift(ProviderHost host, Stored profile) =>
        host.Cloudflare.State.Change(data =>
            data.Profiles.Find(((PropertyString)profile.Outputs["policyId"]).Value)!["exclude"]!.AsArray().RemoveAt(3)
        );
}

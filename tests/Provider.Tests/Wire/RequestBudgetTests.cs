using Microsoft.Extensions.Time.Testing;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>
/// What the life of many profiles costs, exactly: requests to Cloudflare are what its limit counts. Time stands still, as results are read
/// again after a while.
/// </summary>
internal sealed class RequestBudgetTests
{
    private const int N = 50;
    private const int Parallel = 16;

    [TestCase(true)]
    [TestCase(false)]
    public async Task Profiles_with_lists_as_separate_resources(bool bulkReads)
    {
        await using var host = await ProviderHost.StartAsync(time: new FakeTimeProvider());
        await host.ConfigureAsync(bulkReads: bulkReads);

        var (profiles, lists) = await CreateAsync(host);
        AssertCost(host, "create", $"1 GET policies, {N} POST policy, {N} PUT exclude, {N} PUT fallback_domains");

        Assert.That(await RefreshAsync(host, [.. profiles, .. lists], bulkReads), Is.Empty);
        AssertCost(host, "refresh without change", Reading(bulkReads));

        Drift(host, profiles[7], isGone: true);
        Assert.That(await RefreshAsync(host, [.. profiles, .. lists], bulkReads), Has.Count.EqualTo(1));
        AssertCost(host, "refresh with one drifted entry", Reading(bulkReads));
        Drift(host, profiles[7], isGone: false);

        await host.ConfigureAsync(bulkReads: bulkReads);
        await AllAsync(lists, stored => host.DeleteAsync(stored));
        await AllAsync(profiles, stored => host.DeleteAsync(stored));
        AssertCost(
            host,
            "destroy",
            bulkReads
                ? $"1 GET exclude, 1 GET fallback_domains, 1 GET policies, {N} DELETE exclude, {N} DELETE fallback_domains, {N} DELETE "
                    + "profile"
                : $"{N} DELETE exclude, {N} DELETE fallback_domains, {N} DELETE profile, {N} GET exclude, {N} GET fallback_domains"
        );
        Assert.That(host.Cloudflare.State.Read(data => data.Profiles.Count), Is.Zero);
    }

    // With deletedWith, which the component sets, the engine does not delete lists of a deleted profile.
    [TestCase(true)]
    [TestCase(false)]
    public async Task Lists_deleted_with_their_profiles_take_no_requests(bool bulkReads)
    {
        await using var host = await ProviderHost.StartAsync(time: new FakeTimeProvider());
        var (profiles, _) = await CreateAsync(host);
        await host.ConfigureAsync(bulkReads: bulkReads);
        host.Cloudflare.ClearRequests();

        await AllAsync(profiles, stored => host.DeleteAsync(stored));

        AssertCost(host, "destroy", $"{N} DELETE profile");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Profiles_with_inline_lists(bool bulkReads)
    {
        await using var host = await ProviderHost.StartAsync(time: new FakeTimeProvider());
        await host.ConfigureAsync(bulkReads: bulkReads);

        var profiles = await AllAsync(Enumerable.Range(0, N), index => host.CreateAsync("DeviceProfile", Inline(index), $"profile{index}"));
        AssertCost(
            host,
            "create",
            bulkReads
                ? $"1 GET policies, {N} POST policy, {N} PUT fallback_domains"
                : $"1 GET policies, {N} GET exclude, {N} POST policy, {N} PUT fallback_domains"
        );

        Assert.That(await RefreshAsync(host, profiles, bulkReads), Is.Empty);
        AssertCost(host, "refresh without change", Reading(bulkReads));

        Drift(host, profiles[7], isGone: true);
        Assert.That(await RefreshAsync(host, profiles, bulkReads), Has.Count.EqualTo(1));
        AssertCost(host, "refresh with one drifted entry", Reading(bulkReads));

        await AllAsync(profiles, stored => host.DeleteAsync(stored));
        AssertCost(host, "destroy", $"{N} DELETE profile");
    }

    // An entry is edited into the list as it is, and the list is read back, for all entries that change at once. As this takes time, the
    // clock runs.
    [Test]
    public async Task Profiles_with_single_entries()
    {
        await using var host = await ProviderHost.StartAsync();
        var profiles = await AllAsync(
            Enumerable.Range(0, N),
            index => host.CreateAsync("DeviceProfile", Profile(index), $"profile{index}")
        );
        host.Cloudflare.ClearRequests();
        var editing = $"{2 * N} GET exclude, {2 * N} GET fallback_domains, {N} PUT exclude, {N} PUT fallback_domains";

        Stored[] entries =
        [
            .. await EntriesAsync(host, "SplitTunnelRoute", profiles, index => ("address", $"198.18.{index}.0/24")),
            .. await EntriesAsync(host, "FallbackDomain", profiles, index => ("suffix", $"site{index}.example.com")),
        ];
        AssertCost(host, "create", editing);

        Assert.That(await RefreshAsync(host, entries, bulkReads: true), Is.Empty);
        AssertCost(host, "refresh without change", Reading(bulkReads: true));

        Drift(host, profiles[7], isGone: true);
        Assert.That(await RefreshAsync(host, entries, bulkReads: true), Is.EqualTo(["gone"]));
        AssertCost(host, "refresh with one drifted entry", Reading(bulkReads: true));

        await host.ConfigureAsync();
        await Task.WhenAll(host.BeginDeletes(entries));
        AssertCost(host, "destroy", editing);
    }

    [TestCase("SplitTunnel", "routes", true)]
    [TestCase("SplitTunnel", "routes", false)]
    [TestCase("FallbackDomains", "domains", true)]
    [TestCase("FallbackDomains", "domains", false)]
    public async Task Lists_with_which_their_profiles_were_created_are_not_written(string type, string entries, bool byName)
    {
        await using var host = await ProviderHost.StartAsync(time: new FakeTimeProvider());
        var profiles = await AllAsync(
            Enumerable.Range(0, N),
            index => host.CreateAsync("DeviceProfile", Profile(index), $"profile{index}")
        );
        host.Cloudflare.ClearRequests();
        var defaults = byName
            ? (PropertyArray)
                (
                    await host.InvokeAsync(
                        type == "SplitTunnel" ? "getSplitTunnel" : "getFallbackDomains",
                        PropertyMap.Of(("profileId", profiles[0].Outputs["policyId"]))
                    )
                )[entries]
            : new PropertyArray([]);

        var lists = await AllAsync(
            profiles,
            profile => host.CreateAsync(type, OfProfile(profile, (entries, defaults)).With("includeDefaults", !byName), profile.Name)
        );
        AssertCost(host, "create", "");

        await host.ConfigureAsync();
        await AllAsync(lists, stored => host.DeleteAsync(stored));
        AssertCost(host, "destroy", type == "SplitTunnel" ? "1 GET exclude, 1 GET policies" : "1 GET fallback_domains, 1 GET policies");
    }

    // Two lists are compared with their own endpoints, to detect stale lists in the profiles' response.
    private static string Reading(bool bulkReads) =>
        bulkReads ? "1 GET exclude, 1 GET fallback_domains, 1 GET policies" : $"1 GET policies, {N} GET exclude, {N} GET fallback_domains";

    private static void AssertCost(ProviderHost host, string phase, string expected)
    {
        Assert.That(RequestCounts.Of(host.Cloudflare.Requests), Is.EqualTo(expected), phase);
        host.Cloudflare.ClearRequests();
    }

    private static async Task<(Stored[] Profiles, Stored[] Lists)> CreateAsync(ProviderHost host)
    {
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
        return (profiles, [.. tunnels, .. domains]);
    }

    // Three entries of the list of each profile.
    private static async Task<IEnumerable<Stored>> EntriesAsync(
        ProviderHost host,
        string type,
        Stored[] profiles,
        Func<int, (string, PropertyValue)> entry
    )
    {
        PropertyMap[] programs =
        [
            .. profiles.SelectMany(profile => Enumerable.Range(1, 3).Select(index => OfProfile(profile, entry(index)))),
        ];
        var created = await Task.WhenAll(await host.BeginCreatesAsync(type, programs));
        return created.Select(
            (response, index) => new Stored(type, response.Id, programs[index], PropertyCodec.Decode(response.Properties), $"test{index}")
        );
    }

    private static PropertyMap Inline(int index) =>
        Profile(index).With("splitTunnel", PropertyMap.Of(("mode", "exclude"), ("routes", Routes()))).With("fallbackDomains", Domains());

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

    /// <summary>Refreshes everything in a separate run; returns the changes that it shows.</summary>
    private static async Task<IReadOnlyList<string>> RefreshAsync(ProviderHost host, IReadOnlyList<Stored> all, bool bulkReads)
    {
        await host.ConfigureAsync(bulkReads: bulkReads);
        host.Cloudflare.ClearRequests();
        return [.. (await AllAsync(all, stored => host.DriftAsync(stored))).SelectMany(changes => changes)];
    }

    // Removes one entry outside of the program, or restores it.
    private static void Drift(ProviderHost host, Stored profile, bool isGone) =>
        host.Cloudflare.State.Change(data =>
        {
            var list = data.Profiles.Find(((PropertyString)profile.Outputs["policyId"]).Value)!["exclude"]!.AsArray();
            if (isGone)
            {
                list.Remove(list.Single(entry => (string?)entry!["address"] == "198.18.3.0/24"));
            }
            else
            {
                list.Add(new System.Text.Json.Nodes.JsonObject { ["address"] = "198.18.3.0/24", ["description"] = "Route 3" });
            }
        });
}

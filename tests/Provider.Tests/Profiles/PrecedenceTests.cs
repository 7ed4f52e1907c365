using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.Profiles;

/// <summary>The order of profiles: one update suffices, whatever order the engine updates in.</summary>
internal sealed class PrecedenceTests
{
    [Test]
    public async Task A_new_order_is_applied_in_one_update(
        [Values("1 2 -> 2 1", "1 2 3 4 5 -> 2 3 4 5 1", "1 2 3 4 5 -> 5 1 2 3 4", "1 2 3 4 -> 4 3 2 1")] string reordering,
        [Values] bool backwards
    )
    {
        var orders = reordering.Split(" -> ").Select(order => order.Split(' ').Select(int.Parse).ToArray()).ToArray();
        var (before, after) = (orders[0], orders[1]);
        await using var host = await ProviderHost.StartAsync();
        var profiles = await CreateAsync(host, before);
        await host.ConfigureAsync();

        var programs = profiles.Zip(after).Select(pair => (Profile: pair.First, Program: Profile(pair.First.Name, pair.Second))).ToArray();
        foreach (var (profile, program) in programs)
        {
            await host.DiffAsync(profile, program);
        }

        foreach (var (profile, program) in backwards ? programs.Reverse() : programs)
        {
            await host.UpdateAsync(profile, program);
        }

        Assert.That(await PrecedencesAsync(host), Is.EqualTo(after));
    }

    [Test]
    public async Task A_new_order_is_applied_when_all_profiles_are_updated_in_parallel()
    {
        // Updates wait, for less time than this, until the others have been compared.
        var time = new SteppedTimeProvider();
        var longest = TimeSpan.FromSeconds(1);
        await using var host = await ProviderHost.StartAsync(time: time);
        var profiles = await CreateAsync(host, [1, 2, 3, 4, 5]);
        await host.ConfigureAsync();
        int[] after = [2, 3, 4, 5, 1];

        using var compared = new CountdownEvent(after.Length);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var updates = profiles
            .Zip(after)
            .Select(async pair =>
            {
                await host.DiffAsync(pair.First, Profile(pair.First.Name, pair.Second));
                if (compared.Signal())
                {
                    all.SetResult();
                }

                await host.UpdateAsync(pair.First, Profile(pair.First.Name, pair.Second));
            })
            .ToArray();
        await all.Task;
        await time.RunAsync(Task.WhenAll(updates), longest);

        Assert.That(await PrecedencesAsync(host), Is.EqualTo(after));
    }

    [Test]
    public async Task A_profile_inserted_at_the_front_shifts_the_others()
    {
        await using var host = await ProviderHost.StartAsync();
        var profiles = await CreateAsync(host, [1, 2]);
        await host.ConfigureAsync();
        foreach (var (profile, precedence) in profiles.Zip([2, 3]))
        {
            await host.DiffAsync(profile, Profile(profile.Name, precedence));
        }

        await host.CreateAsync("DeviceProfile", Profile("new", 1), "new");
        foreach (var (profile, precedence) in profiles.Zip([2, 3]))
        {
            await host.UpdateAsync(profile, Profile(profile.Name, precedence));
        }

        Assert.That(await PrecedencesAsync(host), Is.EqualTo([2, 3, 1]));
    }

    [Test]
    public async Task A_precedence_used_outside_the_program_is_refused_with_the_profiles_name()
    {
        await using var host = await ProviderHost.StartAsync();
        await CreateAsync(host, [10]);
        await host.ConfigureAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("DeviceProfile", Profile("mine", 10), "mine"));

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
        Assert.That(refusal.Status.Detail, Does.Contain("Precedence 10 belongs to profile 'p0'"));
        Assert.That(await PrecedencesAsync(host), Is.EqualTo([10]));
    }

    // Importing or replacing does not help a profile that exists already.
    [Test]
    public async Task Moving_a_profile_to_a_precedence_used_outside_the_program_names_another_precedence_only()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await CreateAsync(host, [10, 20]);
        await host.ConfigureAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.UpdateAsync(stored[1], Profile(stored[1].Name, 10)));

        Assert.That(
            refusal!.Status.Detail,
            Does.Contain("Precedence 10 belongs to profile 'p0'")
                .And.EndWith(
                    "If the program no longer has that profile: remove it in an update before this one. "
                        + "Otherwise choose another precedence, or leave the order to a DeviceProfileOrder."
                )
        );
        Assert.That(await PrecedencesAsync(host), Is.EqualTo([10, 20]));
    }

    [Test]
    public async Task A_profile_that_the_program_no_longer_has_is_not_moved()
    {
        await using var host = await ProviderHost.StartAsync();
        var leaving = (await CreateAsync(host, [10]))[0];
        await host.ConfigureAsync();
        await host.ReadAsync(leaving);

        await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("DeviceProfile", Profile("new", 10), "new"));

        Assert.That(await PrecedencesAsync(host), Is.EqualTo([10]));
    }

    [Test]
    public async Task A_profile_that_the_program_only_reads_is_not_moved()
    {
        await using var host = await ProviderHost.StartAsync();
        var foreign = (await CreateAsync(host, [10]))[0];
        await host.ConfigureAsync();
        await host.ReadAsync(foreign with { Inputs = PropertyMap.Empty });

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.CreateAsync("DeviceProfile", Profile("mine", 10), "mine"));

        Assert.That(refusal!.Status.Detail, Does.Contain("belongs to profile 'p0'"));
        Assert.That(await PrecedencesAsync(host), Is.EqualTo([10]));
    }

    [Test]
    public async Task Profiles_without_a_precedence_come_after_all_others_and_stay_there()
    {
        await using var host = await ProviderHost.StartAsync();
        await CreateAsync(host, [10]);
        await host.CheckAsync("DeviceProfile", Profile("later", 20_000), name: "later");
        var program = Sample.Profile.Without("precedence");

        var stored = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(index => host.CreateAsync("DeviceProfile", program.With("name", $"last{index}"), $"last{index}"))
        );

        Assert.That(
            stored.Select(profile => (int)((PropertyNumber)profile.Outputs["precedence"]).Value),
            Is.EquivalentTo(Enumerable.Range(20_001, 5))
        );
        Assert.That(await host.DriftAsync(stored[0]), Is.Empty);
    }

    [Test]
    public async Task Profiles_with_and_without_precedence_do_not_race([Values] bool numberedLast)
    {
        await using var host = await ProviderHost.StartAsync();
        var unnumbered = Enumerable
            .Range(0, 4)
            .Select(index => (Name: $"u{index}", Program: Sample.Profile.Without("precedence").With("name", $"u{index}")));
        var numbered = Enumerable.Range(1, 3).Select(number => (Name: $"n{number}", Program: Profile($"n{number}", number)));

        var stored = await Task.WhenAll(
            (numberedLast ? unnumbered.Concat(numbered) : numbered.Concat(unnumbered)).Select(profile =>
                host.CreateAsync("DeviceProfile", profile.Program, profile.Name)
            )
        );

        Assert.That(await PrecedencesAsync(host), Is.EquivalentTo([1, 2, 3, 10_000, 10_001, 10_002, 10_003]));
        foreach (var profile in stored)
        {
            Assert.That(await host.DriftAsync(profile), Is.Empty);
        }
    }

    [Test]
    public async Task A_replacement_with_the_same_precedence_waits_until_the_old_profile_is_gone()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.Profile);

        var diff = await host.DiffAsync(
            stored,
            Sample
                .Profile.With("profileType", "browser_extension")
                .With("browserExtensionConfig", PropertyMap.Of(("proxyControl", "locked"), ("proxyEnabled", true)))
        );

        Assert.That(diff.DeleteBeforeReplace, Is.True);
    }

    private static PropertyMap Profile(string name, int precedence) => Sample.Profile.With("name", name).With("precedence", precedence);

    private static async Task<Stored[]> CreateAsync(ProviderHost host, int[] precedences)
    {
        var profiles = new List<Stored>();
        foreach (var (index, precedence) in precedences.Index())
        {
            profiles.Add(await host.CreateAsync("DeviceProfile", Profile($"p{index}", precedence), $"p{index}"));
        }

        return [.. profiles];
    }

    // In the order of creation.
    private static Task<int[]> PrecedencesAsync(ProviderHost host) =>
        Task.FromResult(host.Cloudflare.State.Read(data => data.Profiles.Select(profile => (int)profile["precedence"]!).ToArray()));
}

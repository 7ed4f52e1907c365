using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Provider.Tests.Profiles;

/// <summary>The order of profiles as a resource.</summary>
internal sealed class DeviceProfileOrderTests
{
    [Test]
    public async Task Moving_a_profile_to_the_front_takes_one_read_and_one_change()
    {
        await using var host = await ProviderHost.StartAsync();
        var order = await host.CreateAsync("DeviceProfileOrder", Order(Known.FirstProfileId, Known.SecondProfileId, Known.ThirdProfileId));
        await host.ConfigureAsync();
        host.Cloudflare.ClearRequests();

        var program = Order(Known.ThirdProfileId, Known.FirstProfileId, Known.SecondProfileId);
        Assert.That((await host.DiffAsync(order, program)).Changes, Is.EqualTo(Pulumirpc.DiffResponse.Types.DiffChanges.DiffSome));
        var updated = await host.UpdateAsync(order, program);

        Assert.That(host.Cloudflare.Requests.Select(request => request.Method), Is.EqualTo(["GET", "PATCH"]));
        Assert.That(ByPrecedence(host), Is.EqualTo([Known.ThirdProfileId, Known.FirstProfileId, Known.SecondProfileId]));
        Assert.That(await host.DriftAsync(updated), Is.Empty);
    }

    // The order changes the precedence, which the profile's stored state does not show.
    [Test]
    public async Task A_profile_that_leaves_an_order_has_its_own_precedence_again()
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        Declaration last = new("DeviceProfile", "last", Sample.Profile.With("name", "last").With("precedence", 20));
        Declaration first = new("DeviceProfile", "first", Sample.Profile.With("name", "first").With("precedence", 30));
        static Declaration Unordered(Declaration profile) =>
            new("DeviceProfile", profile.Name, known => profile.Inputs(known).Without("precedence"));
        await stack.UpdateAsync([last, first]);
        await stack.UpdateAsync([
            Unordered(last),
            Unordered(first),
            new(
                "DeviceProfileOrder",
                "order",
                known =>
                    Order([
                        (string)((PropertyString)known["DeviceProfile/first"].Outputs["policyId"]).Value,
                        (string)((PropertyString)known["DeviceProfile/last"].Outputs["policyId"]).Value,
                    ])
            ),
        ]);

        await stack.UpdateAsync([last, first]);

        Assert.That(
            host.Cloudflare.State.Read(data =>
                data.Profiles.Where(profile => (string?)profile["name"] is "last" or "first")
                    .ToDictionary(profile => (string)profile["name"]!, profile => (int)profile["precedence"]!)
            ),
            Is.EqualTo(new Dictionary<string, int> { ["last"] = 20, ["first"] = 30 })
        );
    }

    [Test]
    public async Task Profiles_created_in_one_update_are_ordered_at_the_end()
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        Declaration[] profiles =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(index => new Declaration(
                    "DeviceProfile",
                    $"p{index}",
                    Sample.Profile.Without("precedence").With("name", $"p{index}")
                )),
        ];

        // They are created with precedences 10000 to 10003. Those that can stay keep them; the others move in between.
        foreach (
            var (order, numbers) in new[]
            {
                ("3 1 0 2", "3332 6666 10000 10002"),
                ("0 1 2 3", "3333 6666 10002 10102"),
                ("2 3 0 1", "1110 2221 3333 6666"),
            }
        )
        {
            await stack.UpdateAsync([
                .. profiles,
                new(
                    "DeviceProfileOrder",
                    "order",
                    current =>
                        Order([
                            .. order
                                .Split(' ')
                                .Select(index => ((PropertyString)current[$"DeviceProfile/p{index}"].Outputs["policyId"]).Value),
                        ])
                ),
            ]);

            var placed = host.Cloudflare.State.Read(data =>
                data.Profiles.Where(profile => ((string)profile["name"]!)[0] == 'p' && ((string)profile["name"]!).Length == 2)
                    .Select(profile => (Name: ((string)profile["name"]!)[1..], Precedence: (int)profile["precedence"]!))
                    .OrderBy(profile => profile.Precedence)
                    .ToArray()
            );
            Assert.That(string.Join(' ', placed.Select(profile => profile.Name)), Is.EqualTo(order));
            Assert.That(string.Join(' ', placed.Select(profile => profile.Precedence)), Is.EqualTo(numbers));
        }

        await stack.AssertNoDriftAsync();
    }

    [Test]
    public async Task Any_order_is_reached_from_any_precedences_with_the_fewest_changes()
    {
        const int Profiles = 6;
        var random = new Random(20_261_127);
        await using var host = await ProviderHost.StartAsync();
        var ids = new string[Profiles];
        for (var index = 0; index < Profiles; index++)
        {
            var profile = Sample.Profile.Without("precedence").With("name", $"p{index}");
            ids[index] = ((PropertyString)(await host.CreateAsync("DeviceProfile", profile, $"p{index}")).Outputs["policyId"]).Value;
        }

        for (var round = 0; round < 40; round++)
        {
            // There is room for all profiles between any two.
            int[] numbers = [.. Enumerable.Range(1, 20).Select(place => place * 50).OrderBy(_ => random.Next()).Take(Profiles)];
            string[] wanted = [.. ids.OrderBy(_ => random.Next())];
            host.Cloudflare.State.Change(data =>
            {
                foreach (var (index, id) in wanted.Index())
                {
                    data.Profiles.Find(id)!["precedence"] = numbers[index];
                }
            });
            await host.ConfigureAsync();
            host.Cloudflare.ClearRequests();

            var order = await host.CreateAsync("DeviceProfileOrder", Sample.Order(wanted));

            var story = string.Join(' ', numbers);
            Assert.That(host.Writes.Count(write => write.Method == "PATCH"), Is.EqualTo(Profiles - LongestAscending(numbers)), story);
            Assert.That(ByPrecedence(host).Where(ids.Contains), Is.EqualTo(wanted), story);
            Assert.That(await host.DriftAsync(order), Is.Empty, story);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_order_decides_which_profile_gets_a_device(bool wideFirst)
    {
        await using var host = await ProviderHost.StartAsync();
        async Task<string> ProfileAsync(string name, string match) =>
            (
                (PropertyString)
                    (
                        await host.CreateAsync(
                            "DeviceProfile",
                            Sample.Profile.Without("precedence").With("name", name).With("match", match),
                            name
                        )
                    ).Outputs["policyId"]
            ).Value;
        var narrow = await ProfileAsync("narrow", "os.name == \"windows\" and os.version == \"10.0.0\"");
        var wide = await ProfileAsync("wide", "os.name == \"windows\"");

        await host.CheckAsync("DeviceProfileOrder", wideFirst ? Sample.Order(wide, narrow) : Sample.Order(narrow, wide), name: "order");
        await host.Client.CancelAsync(new());

        Assert.That(
            host.Log.Select(message => message.Message),
            wideFirst
                ? Has.One.Contains("DeviceProfile 'wide' (number 1 of DeviceProfileOrder 'order') comes first")
                : Has.None.Contains("applies to no device")
        );
    }

    // Tries all subsets.
    private static int LongestAscending(int[] numbers) =>
        Enumerable
            .Range(1, (1 << numbers.Length) - 1)
            .Select(subset => numbers.Where((_, index) => (subset & (1 << index)) != 0).ToArray())
            .Where(some => some.Zip(some.Skip(1)).All(two => two.First < two.Second))
            .Max(some => some.Length);

    [Test]
    public async Task An_order_that_fails_half_way_is_completed_by_the_next_update()
    {
        await using var host = await ProviderHost.StartAsync();
        var order = await host.CreateAsync("DeviceProfileOrder", Order(Known.FirstProfileId, Known.SecondProfileId, Known.ThirdProfileId));
        var program = Order(Known.ThirdProfileId, Known.SecondProfileId, Known.FirstProfileId);
        host.Cloudflare.Faults.Add("PATCH", "**", Fault.Status(403), times: 1, skip: 1);

        await Assert.ThrowsAsync<RpcException>(() => host.UpdateAsync(order, program));
        await host.ConfigureAsync();
        host.Cloudflare.ClearRequests();
        var updated = await host.UpdateAsync(order, program);

        Assert.That(host.Writes.Select(write => write.Method), Is.EqualTo(["PATCH"]));
        Assert.That(ByPrecedence(host), Is.EqualTo([Known.ThirdProfileId, Known.SecondProfileId, Known.FirstProfileId]));
        Assert.That(await host.DriftAsync(updated), Is.Empty);
    }

    [Test]
    public async Task A_changed_order_is_drift_and_is_repaired()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Order(Known.FirstProfileId, Known.SecondProfileId);
        var order = await host.CreateAsync("DeviceProfileOrder", program);
        host.Cloudflare.State.Change(data => data.Profiles.Find(Known.FirstProfileId)!["precedence"] = 9_000);
        await host.ConfigureAsync();

        Assert.That(await host.DriftAsync(order), Is.EqualTo(["Update profileIds[0]", "Update profileIds[1]"]));
        var repaired = await host.UpdateAsync((await host.ReadAsync(order))!, program);
        Assert.That(await host.DriftAsync(repaired), Is.Empty);
    }

    [Test]
    public async Task Profiles_already_in_order_among_others_need_no_change()
    {
        await using var host = await ProviderHost.StartAsync();
        var order = await host.CreateAsync("DeviceProfileOrder", Order(Known.FirstProfileId, Known.SecondProfileId, Known.ThirdProfileId));

        Assert.That(ProviderHost.Describe(await host.DiffAsync(order, Order(Known.FirstProfileId, Known.ThirdProfileId))), Is.Empty);
        Assert.That(ProviderHost.Describe(await host.DiffAsync(order, Order(Known.ThirdProfileId, Known.FirstProfileId))), Is.Not.Empty);
    }

    [Test]
    public async Task Unlisted_profiles_keep_their_precedence()
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CreateAsync("DeviceProfileOrder", Order(Known.ThirdProfileId, Known.FirstProfileId));

        Assert.That(host.Cloudflare.State.Read(data => (int)data.Profiles.Find(Known.SecondProfileId)!["precedence"]!), Is.EqualTo(7_002));
    }

    [Test]
    public async Task Deleting_does_not_change_the_order()
    {
        await using var host = await ProviderHost.StartAsync();
        var order = await host.CreateAsync("DeviceProfileOrder", EveryResource.Full["DeviceProfileOrder"]);
        var before = ByPrecedence(host);

        await host.DestroyAsync(order);

        Assert.That(ByPrecedence(host), Is.EqualTo(before));
    }

    [Test]
    public async Task An_import_lists_all_profiles_in_their_order()
    {
        await using var host = await ProviderHost.StartAsync();
        var order = await host.CreateAsync("DeviceProfileOrder", Order(Known.SecondProfileId, Known.FirstProfileId, Known.ThirdProfileId));

        var imported = await host.ImportAsync("DeviceProfileOrder", host.Cloudflare.AccountId);

        Assert.That(imported!.Inputs["profileIds"], Is.EqualTo(order.Inputs["profileIds"]));
    }

    [Test]
    public async Task A_missing_profile_is_reported()
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            host.CreateAsync("DeviceProfileOrder", Order(Known.FirstProfileId, Known.NetworkId))
        );

        Assert.That(
            refusal!.Status.Detail,
            Does.StartWith($"profileIds[1]: the account has no profile '{Known.NetworkId}'").And.Contain("pulumi up --refresh")
        );
        Assert.That(host.Writes, Is.Empty);
    }

    [TestCase("default", "is the default profile")]
    [TestCase(Known.FirstProfileId, "names the profile of profileIds[0] again")]
    public async Task Invalid_orders_are_refused_in_the_preview(string second, string reason)
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync("DeviceProfileOrder", Order(Known.FirstProfileId, second));

        Assert.That(failures.Single(), Does.StartWith($"profileIds[1]: {reason}"));
    }

    [Test]
    public async Task A_profile_with_its_own_precedence_cannot_be_ordered()
    {
        await using var host = await ProviderHost.StartAsync();
        var profile = await host.CreateAsync("DeviceProfile", Sample.Profile, "staff");

        var (_, failures) = await host.CheckAsync(
            "DeviceProfileOrder",
            Order(((PropertyString)profile.Outputs["policyId"]).Value),
            name: "order"
        );

        Assert.That(
            failures.Single(),
            Does.StartWith("profileIds[0]: DeviceProfileOrder 'order' and DeviceProfile 'staff' both decide the place")
                .And.Contain("(ZT162)")
        );
    }

    private static PropertyMap Order(params string[] ids) =>
        PropertyMap.Of(("profileIds", new PropertyArray(ids.Select(id => (PropertyValue)id))));

    private static string[] ByPrecedence(ProviderHost host) =>
        host.Cloudflare.State.Read(data =>
            data.Profiles.OrderBy(profile => (int)profile["precedence"]!).Select(profile => (string)profile["policy_id"]!).ToArray()
        );
}

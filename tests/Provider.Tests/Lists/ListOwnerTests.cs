using System.Text.Json.Nodes;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.Lists;

/// <summary>After one update, a list is as declared, whoever owned it before.</summary>
internal sealed class ListOwnerTests
{
    // Moving a list into a component renames it: the same list gets another URN.
    private static readonly string[] Owners = ["whole", "renamed", "entries", "renamed entries", "inline", "nobody"];
    private static readonly string[] Kinds = ["split tunnel", "fallback domains"];
    private static readonly string[] Profiles = ["default", "custom"];

    [Test]
    public async Task The_declared_owner_determines_the_list(
        [ValueSource(nameof(Kinds))] string kind,
        [ValueSource(nameof(Profiles))] string profile,
        [ValueSource(nameof(Owners))] string before,
        [ValueSource(nameof(Owners))] string after
    )
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        var first = Entries(kind, 1, 2);
        var second = Entries(kind, 2, 3);
        await stack.UpdateAsync(Program(kind, profile, before, first));

        await stack.UpdateAsync(Program(kind, profile, after, second));

        var stored = Stored(host, kind, profile);
        switch (after)
        {
            case "whole" or "renamed" or "inline":
                Assert.That(stored, Is.EquivalentTo(second));
                break;
            case "nobody" when before == "inline":
                Assert.That(stored, Is.EquivalentTo(first), "a list that a profile no longer manages stays unchanged");
                break;
            case "nobody":
                Assert.That(stored, Has.Count.EqualTo(Defaults(kind)).And.Not.SupersetOf(first));
                break;
            case var _ when before == "inline":
                Assert.That(stored, Is.EquivalentTo(first.Union(second)), "a list that a profile no longer manages stays unchanged");
                break;
            default:
                Assert.That(stored, Is.SupersetOf(second).And.No.Member(first[0]));
                Assert.That(stored, Has.Count.EqualTo(Defaults(kind) + second.Length));
                break;
        }

        await stack.AssertNoDriftAsync();
    }

    [Test]
    public async Task Lists_that_swap_profiles_in_one_update_are_correct(
        [ValueSource(nameof(Kinds))] string kind,
        [Values("1 2 -> 2 1", "1 2 -> 2 3", "1 2 3 -> 2 3 1")] string move
    )
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        Declaration[] profiles = [.. Enumerable.Range(1, 3).Select(number => Profile(number))];
        var (from, to) = (move.Split(" -> ")[0].Split(' '), move.Split(" -> ")[1].Split(' '));
        await stack.UpdateAsync([
            .. profiles,
            .. from.Select((number, index) => Whole(kind, $"list{index}", Entries(kind, index), ProfileOf(number))),
        ]);

        await stack.UpdateAsync([
            .. profiles,
            .. to.Select((number, index) => Whole(kind, $"list{index}", Entries(kind, index), ProfileOf(number))),
        ]);

        foreach (var (index, number) in to.Index())
        {
            Assert.That(Stored(host, kind, $"p{number}"), Is.EquivalentTo(Entries(kind, index)), $"profile {number}");
        }

        foreach (var number in from.Except(to))
        {
            Assert.That(Stored(host, kind, $"p{number}"), Has.Count.EqualTo(Defaults(kind)), $"profile {number}");
        }

        await stack.AssertNoDriftAsync();
    }

    [Test]
    public async Task Entries_that_swap_profiles_in_one_update_are_correct([ValueSource(nameof(Kinds))] string kind)
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        Declaration[] profiles = [Profile(1), Profile(2)];
        var entry = Entries(kind, 1)[0];
        await stack.UpdateAsync([.. profiles, Entry(kind, "a", entry, ProfileOf("1"))]);

        await stack.UpdateAsync([.. profiles, Entry(kind, "a", entry, ProfileOf("2")), Entry(kind, "b", entry, ProfileOf("1"))]);

        Assert.That(Stored(host, kind, "p1"), Does.Contain(entry));
        Assert.That(Stored(host, kind, "p2"), Does.Contain(entry));
        await stack.AssertNoDriftAsync();
    }

    [Test]
    public async Task Deleting_a_list_of_which_the_program_has_entries_is_one_request([ValueSource(nameof(Kinds))] string kind)
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        await stack.UpdateAsync(Program(kind, "default", "whole", Entries(kind, 1, 2)));
        host.Cloudflare.ClearRequests();

        await stack.UpdateAsync(Program(kind, "default", "entries", Entries(kind, 1, 2)));

        Assert.That(host.Writes.Select(request => request.Method), Is.EqualTo(["PUT"]));
    }

    [Test]
    public async Task A_list_changed_by_another_process_is_kept_with_a_warning([ValueSource(nameof(Kinds))] string kind)
    {
        await using var host = await ProviderHost.StartAsync();
        await using var other = await ProviderHost.BesideAsync(host);
        var stack = new TestStack(host);
        await stack.UpdateAsync(Program(kind, "default", "whole", Entries(kind, 1, 2)));
        await new TestStack(other).UpdateAsync(Program(kind, "default", "whole", Entries(kind, 2, 3)));

        await stack.UpdateAsync([]);

        Assert.That(Stored(host, kind, "default"), Is.EquivalentTo(Entries(kind, 2, 3)));
        Assert.That(host.Log.Last().Severity, Is.EqualTo(Pulumirpc.LogSeverity.Warning));
        Assert.That(host.Log.Last().Message, Does.StartWith("The list was left as it is"));
    }

    // All processes create before any of them deletes, and what this one has read before is outdated by then.
    [Test]
    public async Task An_entry_that_another_process_created_in_this_run_is_kept(
        [ValueSource(nameof(Kinds))] string kind,
        [ValueSource(nameof(Profiles))] string profile
    )
    {
        await using var host = await ProviderHost.StartAsync();
        await using var other = await ProviderHost.BesideAsync(host);
        var stack = new TestStack(host, other);
        var before = Program(kind, profile, "whole", Entries(kind, 1, 2));
        await stack.UpdateAsync(before);
        await host.ConfigureAsync();
        await host.DriftAsync(stack[before[^1].Key]);

        Declaration[] after =
        [
            before[0],
            .. Program(kind, profile, "entries", Entries(kind, 3)).Skip(1).Select(declared => declared with { Provider = 1 }),
        ];
        await stack.ContinueAsync(after);

        Assert.That(Stored(host, kind, profile), Is.EquivalentTo(Entries(kind, 1, 2, 3)));
        Assert.That(host.Log.Last().Message, Does.StartWith("The list was left as it is"));
    }

    [Test]
    public async Task A_forced_replacement_writes_the_list_without_a_reset(
        [ValueSource(nameof(Kinds))] string kind,
        [Values] bool interrupted
    )
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        var program = Program(kind, "default", "whole", Entries(kind, 1, 2));
        await stack.UpdateAsync(program);

        await stack.UpdateAsync(program, replace: [program[^1].Key], interrupted);
        await stack.UpdateAsync(program);

        Assert.That(Stored(host, kind, "default"), Is.EquivalentTo(Entries(kind, 1, 2)));
    }

    private static IReadOnlyList<Declaration> Program(string kind, string profile, string owner, string[] entries)
    {
        Func<TestStack, PropertyValue> id = profile == "default" ? _ => "default" : ProfileOf("1");
        Declaration[] owners = owner switch
        {
            "whole" => [Whole(kind, "list", entries, id)],
            "renamed" => [Whole(kind, "renamed", entries, id)],
            "entries" => [.. entries.Select(entry => Entry(kind, $"entry {entry}", entry, id))],
            "renamed entries" => [.. entries.Select(entry => Entry(kind, $"renamed {entry}", entry, id))],
            _ => [],
        };
        var inputs = owner == "inline" ? Inline(kind, entries) : PropertyMap.Empty;
        return profile == "custom" ? [Profile(1, inputs), .. owners] : [new("DefaultDeviceProfile", "profile", inputs), .. owners];
    }

    private static Declaration Profile(int number, PropertyMap? more = null) =>
        new(
            "DeviceProfile",
            $"p{number}",
            new PropertyMap(Sample.Profile.With("name", $"p{number}").With("precedence", number).Concat(more ?? PropertyMap.Empty))
        );

    private static Func<TestStack, PropertyValue> ProfileOf(string number) =>
        stack => stack[$"DeviceProfile/p{number}"].Outputs["policyId"];

    private static Declaration Whole(string kind, string name, string[] entries, Func<TestStack, PropertyValue> profile) =>
        kind == "split tunnel"
            ? new(
                "SplitTunnel",
                name,
                stack => Sample.Routes([.. entries.Select(entry => Sample.Address(entry))]).With("profileId", profile(stack))
            )
            : new(
                "FallbackDomains",
                name,
                stack => Sample.Domains([.. entries.Select(entry => Sample.Domain(entry))]).With("profileId", profile(stack))
            );

    private static Declaration Entry(string kind, string name, string entry, Func<TestStack, PropertyValue> profile) =>
        kind == "split tunnel"
            ? new("SplitTunnelRoute", name, stack => Sample.Address(entry).With("profileId", profile(stack)))
            : new("FallbackDomain", name, stack => Sample.Domain(entry).With("profileId", profile(stack)));

    private static PropertyMap Inline(string kind, string[] entries) =>
        kind == "split tunnel"
            ? PropertyMap.Of(("splitTunnel", Sample.Routes([.. entries.Select(entry => Sample.Address(entry))]).With("mode", "exclude")))
            : PropertyMap.Of(("fallbackDomains", new PropertyArray(entries.Select(entry => Sample.Domain(entry)))));

    private static string[] Entries(string kind, params int[] numbers) =>
        [.. numbers.Select(number => kind == "split tunnel" ? $"198.51.{100 + number}.0/24" : $"site{number}.example.com")];

    private static int Defaults(string kind) => kind == "split tunnel" ? 16 : 14;

    private static IReadOnlyList<string> Stored(ProviderHost host, string kind, string profile) =>
        host.Cloudflare.State.Read(data =>
        {
            JsonObject stored =
                profile == "default"
                    ? data.DefaultProfile
                    : data.Profiles.Single(candidate => (string?)candidate["name"] == (profile == "custom" ? "p1" : profile));
            var entries = stored[kind == "split tunnel" ? "exclude" : "fallback_domains"]!.AsArray();
            return entries.Select(entry => (string?)entry![kind == "split tunnel" ? "address" : "suffix"] ?? "").ToArray();
        });
}

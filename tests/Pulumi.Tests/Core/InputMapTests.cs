using System.Collections.Immutable;
using Pulumi.Tests.Samples;

namespace Pulumi.Tests.Core;

internal sealed class InputMapTests
{
    [Test]
    public async Task Maps_are_created_from_any_dictionary()
    {
        var entries = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 };
        InputMap<int>[] maps =
        [
            entries,
            entries.ToImmutableDictionary(),
            Output.Create(entries),
            Output.Create<IDictionary<string, int>>(entries),
            Output.Create(entries.ToImmutableDictionary()),
            new() { { "a", 1 }, { "b", Output.Create(2) } },
            new() { ["a"] = 1, ["b"] = 2 },
            new() { entries },
        ];

        foreach (var map in maps)
        {
            Assert.That((await map.ToOutput().Data).Value, Is.EquivalentTo(entries));
        }
    }

    [Test]
    public async Task The_second_map_takes_precedence_in_a_merge()
    {
        InputMap<int> first = new() { ["a"] = 1, ["b"] = 1 };
        InputMap<int> second = new() { ["b"] = 2 };

        Assert.That(
            (await InputMap<int>.Merge(first, second).ToOutput().Data).Value,
            Is.EquivalentTo(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 })
        );
    }

    [Test]
    public async Task A_key_can_be_set_twice_only_to_the_same_value()
    {
        InputMap<int> map = new() { ["a"] = 1, ["b"] = 1 };
        map.Add("a", 1);
        Assert.That((await map.ToOutput().Data).Value["a"], Is.EqualTo(1));

        map.Add("b", 2);
        Assert.That(async () => await map.ToOutput().Data, Throws.ArgumentException.With.Message.Contains("'b'"));
    }

    [Test]
    public async Task A_map_is_as_secret_and_unknown_as_its_values()
    {
        InputMap<string> map = new() { ["a"] = Sample.Secret("1", Sample.Zone), ["b"] = Sample.Unknown<string>(Sample.Site) };
        var (_, isKnown, isSecret, resources) = await Sample.LookAsync(map.ToOutput());

        Assert.That((isKnown, isSecret, resources), Is.EqualTo((false, true, "site,zone")));
    }

    [Test]
    public async Task An_absent_map_stays_absent()
    {
        InputMap<string> map = Output.Create(default(ImmutableDictionary<string, string>)!);

        Assert.That((await map.ToOutput().Data).Value, Is.Null);
    }

    [Test]
    public async Task Entries_can_only_be_enumerated_asynchronously()
    {
        InputMap<int> map = new() { ["a"] = 1 };
        var seen = new List<KeyValuePair<string, int>>();
        await foreach (var entry in map)
        {
            seen.Add((await entry.ToOutput().Data).Value);
        }

        Assert.That(seen, Is.EqualTo([KeyValuePair.Create("a", 1)]));
        Assert.That(() => ((System.Collections.IEnumerable)map).GetEnumerator(), Throws.TypeOf<NotSupportedException>());
    }
}

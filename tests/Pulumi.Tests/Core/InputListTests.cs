using System.Collections.Immutable;
using Pulumi.Tests.Samples;

namespace Pulumi.Tests.Core;

internal sealed class InputListTests
{
    [Test]
    public async Task Lists_are_created_from_any_collection()
    {
        InputList<string>[] lists =
        [
            new[] { "a", "b" },
            new List<string> { "a", "b" },
            ImmutableArray.Create("a", "b"),
            new[] { Output.Create("a"), Output.Create("b") },
            new List<Output<string>> { Output.Create("a"), Output.Create("b") },
            new Input<string>[] { "a", Output.Create("b") },
            new List<Input<string>> { "a", "b" },
            Output.Create(new[] { "a", "b" }),
            Output.Create(new List<string> { "a", "b" }),
            Output.Create<IEnumerable<string>>(["a", "b"]),
            Output.Create(ImmutableArray.Create("a", "b")),
            new() { "a", Output.Create("b") },
            ["a", "b"],
        ];

        foreach (var list in lists)
        {
            Assert.That((await list.ToOutput().Data).Value, Is.EqualTo(["a", "b"]));
        }
    }

    [Test]
    public async Task Elements_can_be_added_and_lists_joined()
    {
        InputList<string> list = "a";
        list.Add("b", Output.Create("c"));
        list.AddRange(new[] { "d" });
        var joined = list.Concat(new[] { "e" });

        Assert.That((await list.ToOutput().Data).Value, Is.EqualTo(["a", "b", "c", "d"]));
        Assert.That((await joined.ToOutput().Data).Value, Is.EqualTo(["a", "b", "c", "d", "e"]));
    }

    [Test]
    public async Task A_list_is_as_secret_and_unknown_as_its_elements()
    {
        InputList<string> list = [Sample.Secret("a", Sample.Zone), Sample.Unknown<string>(Sample.Site)];
        var (_, isKnown, isSecret, resources) = await Sample.LookAsync(list.ToOutput());

        Assert.That((isKnown, isSecret, resources), Is.EqualTo((false, true, "site,zone")));
    }

    [Test]
    public async Task An_absent_list_stays_absent()
    {
        InputList<string> list = Output.Create(default(ImmutableArray<string>));

        Assert.That((await list.ToOutput().Data).Value.IsDefault);
    }

    [Test]
    public async Task Elements_can_only_be_enumerated_asynchronously()
    {
        InputList<string> list = ["a", "b"];
        var seen = new List<string>();
        await foreach (var element in list)
        {
            seen.Add((await element.ToOutput().Data).Value);
        }

        Assert.That(seen, Is.EqualTo(["a", "b"]));
        Assert.That(() => ((System.Collections.IEnumerable)list).GetEnumerator(), Throws.TypeOf<NotSupportedException>());
    }

    [Test]
    public async Task Lists_of_unions_accept_either_type()
    {
        var list = new InputList<Union<string, int>>();
        list.Add((Input<string>)"a");
        list.Add((Input<int>)1);

        Assert.That((await list.ToOutput().Data).Value, Is.EqualTo(new Union<string, int>[] { "a", 1 }));
    }
}

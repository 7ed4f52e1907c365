using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Tests.Deploying;

internal sealed class PathsInStructsTests
{
    private static string? Reset(string path, Struct old, Struct current) => PropertyPath.Parse(path).Reset(old, current)?.ToString();

    [Test]
    public void An_old_value_is_restored() =>
        Assert.That(
            Reset("a.b", Bag.Of(("a", Bag.Of(("b", 1)))), Bag.Of(("a", Bag.Of(("b", 2), ("c", 3))))),
            Is.EqualTo(Bag.Of(("a", Bag.Of(("c", 3), ("b", 1)))).ToString())
        );

    [Test]
    public void An_added_value_is_removed() => Assert.That(Reset("a", Bag.Of(), Bag.Of(("a", 2))), Is.EqualTo(Bag.Of().ToString()));

    [Test]
    public void A_removed_value_is_restored() =>
        Assert.That(Reset("a", Bag.Of(("a", 1)), Bag.Of()), Is.EqualTo(Bag.Of(("a", 1)).ToString()));

    [Test]
    public void A_wildcard_matches_every_key() =>
        Assert.That(
            Reset("tags.*", Bag.Of(("tags", Bag.Of(("x", 1)))), Bag.Of(("tags", Bag.Of(("y", 2))))),
            Is.EqualTo(Bag.Of(("tags", Bag.Of(("x", 1)))).ToString())
        );

    [Test]
    public void A_wildcard_matches_every_item()
    {
        var old = Bag.Of(("list", new object[] { Bag.Of(("x", 1)), Bag.Of(("x", 2)) }));
        var current = Bag.Of(("list", new object[] { Bag.Of(("x", 8)), Bag.Of(("x", 9)) }));

        Assert.That(Reset("list[*].x", old, current), Is.EqualTo(old.ToString()));
    }

    [Test]
    public void Lists_of_different_length_have_no_common_items() =>
        Assert.That(Reset("list[*].x", Bag.Of(("list", new object[] { 1 })), Bag.Of(("list", new object[] { 1, 2 }))), Is.Null);

    [Test]
    public void A_path_through_a_value_that_only_one_side_has_resolves_to_nothing() =>
        Assert.That(Reset("a.b", Bag.Of(("a", Bag.Of(("b", 1)))), Bag.Of()), Is.Null);

    [Test]
    public void Secret_objects_stay_secret()
    {
        var current = Bag.Of(("a", Bag.ToValue(Bag.Of(("b", 2))).AsSecret()));

        Assert.That(PropertyPath.Parse("a.b").Reset(Bag.Of(("a", Bag.Of(("b", 1)))), current)!.Fields["a"].IsSecret());
    }

    [Test]
    public void A_value_found_inside_a_secret_is_secret() =>
        Assert.That(PropertyPath.Parse("a.b").FindIn(Bag.Of(("a", Bag.ToValue(Bag.Of(("b", 2))).AsSecret())))!.IsSecret());
}

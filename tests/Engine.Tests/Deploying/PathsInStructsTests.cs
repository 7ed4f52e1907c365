using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Tests.Deploying;

internal sealed class PathsInStructsTests
{
    private static string? Reset(string path, Struct old, Struct current) => PropertyPath.Parse(path).Reset(old, current)?.ToString();

    [Test]
    public void An_old_value_comes_back() =>
        Assert.That(
            Reset("a.b", Bag.Of(("a", Bag.Of(("b", 1)))), Bag.Of(("a", Bag.Of(("b", 2), ("c", 3))))),
            Is.EqualTo(Bag.Of(("a", Bag.Of(("c", 3), ("b", 1)))).ToString())
        );

    [Test]
    public void What_was_not_there_goes_away() => Assert.That(Reset("a", Bag.Of(), Bag.Of(("a", 2))), Is.EqualTo(Bag.Of().ToString()));

    [Test]
    public void What_was_there_comes_back() => Assert.That(Reset("a", Bag.Of(("a", 1)), Bag.Of()), Is.EqualTo(Bag.Of(("a", 1)).ToString()));

    [Test]
    public void A_star_stands_for_every_key() =>
        Assert.That(
            Reset("tags.*", Bag.Of(("tags", Bag.Of(("x", 1)))), Bag.Of(("tags", Bag.Of(("y", 2))))),
            Is.EqualTo(Bag.Of(("tags", Bag.Of(("x", 1)))).ToString())
        );

    [Test]
    public void A_star_stands_for_every_item()
    {
        var old = Bag.Of(("list", new object[] { Bag.Of(("x", 1)), Bag.Of(("x", 2)) }));
        var current = Bag.Of(("list", new object[] { Bag.Of(("x", 8)), Bag.Of(("x", 9)) }));

        Assert.That(Reset("list[*].x", old, current), Is.EqualTo(old.ToString()));
    }

    [Test]
    public void Lists_of_different_length_are_not_reached_into() =>
        Assert.That(Reset("list[*].x", Bag.Of(("list", new object[] { 1 })), Bag.Of(("list", new object[] { 1, 2 }))), Is.Null);

    [Test]
    public void Nothing_is_reached_through_what_only_one_side_has() =>
        Assert.That(Reset("a.b", Bag.Of(("a", Bag.Of(("b", 1)))), Bag.Of()), Is.Null);

    [Test]
    public void Secret_objects_stay_secret()
    {
        var current = Bag.Of(("a", Bag.ToValue(Bag.Of(("b", 2))).AsSecret()));

        Assert.That(PropertyPath.Parse("a.b").Reset(Bag.Of(("a", Bag.Of(("b", 1)))), current)!.Fields["a"].IsSecret());
    }

    [Test]
    public void What_is_found_inside_a_secret_is_secret() =>
        Assert.That(PropertyPath.Parse("a.b").FindIn(Bag.Of(("a", Bag.ToValue(Bag.Of(("b", 2))).AsSecret())))!.IsSecret());
}

using Pulumi.ZeroTrust;

namespace ZeroTrust.Sdk.Tests.Components;

internal sealed class ProfileOrderTests
{
    [Test]
    public void Profiles_are_numbered_in_order_with_room_between_them()
    {
        var order = new ProfileOrder("connectors", "contractors", "staff");

        Assert.That(new[] { order["connectors"], order["contractors"], order["staff"] }, Is.EqualTo([10, 20, 30]));
    }

    [Test]
    public void Start_and_step_are_the_programs_choice()
    {
        var order = new ProfileOrder("connectors", "staff") { Start = 0, Step = 1 };

        Assert.That(new[] { order["connectors"], order["staff"] }, Is.EqualTo([0, 1]));
    }

    [Test]
    public void A_name_put_in_front_moves_the_others_one_step()
    {
        var order = new ProfileOrder("board", "connectors", "staff");

        Assert.That(new[] { order["board"], order["connectors"], order["staff"] }, Is.EqualTo([10, 20, 30]));
    }

    [Test]
    public void Later_changes_of_an_array_do_not_reach_the_order()
    {
        string[] names = ["connectors", "staff"];
        var order = new ProfileOrder(names);

        names[0] = "other";

        Assert.That(order["connectors"], Is.EqualTo(10));
    }

    [Test]
    public void A_name_that_is_there_twice_is_refused_with_both_places() =>
        Assert.That(
            () => new ProfileOrder("staff", "connectors", "staff"),
            Throws.ArgumentException.With.Message.StartsWith("'staff' is in the profile order twice, in places 1 and 3; keep one."));

    [TestCase("")]
    [TestCase(" ")]
    [TestCase(null)]
    public void An_empty_name_is_refused_with_its_place(string? name) =>
        Assert.That(
            () => new ProfileOrder("connectors", name!),
            Throws.ArgumentException.With.Message.StartsWith("The name in place 2 of the profile order is empty."));

    [Test]
    public void An_unknown_name_is_refused_with_those_there_are()
    {
        var order = new ProfileOrder("connectors", "staff");

        Assert.That(
            () => order["Staff"],
            Throws.ArgumentException.With.Message.StartsWith("The profile order has no 'Staff', only 'connectors', 'staff'; add it where it is to be tried."));
    }

    [Test]
    public void Numbers_that_are_no_precedences_are_refused()
    {
        Assert.That(() => new ProfileOrder("staff") { Start = -1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ProfileOrder("staff") { Step = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ProfileOrder("connectors", "staff") { Start = int.MaxValue }["staff"], Throws.TypeOf<OverflowException>());
    }
}

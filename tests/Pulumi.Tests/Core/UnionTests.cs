namespace Pulumi.Tests.Core;

internal sealed class UnionTests
{
    [Test]
    public void A_union_holds_a_value_of_one_of_two_types()
    {
        Union<string, int> text = "a";
        Union<string, int> number = 1;

        Assert.That((text.IsT0, text.IsT1, text.AsT0, text.Value), Is.EqualTo((true, false, "a", (object)"a")));
        Assert.That((number.IsT0, number.IsT1, number.AsT1, number.Value), Is.EqualTo((false, true, 1, (object)1)));
        Assert.That(() => number.AsT0, Throws.InvalidOperationException);
        Assert.That(() => text.AsT1, Throws.InvalidOperationException);
    }

    [Test]
    public void Unions_are_equal_by_kind_and_value()
    {
        Assert.That((Union<string, int>)"a" == "a");
        Assert.That((Union<string, int>)"a" != "b");
        Assert.That(Union<int, int>.FromT0(1), Is.Not.EqualTo(Union<int, int>.FromT1(1)));
    }

    [Test]
    public void Either_side_can_be_mapped_matched_and_picked()
    {
        Union<string, int> number = 1;

        Assert.That(number.Match(text => text.Length, value => value + 10), Is.EqualTo(11));
        Assert.That(number.MapT0(text => text.Length).AsT1, Is.EqualTo(1));
        Assert.That(number.Bimap(text => text.Length, value => $"{value}").AsT1, Is.EqualTo("1"));
        Assert.That(number.TryPickT0(out _, out var rest), Is.False);
        Assert.That(rest, Is.EqualTo(1));
        Assert.That(number.TryPickT1(out var picked, out _));
        Assert.That(picked, Is.EqualTo(1));
    }

    [Test]
    public async Task Inputs_of_unions_accept_either_type_plain_or_as_an_output()
    {
        InputUnion<string, int>[] inputs = ["a", 1, Output.Create("a"), Output.Create(1), Output.Create((Union<string, int>)1)];
        var values = await Output.All(inputs.Select(input => input.ToOutput())).Data;

        Assert.That(values.Value.Select(value => value.Value), Is.EqualTo(new object[] { "a", 1, "a", 1, 1 }));
    }

    [Test]
    public async Task Outputs_of_unions_give_access_to_either_side()
    {
        var output = Output.Create((Union<string, int>)1);

        Assert.That((await output.IsT1().Data).Value);
        Assert.That((await output.AsT1().Data).Value, Is.EqualTo(1));
        Assert.That((await output.Value().Data).Value, Is.EqualTo(1));
    }
}

using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

internal sealed class ComponentValuesTests
{
    private static readonly PropertyOutput FromA = new() { Value = "x", Dependencies = ["a"] };

    [Test]
    public void Picking_leaves_out_what_is_not_set() =>
        Assert.That(Widget.Of("""{"name":"a","size":1}""").Pick("size", "note"), Is.EqualTo(Widget.Of("""{"size":1}""")));

    [Test]
    public void Entries_of_an_object_are_as_secret_as_the_whole()
    {
        Assert.That(Map(Widget.Of("""{"a":"1"}""")).Entries("value"), Is.EqualTo(Widget.Of("""{"a":"1"}""")));
        Assert.That(Map(new PropertySecret(Widget.Of("""{"a":"1"}"""))).Entries("value"), Is.EqualTo(Widget.Of("""{"a":"secret:1"}""")));
        Assert.That(Map(PropertyValue.Unknown).Entries("value"), Is.Null);
        Assert.That(PropertyMap.Empty.Entries("value"), Is.Null);
    }

    [Test]
    public void Entries_of_an_output_come_from_where_the_whole_comes()
    {
        var whole = new PropertyOutput
        {
            Value = PropertyMap.Of(
                ("plain", "1"),
                ("secret", new PropertySecret("2")),
                ("unknown", PropertyValue.Unknown),
                ("own", FromA with { Dependencies = ["b"] })
            ),
            Dependencies = ["a"],
        };

        var entries = Map(whole).Entries("value")!;

        AssertOutput(entries["plain"], "1", isSecret: false, "a");
        AssertOutput(entries["secret"], "2", isSecret: true, "a");
        AssertOutput(entries["unknown"], null, isSecret: false, "a");
        AssertOutput(entries["own"], "x", isSecret: false, "b", "a");
        AssertOutput(Map(whole with { IsSecret = true }).Entries("value")!["own"], "x", isSecret: true, "b", "a");
        AssertOutput(Map(whole with { IsSecret = true }).Entries("value")!["plain"], "1", isSecret: true, "a");
    }

    [Test]
    public void Items_of_a_list_are_as_secret_as_the_whole_and_come_from_where_it_comes()
    {
        Assert.That(PropertyMap.Empty.Items("value"), Is.Empty);
        Assert.That(Map(PropertyValue.Null).Items("value"), Is.Empty);
        Assert.That(Map("x").Items("value"), Is.Empty);
        Assert.That(Map(new PropertyArray(["1"])).Items("value"), Is.EqualTo([(PropertyValue)"1"]));
        Assert.That(Map(new PropertySecret(new PropertyArray(["1"]))).Items("value"), Is.EqualTo([new PropertySecret("1")]));
        Assert.That(Map(new PropertyArray(["1", PropertyValue.Unknown])).Items("value"), Is.Null);
        AssertOutput(
            Map(new PropertyOutput { Value = new PropertyArray(["1"]), Dependencies = ["a"] }).Items("value")!.Single(),
            "1",
            isSecret: false,
            "a"
        );
    }

    [Test]
    public void The_string_in_a_value_is_known_unless_it_is_unknown()
    {
        Assert.That(((PropertyValue)"x").KnownString(), Is.EqualTo("x"));
        Assert.That(new PropertySecret("x").KnownString(), Is.EqualTo("x"));
        Assert.That(FromA.KnownString(), Is.EqualTo("x"));
        Assert.That(PropertyValue.Unknown.KnownString(), Is.Null);
        Assert.That(((PropertyValue)1).KnownString(), Is.Null);
    }

    [Test]
    public void A_string_made_of_another_is_as_unknown_and_as_secret()
    {
        Assert.That(((PropertyValue)"x").MapString(text => text + "!"), Is.EqualTo((PropertyValue)"x!"));
        Assert.That(new PropertySecret("x").MapString(text => text + "!"), Is.EqualTo(new PropertySecret("x!")));
        Assert.That(PropertyValue.Unknown.MapString(text => text + "!"), Is.EqualTo(PropertyValue.Unknown));
        AssertOutput(FromA.MapString(text => text + "!"), "x!", isSecret: false, "a");
    }

    [Test]
    public void The_dependencies_of_a_value_are_those_of_everything_in_it() =>
        Assert.That(
            Map(new PropertyArray([FromA with { Dependencies = ["b"] }, new PropertySecret(FromA)])).Dependencies(),
            Is.EqualTo(["a", "b"])
        );

    [Test]
    public void An_output_of_a_child_depends_on_the_child()
    {
        var child = new Child(
            "urn",
            PropertyMap.Of(("id", "1"), ("token", new PropertySecret("t")), ("later", PropertyValue.Unknown)),
            "missing"
        );

        AssertOutput(child["id"], "1", isSecret: false, "urn");
        AssertOutput(child["token"], "t", isSecret: true, "urn");
        AssertOutput(child["later"], null, isSecret: false, "urn");
        AssertOutput(child["other"], "missing", isSecret: false, "urn");
    }

    private static PropertyMap Map(PropertyValue value) => PropertyMap.Of(("value", value));

    private static void AssertOutput(PropertyValue value, string? inner, bool isSecret, params string[] dependencies)
    {
        var output = (PropertyOutput)value;
        Assert.That((output.Value as PropertyString)?.Value, Is.EqualTo(inner));
        Assert.That(output.IsSecret, Is.EqualTo(isSecret));
        Assert.That(output.Dependencies, Is.EqualTo(dependencies));
    }
}

using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Kernel;

internal sealed class PreserveTests
{
    [TestCase(
        """{"name":"a"}""",
        """{"name":"a","size":3}""",
        """{"name":"a","size":3}""",
        Description = "what is not managed is an output"
    )]
    [TestCase("""{"network":"10.0.0.1/8"}""", """{"network":"10.0.0.0/8"}""", """{"network":"10.0.0.1/8"}""")]
    [TestCase("""{"network":"10.0.0.1/8"}""", """{"network":"10.0.0.0/9"}""", """{"network":"10.0.0.0/9"}""", Description = "drift")]
    [TestCase("""{"note":""}""", """{}""", """{"note":""}""")]
    [TestCase("""{"note":"x"}""", """{}""", """{}""")]
    [TestCase("""{"key":"k"}""", """{"key":"k"}""", """{"key":"secret:k"}""")]
    [TestCase("""{"note":"secret:x"}""", """{"note":"x"}""", """{"note":"secret:x"}""")]
    [TestCase("""{"note":"secret:x"}""", """{"note":"y"}""", """{"note":"secret:y"}""")]
    [TestCase("""{"seed":"s"}""", """{}""", """{"seed":"s"}""", Description = "the server never returns it")]
    [TestCase(
        """{"ranges":["fd00::/8","10.0.0.1/8"]}""",
        """{"ranges":["10.0.0.0/8","fd00::/8"]}""",
        """{"ranges":["fd00::/8","10.0.0.1/8"]}"""
    )]
    [TestCase("""{"ranges":["fd00::/8"]}""", """{"ranges":["10.0.0.0/8","fd00::/8"]}""", """{"ranges":["fd00::/8","10.0.0.0/8"]}""")]
    [TestCase(
        """{"parts":[{"host":"b"},{"address":"10.0.0.1/8","description":""}]}""",
        """{"parts":[{"address":"10.0.0.0/8"},{"host":"b","description":"new"}]}""",
        """{"parts":[{"host":"b","description":"new"},{"address":"10.0.0.1/8","description":""}]}"""
    )]
    [TestCase(
        """{"parts":[{"host":"secret:b","description":"secret:d"},{"host":"x"}]}""",
        """{"parts":[{"host":"c","description":"d"},{"host":"x"}]}""",
        """{"parts":[{"host":"x"},{"host":"secret:c","description":"secret:d"}]}""",
        Description = "an entry that the program does not have may be a secret one, changed"
    )]
    [TestCase("""{"ranges":["secret:10.0.0.0/8"]}""", """{"ranges":["10.0.0.0/9"]}""", """{"ranges":["secret:10.0.0.0/9"]}""")]
    [TestCase(
        """{"steps":["a","b"]}""",
        """{"steps":["a",null,"c"]}""",
        """{"steps":["a",null,"c"]}""",
        Description = "null stays in its place"
    )]
    [TestCase("""{"shape":{"kind":"box"}}""", """{"shape":{"kind":"box","sides":4}}""", """{"shape":{"kind":"box","sides":4}}""")]
    [TestCase("""{"steps":["a"]}""", """{"steps":["a","b"]}""", """{"steps":["a","b"]}""")]
    [TestCase("""{"model":""}""", """{"model":"small"}""", """{"model":"small"}""")]
    [TestCase("""{"labels":{"a":""}}""", """{"labels":{}}""", """{"labels":{"a":""}}""")]
    public void Outputs_keep_the_spelling_of_the_program(string inputs, string live, string expected) =>
        Assert.That(
            Preserve.Outputs(Widget.Spec, Widget.Of(inputs), Widget.Of(live), Widget.Of("{}")).Without("onDelete"),
            Is.EqualTo(Widget.Of(expected))
        );

    [TestCase("""{"network":"10.0.0.1/8"}""", """{"network":"10.0.0.0/8"}""", """{"network":"10.0.0.1/8"}""")]
    [TestCase("""{"seed":"x"}""", """{}""", """{}""", Description = "nobody knows whether it has changed")]
    public void Outputs_that_the_program_does_not_set_are_spelled_as_before(string known, string live, string expected) =>
        Assert.That(Preserve.Outputs(Widget.Spec, Widget.Of("{}"), Widget.Of(live), Widget.Of(known)), Is.EqualTo(Widget.Of(expected)));

    [TestCase("""{"name":"a"}""", """{"name":"a","size":3}""", """{"name":"a"}""", Description = "nothing is added")]
    [TestCase("""{"name":"a"}""", """{"name":"b"}""", """{"name":"b"}""")]
    [TestCase("""{"note":"x"}""", """{}""", """{}""")]
    [TestCase("""{"key":"secret:a"}""", """{"key":"b"}""", """{"key":"secret:b"}""")]
    [TestCase("""{"seed":"s"}""", """{}""", """{"seed":"s"}""")]
    [TestCase("""{"shape":{"kind":"box"}}""", """{"shape":{"kind":"ball","sides":4}}""", """{"shape":{"kind":"ball"}}""")]
    [TestCase(
        """{"parts":[{"host":"a"}]}""",
        """{"parts":[{"host":"a","description":"d"}]}""",
        """{"parts":[{"host":"a","description":"d"}]}"""
    )]
    [TestCase(
        """{"parts":[{"host":"secret:b"}]}""",
        """{"parts":[{"host":"b"},{"host":"c","description":"d"}]}""",
        """{"parts":[{"host":"secret:b"},{"host":"secret:c","description":"d"}]}"""
    )]
    public void Inputs_after_a_refresh_have_what_drifted_and_nothing_else(string inputs, string live, string expected) =>
        Assert.That(Preserve.Inputs(Widget.Spec, Widget.Of(inputs), Widget.Of(live)), Is.EqualTo(Widget.Of(expected)));

    private static IEnumerable<TestCaseData> Lists =>
        from type in EveryResource.Types
        from property in type.Value.Outputs.Properties
        where property.Value.Kind == ValueKind.List
        select new TestCaseData(type.Key, property.Name);

    [TestCaseSource(nameof(Lists))]
    public void Null_among_the_items_of_a_response_can_be_stored(string type, string property)
    {
        var (inputs, outputs) = (EveryResource.Types[type].Inputs, EveryResource.Types[type].Outputs);
        var item = Item(outputs.Find(property)!.Value.Item!);
        PropertyMap[] lists = [PropertyMap.Empty, .. Lengths(item).Select(list => PropertyMap.Of((property, list)))];
        foreach (var live in lists)
        {
            foreach (var written in lists)
            {
                foreach (var known in lists)
                {
                    PropertyMap stored = Preserve.Outputs(outputs, written, live, known);
                    PropertyMap refreshed = Preserve.Inputs(inputs, inputs.Find(property) is null ? PropertyMap.Empty : written, live);

                    Assert.That(() => PropertyCodec.Write(stored), Throws.Nothing);
                    Assert.That(() => PropertyCodec.Write(refreshed), Throws.Nothing);
                }
            }
        }
    }

    [Test]
    public void Properties_of_what_is_read_in_parallel_do_not_mix()
    {
        var type = EveryResource.Types["SplitTunnel"];
        Parallel.For(
            0,
            2_000,
            index =>
            {
                var inputs = Sample.Routes(
                    Sample.Address($"10.{index / 256}.{index % 256}.0/24", $"{index}"),
                    Sample.Host($"h{index}.example")
                );
                var live = type.Check(inputs)
                    .Inputs.With("routes", new PropertyArray([PropertyValue.Null, .. (PropertyArray)inputs["routes"]]));

                var stored = Preserve.Outputs(type.Outputs, inputs, live, null);

                Assert.That(((PropertyArray)stored["routes"]).Take(2), Is.EqualTo((PropertyArray)inputs["routes"]));
                Assert.That(() => PropertyCodec.Write(stored), Throws.Nothing);
            }
        );
    }

    private static IEnumerable<PropertyArray> Lengths(PropertyValue item) =>
        [new([]), new([PropertyValue.Null]), new([item]), new([item, PropertyValue.Null]), new([PropertyValue.Null, item])];

    private static PropertyValue Item(ValueSpec spec) =>
        spec.Kind == ValueKind.Object
            ? PropertyMap.Of(
                spec.Object!.Properties.Where(property => property.Value.Kind == ValueKind.String)
                    .Select(property => (property.Name, (PropertyValue)"a.example"))
            )
            : "a.example";
}

using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Kernel;

internal sealed class PreserveTests
{
    private static IEnumerable<TestCaseData> Lists =>
        from type in EveryResource.Types
        from property in type.Value.Outputs.Properties
        where property.Value.Kind == ValueKind.List
        select new TestCaseData(type.Key, property.Name);

    [TestCaseSource(nameof(Lists))]
    public void Null_among_the_items_of_an_answer_can_be_stored(string type, string property)
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

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

internal sealed class RecordCodecTests
{
    private static readonly JsonTypeInfo<Widget> Type = RecordJson.TypeInfo<Widget>(new DefaultJsonTypeInfoResolver());

    private const string Whole = """
        {
          "name": "a", "enabled": true, "size": 3, "weight": 1.5, "model": "\"quoted\" 日本", "steps": ["a", "b"],
          "parts": [{"address": "10.0.0.0/8"}, {"host": "h", "description": "d"}],
          "labels": {"x": "1", "y": "2"}, "shape": {"kind": "box", "sides": 4}
        }
        """;

    [Test]
    public void A_record_has_every_property()
    {
        var widget = Decode(Whole);

        Assert.That((widget.Name, widget.Enabled, widget.Size, widget.Weight), Is.EqualTo(("a", (bool?)true, (int?)3, (double?)1.5)));
        Assert.That((widget.Model, widget.Shape), Is.EqualTo(("\"quoted\" 日本", new Shape { Kind = "box", Sides = 4 })));
        Assert.That(widget.Steps, Is.EqualTo(["a", "b"]));
        Assert.That(widget.Parts, Is.EqualTo([new Part { Address = "10.0.0.0/8" }, new Part { Host = "h", Description = "d" }]));
        Assert.That(widget.Labels, Is.EquivalentTo(new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" }));
    }

    [Test]
    public void A_record_becomes_the_properties_that_it_was() =>
        Assert.That(RecordCodec.Encode(Type, Widget.Spec, Decode(Whole)), Is.EqualTo(Widget.Of(Whole)));

    [TestCase("""{"name":"?","size":"?","weight":"?","steps":"?","labels":"?","shape":"?"}""")]
    [TestCase("""{"name":"a","labels":{"x":"?"},"steps":["?"],"parts":[{"host":"?"}],"shape":{"kind":"?","sides":"?"}}""")]
    [TestCase("""{"name":"secret:a","labels":{"x":"secret:1"}}""")]
    public void Unknown_and_secret_values_can_be_read(string properties) => Assert.That(() => Decode(properties), Throws.Nothing);

    [Test]
    public void A_record_and_its_properties_hold_the_same_strings()
    {
        var properties = Widget.Of(Whole);
        var name = ((PropertyString)properties["name"]).Value;
        var widget = RecordCodec.Decode(Type, Widget.Spec, properties);

        Assert.That(widget.Name, Is.SameAs(name));
        Assert.That(((PropertyString)RecordCodec.Encode(Type, Widget.Spec, widget)["name"]).Value, Is.SameAs(name));
    }

    [Test]
    public void Other_JSON_of_a_record_has_its_strings()
    {
        var json = JsonSerializer.Serialize(
            new Widget
            {
                Name = "a",
                Labels = new Dictionary<string, string> { ["x"] = "1" },
            },
            Type
        );

        Assert.That(json, Is.EqualTo("""{"name":"a","labels":{"x":"1"}}"""));
        Assert.That(JsonSerializer.Deserialize(json, Type)!.Labels, Is.EqualTo(new Dictionary<string, string> { ["x"] = "1" }));
    }

    [Test]
    public void A_long_list_leaves_the_next_record_as_it_is()
    {
        var steps = string.Join(',', Enumerable.Range(0, 50_000).Select(step => $"\"step {step}\""));

        Assert.That(Decode($$"""{"name":"long","steps":[{{steps}}]}""").Steps, Has.Count.EqualTo(50_000));
        Assert.That(Decode(Whole).Steps, Is.EqualTo(["a", "b"]));
    }

    private static Widget Decode(string properties) => RecordCodec.Decode(Type, Widget.Spec, Widget.Of(properties));
}

using System.Text.Json;
using Pulumi.Tests.Samples;

namespace Pulumi.Tests.Core;

internal sealed class OutputJsonTests
{
    [Test]
    public async Task Outputs_at_any_depth_are_written_as_their_values()
    {
        var value = Output.Create(
            new Dictionary<string, object>
            {
                ["plain"] = 1,
                ["output"] = Sample.Secret("a", Sample.Zone),
                ["list"] = new[] { Sample.Known("b", Sample.Site) },
                ["inputs"] = (InputList<string>)new[] { "c" },
            }
        );

        Assert.That(
            await Sample.LookAsync(Output.JsonSerialize(value)),
            Is.EqualTo(("""{"plain":1,"output":"a","list":["b"],"inputs":["c"]}""", true, true, "site,zone"))
        );
    }

    [Test]
    public async Task Nested_outputs_that_resolve_later_are_awaited()
    {
        var inner = new DeferredOutput<string>();
        var outer = new DeferredOutput<Output<string>>();
        var json = Output.JsonSerialize(Output.Create(new[] { outer.Output }));
        Assert.That(json.Data.IsCompleted, Is.False);
        outer.Resolve(Output.Create(inner.Output));
        inner.Resolve(Output.Create("a"));

        Assert.That((await json.Data).Value, Is.EqualTo("""["a"]"""));
    }

    [Test]
    public async Task One_unknown_makes_the_JSON_unknown()
    {
        var json = Output.JsonSerialize(Output.Create(new[] { Sample.Known("a"), Sample.Unknown<string>(Sample.Zone) }));

        Assert.That(await Sample.LookAsync(json), Is.EqualTo(("", false, false, "zone")));
    }

    [Test]
    public async Task Deserialized_values_and_their_outputs_inherit_the_secrecy_of_the_JSON()
    {
        var read = Output.JsonDeserialize<Dictionary<string, Output<int>>>(Sample.Secret("""{"a":1}""", Sample.Zone));
        var (value, isKnown, isSecret, resources) = await Sample.LookAsync(read);

        Assert.That((isKnown, isSecret, resources), Is.EqualTo((true, true, "zone")));
        Assert.That(await Sample.LookAsync(value["a"]), Is.EqualTo((1, true, true, "zone")));
    }

    [Test]
    public async Task Options_are_used_and_not_modified()
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
        var json = Output.JsonSerialize(Output.Create(new { Name = Output.Create("a") }), options);

        Assert.That((await json.Data).Value, Is.EqualTo("""{"name":"a"}"""));
        Assert.That(options.Converters, Is.Empty);
    }
}

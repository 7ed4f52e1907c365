using System.Collections.Immutable;
using System.Text.Json;
using Pulumi.Serialization;
using Pulumi.Tests.Samples;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Tests.Serialization;

internal sealed class ValueWriterTests
{
    private static readonly WriterOptions References = new(KeepReferences: true);
    private static readonly WriterOptions Outputs = new(KeepReferences: true, KeepOutputs: true);

    private static IEnumerable<TestCaseData<object?, PropertyValue>> PlainValues()
    {
        yield return new(null, PropertyValue.Null);
        yield return new(true, true);
        yield return new(3, 3);
        yield return new(1.5, 1.5);
        yield return new("a", "a");
        yield return new(new[] { "a", "b" }, new PropertyArray(["a", "b"]));
        yield return new(ImmutableArray.Create(1, 2), new PropertyArray([1, 2]));
        yield return new(default(ImmutableArray<int>), new PropertyArray([]));
        yield return new(new List<string?> { "a", null }, new PropertyArray(["a", PropertyValue.Null]));
        yield return new(
            new Dictionary<string, object?>
            {
                ["a"] = 1,
                ["b"] = null,
                ["c"] = new Dictionary<string, string>(),
            },
            PropertyMap.Of(("a", 1), ("c", PropertyMap.Empty))
        );
        yield return new((Union<string, int>)1, 1);
        yield return new(Mode.On, 7);
        yield return new(Kind.Full, "full");
        yield return new(
            JsonElement.Parse("""{"a":[1,true,null,"b"]}"""),
            PropertyMap.Of(("a", new PropertyArray([1, true, PropertyValue.Null, "b"])))
        );
        yield return new(new StringAsset("hi"), new PropertyAsset { Text = "hi" });
        yield return new(new FileAsset("./f"), new PropertyAsset { Path = "./f" });
        yield return new(new RemoteAsset("https://a"), new PropertyAsset { Uri = "https://a" });
        yield return new(new FileArchive("./d"), new PropertyArchive { Path = "./d" });
        yield return new(new RemoteArchive("https://a"), new PropertyArchive { Uri = "https://a" });
        yield return new(
            new AssetArchive(new Dictionary<string, AssetOrArchive> { ["f"] = new StringAsset("hi") }),
            new PropertyArchive { Assets = PropertyMap.Of(("f", new PropertyAsset { Text = "hi" })) }
        );
        yield return new(default(ValueTuple), PropertyValue.Null);
    }

    [TestCaseSource(nameof(PlainValues))]
    public async Task Plain_values_are_written_unchanged(object? value, PropertyValue expected)
    {
        var (written, dependencies) = await WriteAsync(value, References);

        Assert.That(written, Is.EqualTo(expected));
        Assert.That(dependencies, Is.Empty);
    }

    [Test]
    public async Task Outputs_become_values_secrets_and_unknowns_and_their_dependencies_are_collected()
    {
        Assert.That(await WriteAsync(Sample.Known("a", Sample.Zone), References), Is.EqualTo(((PropertyValue)"a", "zone")));
        Assert.That(
            await WriteAsync(Sample.Secret("a", Sample.Zone), References),
            Is.EqualTo(((PropertyValue)new PropertySecret("a"), "zone"))
        );
        Assert.That(await WriteAsync(Sample.UnknownSecret<int>(Sample.Site), References), Is.EqualTo((PropertyValue.Unknown, "site")));
    }

    [Test]
    public async Task Secrecy_and_unknowns_are_written_per_element()
    {
        var args = new ZoneArgs
        {
            Name = "a",
            Rules =
            {
                new RuleArgs { Match = Sample.Secret("x"), Kind = Kind.Full },
                new RuleArgs { Match = Sample.Unknown<string>(Sample.Zone), Mode = Mode.On },
            },
            Tags = new() { ["plain"] = "1", ["secret"] = Sample.Secret("2", Sample.Site) },
        };

        var (written, dependencies) = await WriteAsync(args, References);

        Assert.That(
            written,
            Is.EqualTo(
                PropertyMap.Of(
                    ("name", "a"),
                    (
                        "rules",
                        new PropertyArray([
                            PropertyMap.Of(("match", new PropertySecret("x")), ("kind", "full")),
                            PropertyMap.Of(("match", PropertyValue.Unknown), ("mode", 7)),
                        ])
                    ),
                    ("tags", PropertyMap.Of(("plain", "1"), ("secret", new PropertySecret("2"))))
                )
            )
        );
        Assert.That(dependencies, Is.EqualTo("site,zone"));
    }

    [Test]
    public async Task Outputs_can_be_written_with_their_dependencies()
    {
        Assert.That((await WriteAsync(Sample.Known("a"), Outputs)).Written, Is.EqualTo((PropertyValue)"a"));
        Assert.That(
            (await WriteAsync(Sample.UnknownSecret<string>(Sample.Zone), Outputs)).Written,
            Is.EqualTo(new PropertyOutput { IsSecret = true, Dependencies = ["urn:pulumi:dev::office::acme:index:Zone::zone"] })
        );
    }

    [Test]
    public async Task Resources_are_written_as_references_or_as_their_ID()
    {
        var zone = new DependencyResource("urn:pulumi:dev::office::acme:index:Zone::z", "z-1");
        var unborn = new DependencyResource("urn:pulumi:dev::office::acme:index:Zone::u", "");

        Assert.That(
            await WriteAsync(zone, References),
            Is.EqualTo(((PropertyValue)new PropertyResource("urn:pulumi:dev::office::acme:index:Zone::z") { Id = "z-1" }, "z"))
        );
        Assert.That(
            await WriteAsync(unborn, References),
            Is.EqualTo(((PropertyValue)new PropertyResource("urn:pulumi:dev::office::acme:index:Zone::u") { Id = "" }, "u"))
        );
        Assert.That(await WriteAsync(zone, new(KeepReferences: false)), Is.EqualTo(((PropertyValue)"z-1", "z")));
        Assert.That(
            await WriteAsync(zone, References with { ReferencesAreDependencies = false }),
            Is.EqualTo(((PropertyValue)new PropertyResource("urn:pulumi:dev::office::acme:index:Zone::z") { Id = "z-1" }, ""))
        );
    }

    [Test]
    public void Unsupported_values_are_reported_with_their_path()
    {
        Assert.That(
            async () => await WriteAsync(new Dictionary<string, object?> { ["a"] = new[] { 1L } }, References),
            Throws.InvalidOperationException.With.Message.StartsWith("zone.a[0] is a System.Int64, which cannot be sent")
        );
        Assert.That(
            async () => await WriteAsync(Task.FromResult(1), References),
            Throws.InvalidOperationException.With.Message.EqualTo("zone is a Task; wrap it with Output.Create.")
        );
        Assert.That(
            async () => await WriteAsync(new Dictionary<int, string> { [1] = "a" }, References),
            Throws.InvalidOperationException.With.Message.EqualTo("zone is a dictionary whose keys are not strings.")
        );
    }

    [Test]
    public void A_missing_required_input_is_reported_by_name()
    {
        Assert.That(
            async () => await WriteAsync(new ZoneArgs(), References),
            Throws.TypeOf<RunException>().With.Message.EqualTo("ZoneArgs has no value for the required input 'name' (Name).")
        );
    }

    [Test]
    public async Task Provider_inputs_are_written_as_JSON_strings()
    {
        var (written, dependencies) = await WriteAsync(
            new ProviderArgs
            {
                Retries = 3,
                Regions = new InputList<string> { "a", Sample.Secret("b", Sample.Zone) },
                Nested = Sample.Unknown<RuleArgs>(Sample.Site),
            },
            References
        );

        Assert.That(
            written,
            Is.EqualTo(
                PropertyMap.Of(("retries", "3"), ("regions", new PropertySecret("[ \"a\", \"b\" ]")), ("nested", PropertyValue.Unknown))
            )
        );
        Assert.That(dependencies, Is.EqualTo("site,zone"));
    }

    private static async Task<(PropertyValue Written, string Dependencies)> WriteAsync(object? value, WriterOptions options)
    {
        var writer = new ValueWriter(options);
        var written = await writer.WriteAsync("zone", value);
        var urns = await Task.WhenAll(writer.Dependencies.Select(resource => resource.Urn.ValueOrAsync("")));
        return (written, string.Join(",", urns.Select(Urn.NameOf).Order(StringComparer.Ordinal)));
    }

    private sealed class ProviderArgs : ResourceArgs
    {
        [Input("retries", json: true)]
        public Input<int>? Retries { get; set; }

        [Input("regions", json: true)]
        public InputList<string>? Regions { get; set; }

        [Input("nested", json: true)]
        public Input<RuleArgs>? Nested { get; set; }

        [Input("unset", json: true)]
        public Input<bool>? Unset { get; set; }
    }
}

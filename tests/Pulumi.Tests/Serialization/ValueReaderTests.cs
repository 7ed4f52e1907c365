using System.Collections.Immutable;
using System.Text.Json;
using Pulumi.Serialization;
using Pulumi.Tests.Samples;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Tests.Serialization;

internal sealed class ValueReaderTests
{
    private readonly List<string> _warnings = [];

    [SetUp]
    public void Forget_warnings() => _warnings.Clear();

    private static IEnumerable<TestCaseData> PlainValues()
    {
        yield return Case<string>("a", "a");
        yield return Case<bool>(true, true);
        yield return Case<double>(1.5, 1.5);
        yield return Case<int>(3, 3);
        yield return Case<int?>(3, 3);
        yield return Case<int?>(PropertyValue.Null, null);
        yield return Case<int>(PropertyValue.Null, 0);
        yield return Case<string>(PropertyValue.Null, null);
        yield return Case<Mode>(7, Mode.On);
        yield return Case<Kind>("full", Kind.Full);
        yield return Case<Union<string, int>>(1, (Union<string, int>)1);
        yield return Case<Union<int, string>>("a", (Union<int, string>)"a");
        yield return Case<ImmutableArray<int>>(new PropertyArray([1, 2]), ImmutableArray.Create(1, 2));
        yield return Case<ImmutableDictionary<string, int>>(
            PropertyMap.Of(("a", 1), ("__internal", "x")),
            ImmutableDictionary<string, int>.Empty.Add("a", 1)
        );
        yield return Case<object>(
            new PropertyArray(["a", 1, true, PropertyValue.Null]),
            ImmutableArray.Create<object?>("a", 1.0, true, null)
        );
        yield return Case<object>(PropertyMap.Of(("a", "b")), ImmutableDictionary<string, object?>.Empty.Add("a", "b"));
    }

    [TestCaseSource(nameof(PlainValues))]
    public void Values_are_converted_to_the_requested_type(PropertyValue value, Type type, object? expected)
    {
        var data = Read(value, type);

        Assert.That(data.Value, Is.EqualTo(expected));
        Assert.That((data.IsKnown, data.IsSecret), Is.EqualTo((true, false)));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void Output_types_are_constructed_with_arguments_by_wire_name()
    {
        var rule = (Rule)
            Read(PropertyMap.Of(("match", "x"), ("ttl", 5), ("hosts", new PropertyArray(["a"])), ("new", "ignored")), typeof(Rule)).Value!;

        Assert.That((rule.Match, rule.Ttl), Is.EqualTo(("x", (int?)5)));
        Assert.That(rule.Hosts, Is.EqualTo(["a"]));
    }

    [Test]
    public void Omitted_fields_have_their_default()
    {
        var rule = (Rule)Read(PropertyMap.Of(("match", "x")), typeof(Rule)).Value!;

        Assert.That(rule.Ttl, Is.Null);
        Assert.That(rule.Hosts.IsDefault);
    }

    [Test]
    public void Any_secret_inside_makes_the_whole_secret()
    {
        var data = Read(new PropertyArray(["a", new PropertySecret("b")]), typeof(ImmutableArray<string>));

        Assert.That(data.Value, Is.EqualTo(ImmutableArray.Create("a", "b")));
        Assert.That((data.IsKnown, data.IsSecret), Is.EqualTo((true, true)));
    }

    [Test]
    public void Any_unknown_inside_makes_the_whole_unknown()
    {
        var data = Read(PropertyMap.Of(("match", "x"), ("ttl", new PropertySecret(PropertyValue.Unknown))), typeof(Rule));

        Assert.That((data.IsKnown, data.IsSecret), Is.EqualTo((false, true)));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void Outputs_add_their_dependencies()
    {
        var data = Read(
            new PropertyOutput
            {
                Value = "a",
                IsSecret = true,
                Dependencies = ["urn:pulumi:dev::office::acme:index:Other::x"],
            },
            typeof(string)
        );

        Assert.That((data.Value, data.IsKnown, data.IsSecret, data.Resources.Count), Is.EqualTo(((object)"a", true, true, 1)));
    }

    [Test]
    public async Task An_output_inside_keeps_its_flags_to_itself()
    {
        var data = Read(PropertyMap.Of(("a", new PropertySecret("x"))), typeof(ImmutableDictionary<string, Output<string>>));
        var inner = ((ImmutableDictionary<string, Output<string>>)data.Value!)["a"];

        Assert.That(data.IsSecret, Is.False);
        Assert.That(await Sample.LookAsync(inner), Is.EqualTo(("x", true, true, "")));
    }

    [Test]
    public void JSON_with_secrets_is_read_as_secret()
    {
        var data = Read(PropertyMap.Of(("a", new PropertyArray([1, new PropertySecret("b")]))), typeof(JsonElement));

        Assert.That(JsonSerializer.Serialize(data.Value), Is.EqualTo("""{"a":[1,"b"]}"""));
        Assert.That(data.IsSecret);
    }

    [Test]
    public void Assets_and_archives_are_read_by_kind()
    {
        Assert.That(Read(new PropertyAsset { Text = "hi" }, typeof(AssetOrArchive)).Value, Is.InstanceOf<StringAsset>());
        Assert.That(Read(new PropertyAsset { Path = "f" }, typeof(Asset)).Value, Is.InstanceOf<FileAsset>());
        Assert.That(Read(new PropertyArchive { Uri = "u" }, typeof(Archive)).Value, Is.InstanceOf<RemoteArchive>());
        Assert.That(
            Read(new PropertyArchive { Assets = PropertyMap.Of(("a", new PropertyAsset { Text = "hi" })) }, typeof(object)).Value,
            Is.InstanceOf<AssetArchive>()
        );
    }

    [Test]
    public void A_value_of_the_wrong_type_is_omitted_with_a_warning_that_does_not_show_it()
    {
        var rule = (Rule)Read(PropertyMap.Of(("match", "x"), ("ttl", "hunter2")), typeof(Rule)).Value!;

        Assert.That(rule.Ttl, Is.Null);
        Assert.That(_warnings, Is.EqualTo(["zone.ttl is a string where Int32 was expected; it is omitted."]));
    }

    [Test]
    public void A_value_that_is_neither_of_two_types_is_omitted_with_a_warning()
    {
        Read(true, typeof(Union<string, int>));

        Assert.That(_warnings, Is.EqualTo(["zone is a bool where String or Int32 was expected; it is omitted."]));
    }

    [TestCase(typeof(long), "System.Int64 is not a bool")]
    [TestCase(typeof(List<string>), "is generic, but not")]
    [TestCase(typeof(ImmutableArray<Uri>), "System.Uri is not a bool")]
    public void Unsupported_types_are_errors_of_the_SDK(Type type, string problem)
    {
        Assert.That(() => Read("a", type), Throws.InvalidOperationException.With.Message.Contains(problem));
    }

    private OutputData<object?> Read(PropertyValue value, Type type) => ValueReader.Read(value, type, "zone", _warnings.Add);

    private static TestCaseData Case<T>(PropertyValue value, object? expected) => new(value, typeof(T), expected);
}

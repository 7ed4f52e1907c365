using FsCheck;
using FsCheck.Fluent;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Protocol.Tests.Values;

public sealed class PropertyPathTests
{
    private static readonly PropertyMap Sample = PropertyMap.Of(
        (
            "routes",
            new PropertyArray([
                PropertyMap.Of(("address", "10.0.0.0/8"), ("description", new PropertySecret("private"))),
                PropertyMap.Of(("host", "x")),
            ])
        ),
        ("secret", new PropertySecret(PropertyMap.Of(("inner", 1)))),
        ("output", new PropertyOutput { Value = PropertyMap.Of(("inner", 2)) })
    );

    [TestCase("a", "a")]
    [TestCase("a.b", "a|b")]
    [TestCase("list[0].x", "list|#0|x")]
    [TestCase("a[0][1]", "a|#0|#1")]
    [TestCase("map[\"key.with.dot\"]", "map|key.with.dot")]
    [TestCase("[\"root.key\"].x", "root.key|x")]
    [TestCase("[\"say \\\"hi\\\"\"]", "say \"hi\"")]
    [TestCase("[\"\"]", "")]
    [TestCase("key-with-dash.$ref", "key-with-dash|$ref")]
    [TestCase("a.*.b", "a|*|b")]
    [TestCase("a[*].b", "a|*|b")]
    [TestCase("a[\"*\"].b", "a|*|b")]
    [TestCase("a.[0]", "a|#0")]
    public void A_path_is_read(string text, string segments) => Assert.That(Describe(PropertyPath.Parse(text)), Is.EqualTo(segments));

    [TestCase(".a")]
    [TestCase("a.")]
    [TestCase("a..b")]
    [TestCase("a[")]
    [TestCase("a[]")]
    [TestCase("a[x]")]
    [TestCase("a[-1]")]
    [TestCase("a[99999999999]")]
    [TestCase("a[0]b")]
    [TestCase("a[\"b]")]
    [TestCase("a[\"b\"")]
    public void A_broken_path_is_refused(string text) =>
        Assert.That(() => PropertyPath.Parse(text), Throws.InstanceOf<FormatException>().With.Message.Contains(text));

    [Test]
    public void The_empty_path_is_the_root() => Assert.That(PropertyPath.Parse("").IsRoot);

    [Test]
    public void Any_path_survives_a_round_trip() =>
        Prop.ForAll(AnyProperty.Paths, path => PropertyPath.Parse(path.ToString()).Equals(path)).QuickCheckThrowOnFailure();

    [TestCase("a.b", "a.b", true, true)]
    [TestCase("a", "a.b", false, true)]
    [TestCase("a.b", "a", false, false)]
    [TestCase("a[0]", "a[1]", false, false)]
    [TestCase("a[*].c", "a[1].c", true, true)]
    [TestCase("a.*", "a.b.c", false, true)]
    [TestCase("*", "a", true, true)]
    [TestCase("a.b", "a.*", false, false)]
    [TestCase("a[0]", "a[\"0\"]", false, false)]
    [TestCase("", "a", false, true)]
    public void A_path_matches_itself_and_contains_the_paths_below_it(string path, string other, bool matches, bool contains)
    {
        Assert.That(PropertyPath.Parse(path).Matches(PropertyPath.Parse(other)), Is.EqualTo(matches));
        Assert.That(PropertyPath.Parse(path).Contains(PropertyPath.Parse(other)), Is.EqualTo(contains));
    }

    [TestCase("routes[1].host", "\"x\"")]
    [TestCase("output.inner", "2")]
    [TestCase("secret.inner", "[secret]")]
    [TestCase("routes[0].description", "[secret]")]
    [TestCase("routes[2]", null)]
    [TestCase("routes.host", null)]
    [TestCase("routes[1].host.x", null)]
    [TestCase("nothing", null)]
    public void A_value_is_found_through_secrets_and_outputs(string path, string? found) =>
        Assert.That(PropertyPath.Parse(path).Find(Sample)?.ToString(), Is.EqualTo(found));

    [TestCase("routes[*].host", "routes[1].host")]
    [TestCase("routes[*]", "routes[0], routes[1]")]
    [TestCase("*.inner", "output.inner, secret.inner")]
    [TestCase("secret.inner", "secret.inner")]
    [TestCase("nothing[*]", "")]
    public void A_wildcard_expands_to_existing_entries(string path, string paths) =>
        Assert.That(string.Join(", ", PropertyPath.Parse(path).Expand(Sample)), Is.EqualTo(paths));

    [TestCase("{}", "a.b", "{a: {b: true}}")]
    [TestCase("{}", "a[1].b", "{a: [null, {b: true}]}")]
    [TestCase("{a: [1, 2]}", "a[0]", "{a: [true, 2]}")]
    [TestCase("{a: [1, 2]}", "a[2]", "{a: [1, 2, true]}")]
    [TestCase("{a: null}", "a.b", "{a: {b: true}}")]
    [TestCase("{}", "", "true")]
    public void Setting_a_value_creates_its_parents(string before, string path, string after)
    {
        var samples = new Dictionary<string, PropertyMap>
        {
            ["{}"] = PropertyMap.Empty,
            ["{a: null}"] = PropertyMap.Of(("a", PropertyValue.Null)),
            ["{a: [1, 2]}"] = PropertyMap.Of(("a", new PropertyArray([1, 2]))),
        };

        Assert.That(PropertyPath.Parse(path).Set(samples[before], true).ToString(), Is.EqualTo(after));
    }

    [Test]
    public void Setting_inside_a_secret_keeps_it_secret() =>
        Assert.That(
            PropertyPath.Parse("secret.inner").Set(Sample, 5),
            Is.EqualTo(Sample.With("secret", new PropertySecret(PropertyMap.Of(("inner", 5)))))
        );

    [Test]
    public void Nothing_is_set_inside_a_scalar() =>
        Assert.That(
            () => PropertyPath.Parse("routes[1].host.x").Set(Sample, 5),
            Throws.InvalidOperationException.With.Message.EqualTo("'routes[1].host.x' cannot be set: 'routes[1].host' has no such member.")
        );

    [Test]
    public void A_removed_key_is_gone_and_a_removed_item_leaves_a_null()
    {
        var list = PropertyMap.Of(("a", new PropertyArray([1, 2])));
        var emptied = Sample.With("secret", new PropertySecret(PropertyMap.Empty));

        Assert.Multiple(() =>
        {
            Assert.That(PropertyPath.Parse("a").Remove(list), Is.EqualTo(PropertyMap.Empty));
            Assert.That(PropertyPath.Parse("a[0]").Remove(list).ToString(), Is.EqualTo("{a: [null, 2]}"));
            Assert.That(PropertyPath.Parse("b.c").Remove(list), Is.EqualTo(list));
            Assert.That(PropertyPath.Parse("secret.inner").Remove(Sample), Is.EqualTo(emptied));
        });
    }

    private static string Describe(PropertyPath path) =>
        string.Join("|", path.Segments.Select(segment => segment.Key ?? $"#{segment.Index}"));
}

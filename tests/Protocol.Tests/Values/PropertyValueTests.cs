using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Protocol.Tests.Values;

public sealed class PropertyValueTests
{
    private static readonly PropertySecret Password = new("hunter2");

    [Test]
    public void A_secret_of_a_secret_is_that_secret() => Assert.That(new PropertySecret(Password), Is.EqualTo(Password));

    [Test]
    public void Values_are_equal_by_content()
    {
        var one = Sample();
        var other = Sample();

        Assert.Multiple(() =>
        {
            Assert.That(one, Is.EqualTo(other));
            Assert.That(one.GetHashCode(), Is.EqualTo(other.GetHashCode()));
            Assert.That(one.With("list", new PropertyArray(["y", "x"])), Is.Not.EqualTo(other));
            Assert.That(one.Without("list"), Is.Not.EqualTo(other));
            Assert.That(one.With("password", "hunter2"), Is.Not.EqualTo(other));
            Assert.That(one.With("bytes", new PropertyBytes(new byte[] { 1, 3 })), Is.Not.EqualTo(other));
        });
    }

    [Test]
    public void A_map_keeps_its_view()
    {
        var map = PropertyMap.Of(("a", 1));
        var view = map.View(properties => properties.Keys.ToList());

        Assert.That(map.View(_ => new List<string>()), Is.SameAs(view));
        Assert.That(map.View(properties => $"{properties.Count}"), Is.EqualTo("1"), "of another type");
        Assert.That(map, Is.EqualTo(PropertyMap.Of(("a", 1))));
    }

    [Test]
    public void Keys_differ_by_case() => Assert.That(string.Join(", ", PropertyMap.Of(("a", 1), ("A", 2)).Keys), Is.EqualTo("A, a"));

    [Test]
    public void The_string_form_never_shows_a_secret()
    {
        PropertyValue[] secrets =
        [
            Password,
            new PropertyOutput { Value = "hunter2", IsSecret = true },
            PropertyMap.Of(("deep", new PropertyArray([Password]))),
            new PropertySecret(PropertyMap.Of(("a", "hunter2"))),
        ];

        Assert.That(secrets.Select(secret => $"{secret}"), Has.All.Not.Contain("hunter2").And.All.Contain("[secret]"));
    }

    [Test]
    public void The_string_form_shows_other_values() =>
        Assert.That(
            Sample().ToString(),
            Is.EqualTo(
                "{bytes: [2 bytes], file: [asset abc], flag: true, folder: [archive def], list: [\"x\", 1.5, null], password: [secret], "
                    + "ref: [resource urn:x], soon: [unknown], source: \"y\"}"
            )
        );

    [Test]
    public void Unknowns_are_found_at_any_depth()
    {
        Assert.Multiple(() =>
        {
            Assert.That(new PropertySecret(new PropertyArray([PropertyMap.Of(("a", PropertyValue.Unknown))])).ContainsUnknown);
            Assert.That(new PropertyOutput().ContainsUnknown);
            Assert.That(new PropertyResource("urn:x") { Id = "" }.ContainsUnknown);
            Assert.That(new PropertyResource("urn:x").ContainsUnknown, Is.False);
            Assert.That(Sample().Without("soon").ContainsUnknown, Is.False);
        });
    }

    [Test]
    public void Secrets_are_found_and_removed_at_any_depth()
    {
        var assets = PropertyMap.Of(("a", new PropertySecret(new PropertyAsset { Hash = "abc" })));
        var value = PropertyMap.Of(
            ("list", new PropertySecret(new PropertyArray([Password]))),
            ("output", new PropertyOutput { Value = Password, IsSecret = true }),
            ("folder", new PropertyArchive { Assets = assets })
        );

        Assert.Multiple(() =>
        {
            Assert.That(value.Values.Select(part => part.ContainsSecret), Has.All.True);
            Assert.That(
                value.WithoutSecrets(),
                Is.EqualTo(
                    PropertyMap.Of(
                        ("list", new PropertyArray(["hunter2"])),
                        ("output", new PropertyOutput { Value = "hunter2" }),
                        ("folder", new PropertyArchive { Assets = PropertyMap.Of(("a", new PropertyAsset { Hash = "abc" })) })
                    )
                )
            );
            Assert.That(value.WithoutSecrets().ContainsSecret, Is.False);
        });
    }

    [Test]
    public void Only_the_outermost_secret_mark_is_removed()
    {
        var inner = new PropertyArray([Password]);

        Assert.That(new PropertySecret(inner).Unsecret(), Is.EqualTo(inner));
    }

    [Test]
    public void Outputs_lower_to_their_values()
    {
        var value = PropertyMap.Of(
            ("known", new PropertyOutput { Value = "x", Dependencies = ["urn:a"] }),
            ("unknown", new PropertyOutput()),
            (
                "secret",
                new PropertyOutput
                {
                    Value = new PropertyOutput { Value = "x", IsSecret = true },
                }
            ),
            ("both", new PropertyOutput { IsSecret = true })
        );

        Assert.That(
            value.WithoutOutputs(),
            Is.EqualTo(
                PropertyMap.Of(
                    ("known", "x"),
                    ("unknown", PropertyValue.Unknown),
                    ("secret", new PropertySecret("x")),
                    ("both", new PropertySecret(PropertyValue.Unknown))
                )
            )
        );
    }

    [TestCase(null, "\"urn:x\"")]
    [TestCase("", "[unknown]")]
    [TestCase("id", "\"id\"")]
    public void A_resource_lowers_to_its_id_or_its_urn(string? id, string lowered) =>
        Assert.That(
            new PropertyResource("urn:x") { Id = id }
                .Lower()
                .ToString(),
            Is.EqualTo(lowered)
        );

    private static PropertyMap Sample() =>
        PropertyMap.Of(
            ("bytes", new PropertyBytes(new byte[] { 1, 2 })),
            ("file", new PropertyAsset { Hash = "abc" }),
            ("flag", true),
            ("folder", new PropertyArchive { Hash = "def" }),
            ("list", new PropertyArray(["x", 1.5, PropertyValue.Null])),
            ("password", Password),
            ("ref", new PropertyResource("urn:x") { Id = "1" }),
            ("soon", PropertyValue.Unknown),
            ("source", new PropertyOutput { Value = "y", Dependencies = ["urn:y"] })
        );
}

using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using NUnit.Framework.Constraints;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Protocol.Tests.Values;

public sealed class PropertyCodecTests
{
    private const string Sig = PropertySignatures.Key;

    private static readonly string[] Sentinels =
    [
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ];

    private static readonly string[] LoneSurrogates = ["\uD800", "x\uDC00y", "\uD83D\uDE00\uD83D"];

    [Test]
    public void Any_properties_survive_the_wire() =>
        Prop.ForAll(AnyProperty.Maps, map => PropertyCodec.Read(OverTheWire(PropertyCodec.Write(map))).Equals(map))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Test]
    public void Any_properties_survive_their_encoding() =>
        Prop.ForAll(AnyProperty.Maps, map => PropertyCodec.Decode(PropertyCodec.Encode(map)).Equals(map))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Test]
    public void Any_properties_are_read_the_same_beside_any_others() =>
        Prop.ForAll(AnyProperty.Maps, AnyProperty.Maps, (map, other) => PropertyCodec.Decode(PropertyCodec.Encode(map), other).Equals(map))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Test]
    public void What_is_known_already_is_used_again()
    {
        var known = PropertyMap.Of(
            ("name", "office"),
            ("routes", new PropertyArray([PropertyMap.Of(("address", "10.0.0.0/8")), PropertyMap.Of(("address", "192.0.2.0/24"))])),
            ("size", 2)
        );
        var changed = known.With("name", "home");

        Assert.That(PropertyCodec.Decode(PropertyCodec.Encode(known), known), Is.SameAs(known));
        var read = PropertyCodec.Decode(PropertyCodec.Encode(changed), known);
        Assert.That(read, Is.EqualTo(changed));
        Assert.That(read["routes"], Is.SameAs(known["routes"]));
    }

    [Test]
    public void A_key_that_is_sent_twice_does_not_stand_for_one_that_is_missing()
    {
        var known = PropertyMap.Of(("a", "x"), ("b", "y"));

        var read = PropertyCodec.Decode(Bytes("0a08 0a0161 1203 1a0178 0a08 0a0161 1203 1a0178"), known);

        Assert.That(read, Is.EqualTo(known.Without("b")));
    }

    [Test]
    public void A_damaged_encoding_is_refused_or_read_but_nothing_else() =>
        Prop.ForAll(
                AnyProperty.Maps,
                ArbMap.Default.ArbFor<PositiveInt>(),
                ArbMap.Default.ArbFor<byte>(),
                (map, position, replacement) =>
                {
                    var encoded = PropertyCodec.Encode(map).ToByteArray();
                    if (encoded.Length > 0)
                    {
                        encoded[position.Get % encoded.Length] = replacement;
                    }

                    IsReadOrRefused(encoded);
                    IsReadOrRefused(encoded[..(position.Get % (encoded.Length + 1))]);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    // 0a: an entry, 0a: its key, 12: its value.
    [TestCase("0a", TestName = "A_length_is_missing")]
    [TestCase("0a05", TestName = "The_content_is_missing")]
    [TestCase("0affffffffff01", TestName = "A_length_is_beyond_the_end")]
    [TestCase("0affffffffffffffffffff01", TestName = "A_number_has_too_many_bytes")]
    [TestCase("00", TestName = "A_field_has_number_0")]
    [TestCase("0b", TestName = "A_field_is_a_group")]
    [TestCase("0a07 0a0161 1202 11 00", TestName = "A_number_is_cut_off")]
    [TestCase("0a04 0a02c328", TestName = "A_key_is_not_UTF8")]
    [TestCase("0a09 0a0161 1204 1a02c328", TestName = "A_string_is_not_UTF8")]
    public void A_malformed_encoding_is_refused(string hex) =>
        Assert.That(
            () => PropertyCodec.Decode(Bytes(hex)),
            Throws.InstanceOf<FormatException>().With.Message.StartsWith("The properties are malformed")
        );

    [TestCase("0a05 1203 1a0178", "", TestName = "An_entry_without_a_key_has_the_empty_one")]
    [TestCase("0a0a 0a0161 1205 1a0178 1a00 0a09 0a0161 1204 2001 1a00", "a", TestName = "Of_several_kinds_and_entries_the_last_counts")]
    [TestCase("1001 0a0c 1801 0a0161 1205 4001 1a0178", "a", TestName = "Unknown_fields_are_skipped")]
    public void An_unusual_encoding_is_read_as_Protocol_Buffers_read_it(string hex, string key)
    {
        var read = PropertyCodec.Decode(Bytes(hex));

        Assert.That(read.Keys, Is.EqualTo([key]));
        Assert.That(read, Is.EqualTo(PropertyCodec.Read(Struct.Parser.ParseFrom(Bytes(hex)))));
    }

    [Test]
    public void Written_values_always_have_a_kind() =>
        Prop.ForAll(AnyProperty.Maps, map => PropertyCodec.Write(map).Fields.Values.All(HasKind)).QuickCheckThrowOnFailure();

    [Test]
    public void An_unset_Struct_and_an_empty_one_are_distinguished()
    {
        Assert.Multiple(() =>
        {
            Assert.That(PropertyCodec.Read((Struct?)null), Is.Null);
            Assert.That(PropertyCodec.Write((PropertyMap?)null), Is.Null);
            Assert.That(PropertyCodec.Read(new Struct()), Is.EqualTo(PropertyMap.Empty));
            Assert.That(PropertyCodec.Write(PropertyMap.Empty), Is.EqualTo(new Struct()));
        });
    }

    [TestCaseSource(nameof(Sentinels))]
    public void Every_sentinel_is_unknown_and_is_written_as_the_string_sentinel(string sentinel)
    {
        var read = PropertyCodec.Read(Json("""{"a": VALUE, "b": [VALUE]}""", $"\"{sentinel}\""));

        Assert.That(read, Is.EqualTo(PropertyMap.Of(("a", PropertyValue.Unknown), ("b", new PropertyArray([PropertyValue.Unknown])))));
        Assert.That(PropertyCodec.Write(read["a"]).StringValue, Is.EqualTo("04da6b54-80e4-46f7-96ec-b56ff0331ba9"));
    }

    [Test]
    public void A_longer_string_that_contains_a_sentinel_is_a_string() =>
        Assert.That(PropertyCodec.Read(Value.ForString($"x{Sentinels[0]}")), Is.EqualTo((PropertyValue)$"x{Sentinels[0]}"));

    [Test]
    public void A_value_without_a_kind_is_null() => Assert.That(PropertyCodec.Read(new Value()), Is.EqualTo(PropertyValue.Null));

    [Test]
    public void Every_kind_has_its_form_on_the_wire()
    {
        var map = PropertyMap.Of(
            ("secret", new PropertySecret("x")),
            ("ref", new PropertyResource("urn:x") { Id = "i", PackageVersion = "1.2.0" }),
            ("asset", new PropertyAsset { Hash = "h", Text = "hello" }),
            ("archive", new PropertyArchive { Hash = "h", Assets = PropertyMap.Of(("a.txt", new PropertyAsset { Path = "./a.txt" })) }),
            ("bytes", new PropertyBytes(new byte[] { 255 })),
            ("output", new PropertyOutput { IsSecret = true, Dependencies = ["urn:x"] })
        );

        Assert.That(
            PropertyCodec.Write(map),
            Is.EqualTo(
                Json(
                    """
                    {
                      "secret": { "SIG": "1b47061264138c4ac30d75fd1eb44270", "value": "x" },
                      "ref": { "SIG": "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:x", "id": "i", "packageVersion": "1.2.0" },
                      "asset": { "SIG": "c44067f5952c0a294b673a41bacd8c17", "hash": "h", "text": "hello" },
                      "archive": { "SIG": "0def7320c3a5731c473e5ecbe6d01bc7", "hash": "h",
                                   "assets": { "a.txt": { "SIG": "c44067f5952c0a294b673a41bacd8c17", "path": "./a.txt" } } },
                      "bytes": { "SIG": "803fd3297a5875dc03ca845dda5d2a98", "value": "/w==" },
                      "output": { "SIG": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "secret": true, "dependencies": ["urn:x"] }
                    }
                    """
                )
            )
        );
    }

    [TestCase("\"\"")]
    [TestCase("\"04da6b54-80e4-46f7-96ec-b56ff0331ba9\"")]
    [TestCase("""{"SIG": "d0e6a833031e9bbcd3f4e8bde6ca49a4"}""")]
    public void A_resource_may_have_an_unknown_id(string id) =>
        Assert.That(
            PropertyCodec.Read(Json("""{"r": {"SIG": "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:x", "id": VALUE}}""", id)),
            Is.EqualTo(PropertyMap.Of(("r", new PropertyResource("urn:x") { Id = "" })))
        );

    [TestCase("""{"SIG": "what"}""", "a special value of an unknown kind (signature 'what').")]
    [TestCase("""{"SIG": 1}""", "a special value whose 'SIG' is not a string.")]
    [TestCase("""{"SIG": "1b47061264138c4ac30d75fd1eb44270"}""", "a secret without a value.")]
    [TestCase("""{"SIG": "5cf8f73096256a8f31e491e813e4eb8e"}""", "a resource reference without a URN.")]
    [TestCase("""{"SIG": "5cf8f73096256a8f31e491e813e4eb8e", "urn": "u", "id": 1}""", "a resource reference whose ID is not a string.")]
    [TestCase("""{"SIG": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "secret": "yes"}""", "an output whose 'secret' is not a Boolean.")]
    [TestCase("""{"SIG": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "dependencies": "u"}""", "an output whose 'dependencies' is not a list.")]
    [TestCase("""{"SIG": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "dependencies": [1]}""", "an output with a dependency that is not a URN.")]
    [TestCase("""{"SIG": "0def7320c3a5731c473e5ecbe6d01bc7", "assets": {"x": 1}}""", "an archive whose assets are not")]
    [TestCase("""{"SIG": "c44067f5952c0a294b673a41bacd8c17", "text": 1}""", "a special value whose 'text' is not a string.")]
    [TestCase("""{"SIG": "803fd3297a5875dc03ca845dda5d2a98", "value": "?"}""", "a byte string that is not base64.")]
    public void A_malformed_value_is_reported_with_its_path(string json, string message) =>
        Assert.That(
            () => PropertyCodec.Read(Json("""{"a": {"b": [0, VALUE]}}""", json)),
            Refused($"'a.b[1]' is {message}".Replace("SIG", Sig, StringComparison.Ordinal))
        );

    [Test]
    public void Properties_must_be_an_object() =>
        Assert.That(
            () => PropertyCodec.Read(Json("""{"SIG": "1b47061264138c4ac30d75fd1eb44270", "value": {}}""")),
            Throws.InstanceOf<PropertyFormatException>()
        );

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void A_number_without_a_JSON_form_is_an_error(double number) =>
        Assert.That(Writing(number), Refused("'a[0]' is not a finite number; state cannot hold it."));

    // Attributes cannot contain lone surrogates; the compiler would replace them.
    [TestCaseSource(nameof(LoneSurrogates))]
    public void A_lone_surrogate_is_an_error(string text)
    {
        Assert.That(Writing(text), Throws.InstanceOf<PropertyFormatException>());
        Assert.That(Writing(PropertyMap.Of((text, 1))), Throws.InstanceOf<PropertyFormatException>());
    }

    [Test]
    public void A_string_that_would_be_read_as_another_value_is_an_error()
    {
        Assert.That(Writing(Sentinels[0]), Throws.InstanceOf<PropertyFormatException>());
        Assert.That(Writing(PropertyMap.Of((Sig, "x"))), Throws.InstanceOf<PropertyFormatException>());
    }

    [Test]
    public void The_deepest_value_survives_in_every_message()
    {
        var deepest = Nested(PropertyCodec.MaxDepth);
        var properties = PropertyCodec.Write(deepest);
        var failure = new Google.Rpc.Status { Details = { Any.Pack(new ErrorResourceInitFailed { Properties = properties }) } };

        var request = CheckRequest.Parser.ParseFrom(new CheckRequest { News = properties }.ToByteArray());

        Assert.That(PropertyCodec.Read(request.News), Is.EqualTo(deepest));
        Assert.That(
            PropertyCodec.Read(Google.Rpc.Status.Parser.ParseFrom(failure.ToByteArray()).GetDetail<ErrorResourceInitFailed>()!.Properties),
            Is.EqualTo(deepest)
        );
    }

    [Test]
    public void A_deeper_value_is_refused()
    {
        var tooDeep = new Struct { Fields = { ["a"] = Value.ForStruct(PropertyCodec.Write(Nested(PropertyCodec.MaxDepth))) } };

        Assert.That(() => PropertyCodec.Write(Nested(PropertyCodec.MaxDepth + 1)), Refused("more than 30 levels deep"));
        Assert.That(() => PropertyCodec.Read(tooDeep), Refused("more than 30 levels deep"));
    }

    private static Action Writing(PropertyValue value) => () => PropertyCodec.Write(PropertyMap.Of(("a", new PropertyArray([value]))));

    private static ContainsConstraint Refused(string why) => Throws.InstanceOf<PropertyFormatException>().With.Message.Contains(why);

    private static PropertyMap Nested(int levels) =>
        Enumerable.Range(0, levels - 1).Aggregate(PropertyMap.Of(("a", 1)), (inner, _) => PropertyMap.Of(("a", inner)));

    private static ByteString Bytes(string hex) =>
        ByteString.CopyFrom(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    private static void IsReadOrRefused(byte[] encoded)
    {
        try
        {
            PropertyCodec.Decode(ByteString.CopyFrom(encoded));
        }
        catch (FormatException) { }
    }

    private static Struct Json(string json, string value = "") =>
        JsonParser.Default.Parse<Struct>(
            json.Replace("VALUE", value, StringComparison.Ordinal).Replace("SIG", Sig, StringComparison.Ordinal)
        );

    private static Struct OverTheWire(Struct properties) => Struct.Parser.ParseFrom(properties.ToByteArray());

    private static bool HasKind(Value value) =>
        value.KindCase switch
        {
            Value.KindOneofCase.None => false,
            Value.KindOneofCase.ListValue => value.ListValue.Values.All(HasKind),
            Value.KindOneofCase.StructValue => value.StructValue.Fields.Values.All(HasKind),
            _ => true,
        };
}

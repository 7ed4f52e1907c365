namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>The code of a property as an input and as an output.</summary>
public sealed class PropertySnippetTests
{
    private const string Types = """
        "types": {
          "acme:index:Rule": { "properties": { "a": { "type": "string" } } },
          "acme:index:Kind": { "type": "string", "enum": [{ "value": "full" }] }
        }
        """;

    [TestCase("""{ "type": "string" }""", "Input<string>", "string")]
    [TestCase("""{ "type": "boolean" }""", "Input<bool>", "bool")]
    [TestCase("""{ "type": "integer" }""", "Input<int>", "int")]
    [TestCase("""{ "type": "number" }""", "Input<double>", "double")]
    [TestCase("""{ "type": "array", "items": { "type": "string" } }""", "InputList<string>", "ImmutableArray<string>")]
    [TestCase("""{ "type": "object" }""", "InputMap<string>", "ImmutableDictionary<string, string>")]
    [TestCase(
        """{ "type": "object", "additionalProperties": { "type": "array", "items": { "type": "integer" } } }""",
        "InputMap<ImmutableArray<int>>",
        "ImmutableDictionary<string, ImmutableArray<int>>"
    )]
    [TestCase("""{ "$ref": "#/types/acme:index:Rule" }""", "Input<Inputs.RuleArgs>", "Outputs.Rule")]
    [TestCase(
        """{ "type": "array", "items": { "$ref": "#/types/acme:index:Rule" } }""",
        "InputList<Inputs.RuleArgs>",
        "ImmutableArray<Outputs.Rule>"
    )]
    [TestCase("""{ "type": "string", "$ref": "#/types/acme:index:Kind" }""", "Input<global::Pulumi.Acme.Kind>", "global::Pulumi.Acme.Kind")]
    [TestCase("""{ "$ref": "#/resources/acme:index:Zone" }""", "Input<global::Pulumi.Acme.Zone>", "global::Pulumi.Acme.Zone")]
    [TestCase("""{ "$ref": "pulumi.json#/Any" }""", "Input<object>", "object")]
    [TestCase("""{ "$ref": "pulumi.json#/Json" }""", "InputJson", "System.Text.Json.JsonElement")]
    [TestCase("""{ "$ref": "pulumi.json#/Asset" }""", "Input<AssetOrArchive>", "AssetOrArchive")]
    [TestCase("""{ "$ref": "pulumi.json#/Archive" }""", "Input<Archive>", "Archive")]
    [TestCase("""{ "oneOf": [{ "type": "string" }, { "type": "integer" }] }""", "InputUnion<string, int>", "Union<string, int>")]
    [TestCase("""{ "oneOf": [{ "type": "string" }, { "type": "string" }] }""", "Input<string>", "string")]
    [TestCase("""{ "oneOf": [{ "type": "string" }, { "type": "integer" }, { "type": "boolean" }] }""", "object", "object")]
    [TestCase(
        """{ "oneOf": [{ "$ref": "#/types/acme:index:Kind" }, { "type": "string" }] }""",
        "InputUnion<global::Pulumi.Acme.Kind, string>",
        "string"
    )]
    [TestCase(
        """{ "type": "array", "items": { "oneOf": [{ "type": "string" }, { "type": "integer" }] } }""",
        "InputList<Union<string, int>>",
        "ImmutableArray<Union<string, int>>"
    )]
    [TestCase("""{ "type": "integer", "plain": true }""", "int", "int")]
    [TestCase("""{ "type": "array", "plain": true, "items": { "type": "string" } }""", "List<Input<string>>", "ImmutableArray<string>")]
    [TestCase(
        """{ "type": "array", "plain": true, "items": { "type": "string", "plain": true } }""",
        "List<string>",
        "ImmutableArray<string>"
    )]
    public void A_type_has_an_input_and_an_output_form(string property, string input, string output)
    {
        var zone = A.Generate(A.SchemaWithInput($"\"thing\": {property}", moreSections: Types), "Zone.cs");
        var isOutputList = output.StartsWith("ImmutableArray", StringComparison.Ordinal);

        Assert.That(
            Lines(zone),
            Does.Contain($"public Output<{output}{(isOutputList ? "" : "?")}> Thing {{ get; private set; }} = null!;")
        );
        Assert.That(Lines(zone), Does.Contain($"public {input} Thing").Or.Contain($"public {input}? Thing {{ get; set; }}"));
    }

    [Test]
    public void A_required_input_is_marked_and_not_nullable() =>
        AssertHas(
            A.SchemaWithInput(""" "name": { "type": "string", "description": "Name of the zone." } """, "\"name\""),
            """
                /// <summary>Name of the zone.</summary>
                [Input("name", required: true)]
                public Input<string> Name { get; set; } = null!;
            """,
            "    public Zone(string name, ZoneArgs args, CustomResourceOptions? options = null)",
            """
                [Output("name")]
                public Output<string> Name { get; private set; } = null!;
            """
        );

    [Test]
    public void Arguments_are_optional_when_nothing_is_required() =>
        AssertHas(
            A.SchemaWithInput(""" "name": { "type": "string" } """),
            """
                public Zone(string name, ZoneArgs? args = null, CustomResourceOptions? options = null)
                    : base("acme:index:Zone", name, args ?? new ZoneArgs(), MakeResourceOptions(options, ""))
            """
        );

    [Test]
    public void A_list_can_be_added_to_before_it_is_set() =>
        AssertHas(
            A.SchemaWithInput(""" "names": { "type": "array", "items": { "type": "string" } } """),
            """
                [Input("names")]
                private InputList<string>? _names;

                public InputList<string> Names
                {
                    get => _names ??= new InputList<string>();
                    set => _names = value;
                }
            """
        );

    [Test]
    public void A_secret_is_wrapped_by_its_setter_and_listed_as_a_secret_output() =>
        AssertHas(
            A.SchemaWithInput(""" "token": { "type": "string", "secret": true } """, "\"token\""),
            """
                [Input("token", required: true)]
                private Input<string>? _token;

                public Input<string>? Token
                {
                    get => _token;
                    set => _token = value is null ? null : (Input<string>)Utilities.Secret(value);
                }
            """,
            """
                        AdditionalSecretOutputs =
                        {
                            "token",
                        },
            """
        );

    [Test]
    public void Collections_of_secrets_are_initialized_as_secrets() =>
        AssertHas(
            A.SchemaWithInput(""" "tokens": { "type": "object", "secret": true } """),
            """
                    get => _tokens ??= Utilities.Secret(new InputMap<string>());
                    set => _tokens = Utilities.Secret(value);
            """
        );

    [TestCase("""{ "type": "string", "default": "a\"b" }""", "\"a\\\"b\"")]
    [TestCase("""{ "type": "boolean", "default": true }""", "true")]
    [TestCase("""{ "type": "integer", "default": 300 }""", "300")]
    [TestCase("""{ "type": "number", "default": 0.25 }""", "0.25")]
    [TestCase("""{ "$ref": "#/types/acme:index:Kind", "default": "full" }""", "global::Pulumi.Acme.Kind.Full")]
    [TestCase("""{ "type": "string", "defaultInfo": { "environment": ["A"] } }""", "Utilities.GetEnv(\"A\")")]
    [TestCase(
        """{ "type": "integer", "default": 5, "defaultInfo": { "environment": ["A", "B"] } }""",
        "Utilities.GetEnvInt32(\"A\", \"B\") ?? 5"
    )]
    public void A_default_is_set_in_the_constructor(string property, string expression) =>
        AssertHas(
            A.SchemaWithInput($"\"thing\": {property}", moreSections: Types),
            $$"""
                public ZoneArgs()
                {
                    Thing = {{expression}};
                }
            """
        );

    [Test]
    public void A_constant_overrides_the_callers_value() =>
        AssertHas(
            A.SchemaWithInput(""" "kind": { "type": "string", "const": "dns" } """),
            """
                private static ZoneArgs MakeArgs(ZoneArgs? args)
                {
                    args ??= new ZoneArgs();
                    args.Kind = "dns";
                    return args;
                }
            """
        );

    [Test]
    public void A_deprecated_property_is_marked_obsolete() =>
        AssertHas(
            A.SchemaWithInput(""" "old": { "type": "string", "deprecationMessage": "Use \"new\"." } """),
            """
                [Obsolete("Use \"new\".")]
                [Input("old")]
                public Input<string>? Old { get; set; }
            """
        );

    [Test]
    public void The_given_name_replaces_the_property_name_but_not_the_wire_name() =>
        AssertHas(
            A.SchemaWithInput(""" "zone": { "type": "string", "language": { "csharp": { "name": "ZoneName" } } } """),
            """
                [Input("zone")]
                public Input<string>? ZoneName { get; set; }
            """
        );

    [Test]
    public void Aliases_and_replacing_properties_are_in_the_options()
    {
        var schema = A.Schema(
            """
            "types": { "acme:index:Rule": { "properties": {
                "id": { "type": "string", "replaceOnChanges": true },
                "next": { "$ref": "#/types/acme:index:Rule" } } } },
            "resources": { "acme:index:Zone": {
                "aliases": ["acme:old:Zone"],
                "properties": {
                    "name": { "type": "string", "replaceOnChanges": true },
                    "rule": { "$ref": "#/types/acme:index:Rule" },
                    "rules": { "type": "array", "items": { "$ref": "#/types/acme:index:Rule" } },
                    "byName": { "type": "object", "additionalProperties": { "$ref": "#/types/acme:index:Rule" } } } } }
            """
        );

        AssertHas(
            schema,
            """
                        Aliases =
                        {
                            new global::Pulumi.Alias { Type = "acme:old:Zone" },
                        },
                        ReplaceOnChanges =
                        {
                            "byName.*.id",
                            "name",
                            "rule.id",
                            "rules[*].id",
                        },
            """
        );
    }

    private static void AssertHas(string schema, params string[] snippets)
    {
        var zone = A.Generate(schema, "Zone.cs");
        Assert.Multiple(() =>
        {
            foreach (var snippet in snippets)
            {
                Assert.That(zone, Does.Contain(snippet.ReplaceLineEndings("\n")));
            }
        });
    }

    private static IEnumerable<string> Lines(string code) => code.Split('\n').Select(line => line.Trim());
}

using ZeroTrust.Sdk.Generator.Schema;
using ZeroTrust.Sdk.Generator.Validation;

namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>Valid and invalid schemas.</summary>
public sealed class SchemaValidatorTests
{
    private static IEnumerable<TestCaseData> Rejected()
    {
        yield return Reject("a name with a space", """{ "name": "a b" }""", "$.name: 'a b' must start with a letter");
        yield return Reject("a reserved name", """{ "name": "input" }""", "$.name: 'input' is reserved");
        yield return Reject("no name", """{ }""", "$: has no name");
        yield return Reject("no object", """[]""", "$: must be an object, not a list");
        yield return Reject("no JSON", """{ "name": """, "is not valid JSON");
        yield return Reject("a repeated member", """{ "name": "acme", "name": "acme" }""", "is not valid JSON");
        yield return Reject("an unknown field", A.Schema(""" "colour": 1 """), "$.colour: is not a field");
        yield return Reject("a field of the wrong kind", A.Schema(""" "keywords": "a" """), "$.keywords: must be a list, not a string");
        yield return Reject("a version that is none", A.Schema(""" "version": "1.2" """), "$.version: '1.2' is not a semantic version");
        yield return Reject(
            "a module format without a group",
            A.Schema(""" "meta": { "moduleFormat": ".*" } """),
            "$.meta.moduleFormat: '.*' must be"
        );
        yield return Reject(
            "a broken module format",
            A.Schema(""" "meta": { "moduleFormat": "(" } """),
            "$.meta.moduleFormat: '(' must be"
        );

        yield return Reject(
            "a token of two parts",
            Resource("", token: "acme:Zone"),
            "$.resources['acme:Zone']: must look like 'package:index:Name'"
        );
        yield return Reject(
            "a token with a digit first",
            Resource("", token: "acme:index:1Zone"),
            "$.resources['acme:index:1Zone']: must look like"
        );
        yield return Reject(
            "a token of another package",
            Resource("", token: "other:index:Zone"),
            "must begin with this package's name, 'acme:'"
        );
        yield return Reject("a module below index", Resource("", token: "acme:index/a:Zone"), "has a module below 'index'");
        yield return Reject(
            "a resource called Provider",
            Resource("", token: "acme:index:Provider"),
            "clashes with the provider's own class"
        );
        yield return Reject(
            "a class that Python cannot have",
            Resource("", token: "acme:index:None"),
            "would be a reserved word as a Python class"
        );
        yield return Reject("a resource called pulumi", Resource("", token: "acme:index:pulumi"), "uses the reserved name 'pulumi'");
        yield return Reject("an alias that is no token", Resource(""" "aliases": ["Zone"] """), "aliases[0]: 'Zone' is not a type token");
        yield return Reject(
            "a method without its function",
            Resource(""" "methods": { "go": "acme:index:Zone/go" } """),
            ".methods.go: 'acme:index:Zone/go' is not a function"
        );
        yield return Reject(
            "a method without self",
            Resource(""" "methods": { "go": "acme:index:Zone/go" } """, more: """, "functions": { "acme:index:Zone/go": {} } """),
            "is not a function with an input '__self__'"
        );

        yield return Reject(
            "a query of List with a reserved name",
            Resource(""" "listInputs": { "properties": { "pulumi": { "type": "string" } } } """),
            ".listInputs.properties.pulumi: is reserved by Pulumi"
        );
        yield return Reject(
            "a query of List that is no object",
            Resource(""" "listInputs": [] """),
            ".listInputs: must be an object, not a list"
        );

        yield return Reject(
            "a secret output of a component",
            Resource(""" "isComponent": true, "properties": { "token": { "type": "string", "secret": true } } """),
            ".properties.token: is a secret output of a component"
        );

        yield return Reject("no type", Property("""{ }"""), ".inputProperties.thing: has no type");
        yield return Reject("an unknown type", Property("""{ "type": "text" }"""), "'text' is not a type; use boolean");
        yield return Reject("an array of nothing", Property("""{ "type": "array" }"""), "is an array without 'items'");
        yield return Reject(
            "an unknown type reference",
            Property("""{ "$ref": "#/types/acme:index:Nope" }"""),
            ".thing.$ref: 'acme:index:Nope' is not in this schema"
        );
        yield return Reject(
            "an unknown resource reference",
            Property("""{ "$ref": "#/resources/acme:index:Nope" }"""),
            ".thing.$ref: 'acme:index:Nope' is not in this schema"
        );
        yield return Reject(
            "a reference to no provider",
            Property("""{ "$ref": "#/provider" }"""),
            ".thing.$ref: 'provider' is not in this schema"
        );
        yield return Reject(
            "a reference to another package",
            Property("""{ "$ref": "/aws/v6.0.0/schema.json#/types/aws:s3:X" }"""),
            "Types of another package are copied into this schema"
        );
        yield return Reject("a reference of no known form", Property("""{ "$ref": "#/nope" }"""), "'#/nope' is not a supported reference");
        yield return Reject(
            "a reference in a nested list",
            Property(
                """{ "type": "array", "items": { "type": "object", "additionalProperties": { "$ref": "#/types/acme:index:Nope" } } }"""
            ),
            ".thing.items.additionalProperties.$ref: 'acme:index:Nope'"
        );
        yield return Reject(
            "a union of one",
            Property("""{ "oneOf": [{ "type": "string" }] }"""),
            ".thing.oneOf: must list at least two types"
        );
        yield return Reject(
            "a required name that is no property",
            Resource(""" "requiredInputs": ["nope"] """),
            ".requiredInputs[0]: 'nope' is required but is not a property"
        );
        yield return Reject(
            "an input called id",
            Resource(""" "inputProperties": { "id": { "type": "string" } } """),
            ".inputProperties.id: is reserved"
        );
        yield return Reject(
            "an output called urn",
            Resource(""" "properties": { "urn": { "type": "string" } } """),
            ".properties.urn: is reserved"
        );
        yield return Reject(
            "a property called pulumi",
            Property("""{ "type": "string" }""", name: "pulumi"),
            ".inputProperties.pulumi: is reserved"
        );
        yield return Reject(
            "provider configuration called version",
            Provider("version", """{ "type": "string" }"""),
            "$.provider.inputProperties.version: is reserved"
        );

        yield return Reject(
            "a default of another type",
            Property("""{ "type": "integer", "default": "1" }"""),
            ".thing.default: must be an integer, not a string"
        );
        yield return Reject(
            "a fraction for an integer",
            Property("""{ "type": "integer", "default": 1.5 }"""),
            ".thing.default: must be an integer, not a number"
        );
        yield return Reject(
            "an integer of 64 bits",
            Property("""{ "type": "integer", "default": 3000000000 }"""),
            ".thing.default: is invalid"
        );
        yield return Reject(
            "a default of a list",
            Property("""{ "type": "array", "items": { "type": "string" }, "default": "a" }"""),
            ".thing.default: is not possible for a list"
        );
        yield return Reject(
            "a default that is a list",
            Property("""{ "type": "string", "default": [] }"""),
            ".thing.default: must be a string or a number or true or false, not a list"
        );
        yield return Reject(
            "a constant of another type",
            Property("""{ "type": "string", "const": true }"""),
            ".thing.const: must be a string, not a boolean"
        );
        yield return Reject(
            "no environment variables",
            Property("""{ "type": "string", "defaultInfo": { "environment": [] } }"""),
            "must name at least one environment variable"
        );

        yield return Reject(
            "a boolean enum",
            Enum("boolean", """{ "value": true }"""),
            ".type: 'boolean' is not a type for enums; use string, integer or number"
        );
        yield return Reject(
            "an enum without a type",
            A.Schema(""" "types": { "acme:index:Mode": { "enum": [{ "value": "a" }] } } """),
            "$.types['acme:index:Mode']: has no type; use string, integer or number"
        );
        yield return Reject("an enum without values", Enum("string", ""), "lists no values");
        yield return Reject(
            "an enum value of another type",
            Enum("integer", """{ "value": "a" }"""),
            ".enum[0].value: must be an integer, not a string"
        );
        yield return Reject("an enum value without a value", Enum("string", """{ "name": "a" }"""), ".enum[0]: has no value");
        yield return Reject(
            "a type that is neither enum nor object",
            A.Schema(""" "types": { "acme:index:Mode": { "type": "string" } } """),
            ".type: 'string' lists no values; add 'enum'"
        );
        yield return Reject(
            "a required config key that is none",
            A.Schema(""" "config": { "defaults": ["a"] } """),
            "$.config.defaults: 'a' is not among the config variables"
        );
        yield return Reject(
            "config that the provider does not take",
            A.Schema(""" "config": { "variables": { "a": { "type": "string" } } }, "provider": {} """),
            "$.config.variables.a: is not an input of the provider"
        );
        yield return Reject(
            "provider input that is no config",
            A.Schema(""" "provider": { "inputProperties": { "a": { "type": "string" } } } """),
            "$.provider.inputProperties.a: is not a config variable"
        );
        yield return Reject(
            "a config key with a colon",
            A.Schema(""" "config": { "variables": { "a:b": { "type": "string" } } } """),
            "a config key cannot contain ':'"
        );
        yield return Reject(
            "an enum as configuration",
            A.Schema($$""" "config": { "variables": { "a": { "$ref": "#/types/acme:index:Kind" } } }, {{Types}} """),
            "is an enum, which the C# SDK cannot read"
        );

        yield return Reject(
            "a secret that is none as an output",
            Resource(""" "inputProperties": { "a": { "type": "string", "secret": true } }, "properties": { "a": { "type": "string" } } """),
            ".properties.a: is secret as an input, but this output would show it"
        );
        yield return Reject(
            "a config secret that is none in the provider",
            A.Schema(
                """
                "config": { "variables": { "a": { "type": "string", "secret": true } } },
                "provider": { "inputProperties": { "a": { "type": "string" } } }
                """
            ),
            "$.provider.inputProperties.a: is secret as a config variable"
        );

        yield return Reject(
            "an unknown language",
            A.Schema(""" "language": { "cobol": {} } """),
            "$.language.cobol: is not a known language"
        );
        yield return Reject(
            "an unknown setting",
            A.Schema(""" "language": { "csharp": { "rootNameSpace": "A" } } """),
            "$.language.csharp.rootNameSpace: is not a setting of this language"
        );
        yield return Reject(
            "a setting of the wrong kind",
            A.Schema(""" "language": { "go": { "respectSchemaVersion": "yes" } } """),
            "$.language.go.respectSchemaVersion: must be true or false"
        );

        yield return Reject(
            "positional arguments that leave one out",
            Function(
                """
                "inputs": { "properties": { "a": { "type": "string" }, "b": { "type": "string" } } },
                "multiArgumentInputs": ["a", "c"]
                """
            ),
            ".multiArgumentInputs: must name every input once"
        );
    }

    private static IEnumerable<TestCaseData> Accepted()
    {
        yield return Accept("a name only", """{ "name": "acme" }""");
        yield return Accept("hyphens and digits in the name", """{ "name": "zero-trust_2" }""");
        yield return Accept("a pre-release version", A.Schema(""" "version": "1.2.3-alpha.1+sha.0af" """));
        yield return Accept("an empty module", Resource("", token: "acme::Zone"));
        yield return Accept("a module with a slash", Resource("", token: "acme:net/v1:Zone"));
        yield return Accept(
            "a token of an allowed package",
            Resource("", token: "other:index:Zone", more: """, "allowedPackageNames": ["other"] """)
        );
        yield return Accept("a property called version in a resource", Property("""{ "type": "string" }""", name: "version"));
        yield return Accept("an id in a function's result", Function(""" "outputs": { "properties": { "id": { "type": "string" } } } """));
        yield return Accept(
            "an id of a component",
            Resource(""" "isComponent": true, "inputProperties": { "id": { "type": "string" } } """)
        );
        yield return Accept(
            "an enum default in a union",
            Property("""{ "oneOf": [{ "$ref": "#/types/acme:index:Kind" }, { "type": "string" }], "default": "other" }""")
        );
        yield return Accept("an integer default of a number", Property("""{ "type": "number", "default": 1 }"""));
        yield return Accept(
            "an escaped token in a reference",
            Property("""{ "$ref": "#/types/acme:net%2Frule:Rule" }""", types: """ "types": { "acme:net/rule:Rule": {} } """)
        );
        yield return Accept(
            "language sections",
            A.Schema(
                """
                "language": { "python": { "pyproject": { "enabled": true } }, "nodejs": { "dependencies": { "a": "1" } }, "java": {} }
                """
            )
        );
    }

    [TestCaseSource(nameof(Rejected))]
    public void Rejects(string schema, string[] expected)
    {
        var problems = Problems(schema, ValidationOptions.Lenient);

        Assert.Multiple(() =>
        {
            foreach (var part in expected)
            {
                Assert.That(problems, Has.Some.Contains(part));
            }
        });
    }

    [TestCaseSource(nameof(Accepted))]
    public void Accepts(string schema) => Assert.That(Problems(schema, ValidationOptions.Lenient), Is.Empty);

    [Test]
    public void The_shipped_schema_is_valid() =>
        Assert.That(Problems(File.ReadAllText(A.ShippedSchemaPath), new ValidationOptions()), Is.Empty);

    [Test]
    public void Descriptions_are_required_everywhere()
    {
        var schema = """
            { "name": "acme",
              "resources": { "acme:index:Zone": { "properties": { "a": { "type": "string" } } } },
              "functions": { "acme:index:getZone": {} },
              "types": { "acme:index:Kind": { "type": "string", "enum": [{ "value": "a" }] } } }
            """;

        Assert.That(
            Problems(schema, ValidationOptions.Lenient with { RequireDescriptions = true }).Select(problem => problem.Split(": ")[0]),
            Is.EqualTo(
                (string[])
                    [
                        "$",
                        "$.functions['acme:index:getZone']",
                        "$.resources['acme:index:Zone']",
                        "$.resources['acme:index:Zone'].properties.a",
                        "$.types['acme:index:Kind']",
                        "$.types['acme:index:Kind'].enum[0]",
                    ]
            )
        );
    }

    [Test]
    public void Inputs_must_also_be_outputs_except_for_components()
    {
        var options = ValidationOptions.Lenient with { RequireInputsAsOutputs = true };
        var schema = Resource(""" "inputProperties": { "a": { "type": "string" } } """);

        Assert.That(Problems(schema, options), Has.Exactly(1).Contains(".inputProperties.a: is an input but not an output"));
        Assert.That(Problems(Resource(""" "isComponent": true, "inputProperties": { "a": { "type": "string" } } """), options), Is.Empty);
    }

    [TestCase("apiToken", true)]
    [TestCase("tunnelSecret", true)]
    [TestCase("privateKey", true)]
    [TestCase("tokenId", false)]
    [TestCase("secretName", false)]
    public void Properties_with_secret_sounding_names_must_be_secrets(string name, bool isExpected)
    {
        var problems = Problems(
            Resource($$""" "properties": { "{{name}}": { "type": "string" } } """),
            ValidationOptions.Lenient with
            {
                RequireSecretMarks = true,
            }
        );

        Assert.That(problems, isExpected ? Has.Exactly(1).Contains("sounds like a secret") : Is.Empty);
    }

    [Test]
    public void The_secret_input_of_a_component_is_returned_as_a_secret_without_a_mark()
    {
        var schema = Resource(
            """
            "isComponent": true,
            "properties": { "token": { "type": "string" } },
            "inputProperties": { "token": { "type": "string", "secret": true } }
            """
        );

        Assert.That(Problems(schema, ValidationOptions.Lenient with { RequireSecretMarks = true }), Is.Empty);
    }

    private const string Types = """
        "types": {
          "acme:index:Rule": { "properties": { "a": { "type": "string" } } },
          "acme:index:Kind": { "type": "string", "enum": [{ "value": "a" }, { "value": "b" }] }
        }
        """;

    private static string[] Problems(string schema, ValidationOptions options)
    {
        var (package, problems) = SchemaReader.Read(schema);
        return
        [
            .. problems.Concat(package is null ? [] : SchemaValidator.Validate(package, options)).Select(problem => problem.ToString()),
        ];
    }

    private static TestCaseData Reject(string name, string schema, params string[] expected) =>
        new TestCaseData(schema, expected).SetArgDisplayNames(name);

    private static TestCaseData Accept(string name, string schema) => new TestCaseData(schema).SetArgDisplayNames(name);

    private static string Resource(string body, string token = "acme:index:Zone", string more = "") =>
        A.Schema($$""" "resources": { "{{token}}": { {{body}} } } {{more}} """);

    private static string Property(string property, string name = "thing", string types = Types) =>
        A.SchemaWithInput($"\"{name}\": {property}", moreSections: types);

    private static string Provider(string name, string property) =>
        A.Schema(
            $$"""
            "provider": { "inputProperties": { "{{name}}": {{property}} } },
            "config": { "variables": { "{{name}}": {{property}} } }
            """
        );

    private static string Function(string body) => A.Schema($$""" "functions": { "acme:index:getZone": { {{body}} } } """);

    private static string Enum(string type, string values) =>
        A.Schema($$""" "types": { "acme:index:Mode": { "type": "{{type}}", "enum": [{{values}}] } } """);
}

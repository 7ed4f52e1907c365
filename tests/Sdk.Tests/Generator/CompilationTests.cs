using ZeroTrust.Sdk.Generator.CSharp;

namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>The SDK compiles against Pulumi without warnings, and so do programs that use it.</summary>
public sealed class CompilationTests
{
    [Test]
    public void The_golden_sdk_and_a_converted_program_compile_without_warnings() =>
        Assert.That(CompiledSdk.Diagnostics(SdkGenerator.Generate(A.GoldenPackage, "1.2.3"), ConvertedProgram.Text), Is.Empty);

    [Test]
    public void A_schema_with_only_a_name_compiles() =>
        Assert.That(CompiledSdk.Diagnostics(SdkGenerator.Generate(A.Package("""{ "name": "acme" }"""), "1.2.3")), Is.Empty);

    [Test]
    public void Another_root_namespace_compiles()
    {
        var schema = A.SchemaWithInput(
            """ "rules": { "type": "array", "items": { "$ref": "#/types/acme:net:Rule" } } """,
            moreSections: """
            "types": { "acme:net:Rule": { "properties": { "kind": { "$ref": "#/types/acme:net:Kind", "default": "a" } } },
                       "acme:net:Kind": { "type": "string", "enum": [{ "value": "a" }] } },
            "language": { "csharp": { "rootNamespace": "Contoso.Cloud", "namespaces": { "net": "Networking.V1" } } }
            """
        );

        var files = SdkGenerator.Generate(A.Package(schema), "1.2.3");

        Assert.That(CompiledSdk.Diagnostics(files), Is.Empty);
        Assert.That(
            files.Select(file => file.Path),
            Does.Contain("Networking/V1/Inputs/RuleArgs.cs").And.Contain("Contoso.Cloud.Acme.csproj")
        );
    }

    [Test]
    public void Properties_named_like_keywords_or_SDK_members_compile_everywhere()
    {
        string[] names =
        [
            "default",
            "event",
            "class",
            "output",
            "input",
            "inputs",
            "outputs",
            "options",
            "args",
            "value",
            "name",
            "immutableArray",
            "list",
            "task",
            "archive",
            "config",
            "system",
            "some-thing",
        ];
        var members = names.Select(name =>
            $$"""
                "{{name}}": { "type": "string", "secret": true },
                "{{name}}List": { "type": "array", "secret": true, "items": { "$ref": "#/types/acme:index:Item" } },
                "{{name}}Kind": { "$ref": "#/types/acme:index:Kind", "default": "a" }
                """
        );
        var all = $"{{ {string.Join(',', members)} }}";
        var schema = A.Schema(
            $$"""
            "types": { "acme:index:Item": { "properties": {{all}} }, "acme:index:Kind": { "type": "string", "enum": [{ "value": "a" }] } },
            "resources": {
              "acme:index:Zone": { "inputProperties": {{all}}, "properties": {{all}}, "stateInputs": { "properties": {{all}} } }
            },
            "functions": { "acme:index:getZone": { "inputs": { "properties": {{all}} }, "outputs": { "properties": {{all}} } } }
            """
        );

        Assert.That(CompiledSdk.Diagnostics(SdkGenerator.Generate(A.Package(schema), "1.2.3")), Is.Empty);
    }

    // The validator leaves these to the compiler.
    private static IEnumerable<TestCaseData> RefusedByTheCompiler()
    {
        const string Mode = """ "types": { "acme:index:Mode": { "type": "string", "enum": [{ "value": "a" }] } } """;
        yield return Refused("a property with the name of its class", "CS0542", Zone(""" "zone": { "type": "string" } """));
        yield return Refused("a property that hides a member", "CS0108", Zone(""" "getType": { "type": "string" } """));
        yield return Refused("a property with the name of a method", "CS0102", Zone(""" "get": { "type": "string" } """));
        yield return Refused("a property without a valid name", "CS1002", Zone(""" "a b": { "type": "string" } """));
        yield return Refused("two properties of one name", "CS0102", Zone(""" "a-b": { "type": "string" }, "aB": { "type": "string" } """));
        yield return Refused("an enum and a resource of one name", "CS0101", $$""" "resources": { "acme:index:Mode": {} }, {{Mode}} """);
        yield return Refused(
            "a resource that hides a type of Pulumi",
            "CS1503",
            """ "resources": { "acme:index:CustomResourceOptions": {} } """
        );
        yield return Refused("two enum values of one name", "CS0102", Mode.Replace("[", """[{ "value": "A" }, """));
        yield return Refused("an enum value with the name of its enum", "CS0542", Mode.Replace("\"a\"", "\"mode\""));
        yield return Refused("an invalid namespace", "CS1514", """ "language": { "csharp": { "namespaces": { "acme": "A-B" } } } """);
        yield return Refused(
            "a default that its enum lacks",
            "CS0029",
            $$"""
            "resources": { "acme:index:Zone": {
              "inputProperties": { "a": { "$ref": "#/types/acme:index:Mode", "default": "c" } } } },
            {{Mode}}
            """
        );

        static string Zone(string properties) => $$""" "resources": { "acme:index:Zone": { "properties": { {{properties}} } } } """;

        static TestCaseData Refused(string name, string code, string sections) => new TestCaseData(sections, code).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(RefusedByTheCompiler))]
    public void The_compiler_refuses(string sections, string code) =>
        Assert.That(CompiledSdk.Diagnostics(SdkGenerator.Generate(A.Package(A.Schema(sections)), "1.2.3")), Has.Some.Contains(code));
}

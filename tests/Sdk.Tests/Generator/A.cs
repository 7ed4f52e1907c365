using ZeroTrust.Sdk.Generator.CSharp;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>Sample schemas and their generated code.</summary>
internal static class A
{
    public static string GoldenFolder => RepositoryFiles.PathTo("tests", "Sdk.Tests", "golden");

    public static string GoldenSchemaPath => Path.Combine(GoldenFolder, "schema.json");

    /// <summary>The package's own schema.</summary>
    public static string ShippedSchemaPath => RepositoryFiles.PathTo("sdk", "schema.json");

    public static PackageSchema GoldenPackage => Package(File.ReadAllText(GoldenSchemaPath));

    public static PackageSchema Package(string json)
    {
        var (package, problems) = SchemaReader.Read(json);
        Assert.That(problems, Is.Empty);
        return package!;
    }

    /// <summary>A package <c>acme</c> with the given sections.</summary>
    public static string Schema(string sections) => $$"""{ "name": "acme", "description": "Acme.", {{sections}} }""";

    /// <summary>A package with one resource <c>acme:index:Zone</c>, whose inputs are also its outputs.</summary>
    public static string SchemaWithInput(string property, string required = "", string moreSections = "") =>
        Schema(
            $$"""
            "resources": { "acme:index:Zone": {
                "description": "A zone.",
                "inputProperties": { {{property}} }, "requiredInputs": [{{required}}],
                "properties": { {{property}} }, "required": [{{required}}] } }{{(moreSections.Length > 0 ? "," : "")}} {{moreSections}}
            """
        );

    public static string Generate(string schema, string path) =>
        SdkGenerator.Generate(Package(schema), "1.2.3").Single(file => file.Path == path).Content;
}

using ZeroTrust.Sdk.Generator;
using ZeroTrust.Sdk.Generator.CSharp;
using ZeroTrust.Sdk.Generator.Docs;
using ZeroTrust.Sdk.Generator.Validation;

namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>The output for a schema that uses every feature.</summary>
public sealed class GoldenTests
{
    private const string UpdateCommand = "UPDATE_GOLDEN=1 dotnet test tests/Sdk.Tests --filter GoldenTests";

    [Test]
    public void The_golden_schema_is_valid() => Assert.That(SchemaValidator.Validate(A.GoldenPackage, new ValidationOptions()), Is.Empty);

    [Test]
    public void The_generated_sdk_matches_the_golden_one() => AssertGolden("sdk", SdkGenerator.Generate(A.GoldenPackage, "1.2.3"));

    [Test]
    public void The_generated_docs_match_the_golden_ones() =>
        AssertGolden("docs", DocsGenerator.Generate(A.GoldenPackage, [new GuidePage("first-steps.md", "First steps")]));

    private static void AssertGolden(string folder, IReadOnlyList<GeneratedFile> files)
    {
        var tree = new GeneratedTree(Path.Combine(A.GoldenFolder, folder), files);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            tree.Write();
        }
        Assert.That(
            tree.Compare().Select(difference => $"{difference.State}: {Path.GetRelativePath(A.GoldenFolder, difference.FullPath)}"),
            Is.Empty,
            $"If the change is intended, run: {UpdateCommand}"
        );
    }
}

using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZeroTrust.Sdk.Generator;

namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>Compiles a generated SDK against the assembly Pulumi, warnings counting as errors.</summary>
internal static class CompiledSdk
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp12, DocumentationMode.Diagnose);

    private static readonly CSharpCompilationOptions CompilationOptions = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        specificDiagnosticOptions: new Dictionary<string, ReportDiagnostic>
        {
            // The framework references its own assemblies in several versions.
            ["CS1701"] = ReportDiagnostic.Suppress,
            ["CS1702"] = ReportDiagnostic.Suppress,
        }
    );

    /// <summary>The compiler's diagnostics for the SDK and programs that use it.</summary>
    public static IEnumerable<string> Diagnostics(IReadOnlyList<GeneratedFile> files, params string[] programs) =>
        from diagnostic in Compile(files, programs).GetDiagnostics()
        where diagnostic.Severity >= DiagnosticSeverity.Warning
        select diagnostic.ToString();

    public static Assembly Load(IReadOnlyList<GeneratedFile> files, params string[] programs)
    {
        using var image = new MemoryStream();
        var version = files.Single(file => file.Path == "version.txt").Content;
        var name = Path.GetFileNameWithoutExtension(files.Single(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)).Path);
        var resource = new ResourceDescription(
            $"{name}.version.txt",
            () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(version)),
            isPublic: true
        );
        var result = Compile(files, programs).Emit(image, manifestResources: [resource]);
        Assert.That(result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty);
        return Assembly.Load(image.ToArray());
    }

    private static CSharpCompilation Compile(IReadOnlyList<GeneratedFile> files, string[] programs) =>
        CSharpCompilation.Create(
            "Pulumi.Sample" + Guid.NewGuid().ToString("N"),
            files
                .Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal))
                .Select(file => CSharpSyntaxTree.ParseText(file.Content, ParseOptions, file.Path))
                .Concat(programs.Select((text, index) => CSharpSyntaxTree.ParseText(text, ParseOptions, $"Program{index}.cs"))),
            References(),
            CompilationOptions
        );

    private static IEnumerable<MetadataReference> References() =>
        from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        let name = Path.GetFileNameWithoutExtension(path)
        where name == "Pulumi" || name == "netstandard" || name.StartsWith("System", StringComparison.Ordinal)
        select MetadataReference.CreateFromFile(path);
}

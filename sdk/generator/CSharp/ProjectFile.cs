using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>The project and the metadata by which the dotnet language host finds the plugin and its version.</summary>
internal static class ProjectFile
{
    private const string VersionFile = "version.txt";
    private const string PluginFile = "pulumi-plugin.json";
    private const string ReadmeFile = "README.md";

    public static IEnumerable<GeneratedFile> CreateAll(CSharpPackage package) =>
    [
        new($"{package.RootNamespace}.csproj", Project(package)),
        new(VersionFile, package.Version + "\n"),
        new(PluginFile, Plugin(package)),
        new(ReadmeFile, Readme(package)),
    ];

    private static string Project(CSharpPackage package)
    {
        var schema = package.Schema;
        XElement? Optional(string name, string? value) => string.IsNullOrWhiteSpace(value) ? null : new XElement(name, value.Trim());
        var project = new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XComment($" {GeneratedFile.Mark} "),
            new XElement(
                "PropertyGroup",
                new XElement("RootNamespace", package.RootNamespace),
                new XElement("AssemblyName", package.RootNamespace),
                new XElement("PackageId", package.RootNamespace),
                Optional("Title", schema.DisplayName),
                Optional("Description", Markdown.DescriptionText.FirstParagraph(schema.Description)),
                Optional("Authors", schema.Publisher),
                Optional("Company", schema.Publisher),
                Optional("PackageLicenseExpression", schema.License),
                Optional("PackageProjectUrl", schema.Homepage),
                Optional("RepositoryUrl", schema.Repository),
                Optional("PackageTags", string.Join(';', schema.Keywords)),
                new XElement("PackageReadmeFile", ReadmeFile),
                new XElement("IsPackable", "true")),
            new XElement(
                "ItemGroup",
                new XElement("PackageReference", new XAttribute("Include", "Pulumi"))),
            new XComment(" The dotnet language host reads both from the package's content folder, the SDK from its own resources. "),
            new XElement("ItemGroup", new[] { VersionFile, PluginFile }.SelectMany(file => new[]
            {
                new XElement(
                    "EmbeddedResource",
                    new XAttribute("Include", file),
                    new XAttribute("LogicalName", $"{package.RootNamespace}.{file}")),
                new XElement(
                    "None", new XAttribute("Include", file), new XAttribute("Pack", "true"), new XAttribute("PackagePath", "content")),
            })),
            new XElement(
                "ItemGroup",
                new XElement(
                    "None", new XAttribute("Include", ReadmeFile), new XAttribute("Pack", "true"), new XAttribute("PackagePath", "/"))));
        return project.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static string Plugin(CSharpPackage package)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            json.WriteBoolean("resource", true);
            json.WriteString("name", package.Schema.Name);
            json.WriteString("version", package.Version);
            if (package.Schema.PluginDownloadUrl is { } url)
            {
                json.WriteString("server", url);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static string Readme(CSharpPackage package) =>
        $"""
        <!-- {GeneratedFile.Mark} -->
        # {package.RootNamespace}

        {package.Schema.Description?.ReplaceLineEndings("\n").Trim()}

        ```shell
        dotnet add package {package.RootNamespace}
        ```

        """.ReplaceLineEndings("\n");
}

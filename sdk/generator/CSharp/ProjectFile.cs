using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>The project, and the metadata with which the dotnet language host finds the plugin and its version.</summary>
internal static class ProjectFile
{
    private const string VersionFile = "version.txt";
    private const string PluginFile = "pulumi-plugin.json";
    private const string ReadmeFile = "README.md";
    private const string LogoFile = "logo.png";
    private const string Properties = "SetPackageProperties";

    private static readonly XNamespace Nuspec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";

    public static IEnumerable<GeneratedFile> CreateAll(CSharpPackage package) =>
        [
            new($"{package.RootNamespace}.csproj", Project(package)),
            new($"{package.RootNamespace}.nuspec", Specification(package)),
            new(VersionFile, package.Version + "\n"),
            new(PluginFile, Plugin(package)),
            new(ReadmeFile, Readme(package)),
        ];

    private static string Project(CSharpPackage package)
    {
        var name = package.RootNamespace;
        return Format(
            new XElement(
                "Project",
                new XAttribute("Sdk", "Microsoft.NET.Sdk"),
                new XComment($" {GeneratedFile.Mark} "),
                new XElement(
                    "PropertyGroup",
                    new XElement("RootNamespace", name),
                    new XElement("AssemblyName", name),
                    new XElement("IsPackable", "true"),
                    new XElement("DebugType", "embedded"),
                    new XElement("NuspecFile", $"{name}.nuspec"),
                    new XElement("NuspecBasePath", "$(MSBuildThisFileDirectory)")
                ),
                new XElement("ItemGroup", new XElement("PackageReference", new XAttribute("Include", "Pulumi"))),
                new XComment(
                    " The SDK reads both files from its embedded resources, "
                        + "the dotnet language host reads them from the package's content folder. "
                ),
                new XElement(
                    "ItemGroup",
                    new[] { VersionFile, PluginFile }.Select(file => new XElement(
                        "EmbeddedResource",
                        new XAttribute("Include", file),
                        new XAttribute("LogicalName", $"{name}.{file}")
                    ))
                ),
                new XComment(
                    " The package depends on the declared version of Pulumi, "
                        + "regardless of the version that this build was compiled against. "
                ),
                new XElement(
                    "Target",
                    new XAttribute("Name", Properties),
                    new XAttribute("BeforeTargets", "GenerateNuspec"),
                    new XElement(
                        "ItemGroup",
                        new XElement(
                            "_Pulumi",
                            new XAttribute("Include", "@(PackageVersion)"),
                            new XAttribute("Condition", "'%(Identity)' == 'Pulumi'")
                        )
                    ),
                    new XElement(
                        "PropertyGroup",
                        new XElement(
                            "NuspecProperties",
                            "version=$(PackageVersion);pulumi=@(_Pulumi->'%(Version)');framework=$(TargetFramework);output=$(OutputPath)"
                        )
                    )
                )
            )
        );
    }

    private static string Specification(CSharpPackage package)
    {
        var schema = package.Schema;
        XElement Element(string name, params object?[] content) => new(Nuspec + name, content);
        XElement? Optional(string name, string? value) => string.IsNullOrWhiteSpace(value) ? null : Element(name, value.Trim());
        XElement File(string source, string target) => Element("file", new XAttribute("src", source), new XAttribute("target", target));
        var output = $"$output${package.RootNamespace}";
        return Format(
            Element(
                "package",
                new XComment($" {GeneratedFile.Mark} "),
                Element(
                    "metadata",
                    Element("id", package.RootNamespace),
                    Element("version", "$version$"),
                    Optional("title", schema.DisplayName),
                    Element("authors", schema.Publisher ?? package.RootNamespace),
                    Element("description", Markdown.DescriptionText.FirstParagraph(schema.Description)),
                    schema.License is { } license ? Element("license", new XAttribute("type", "expression"), license) : null,
                    Optional("projectUrl", schema.Homepage),
                    Optional("tags", string.Join(' ', schema.Keywords)),
                    Element("readme", ReadmeFile),
                    schema.LogoUrl is null ? null : Element("icon", LogoFile),
                    schema.Repository is { } repository
                        ? Element("repository", new XAttribute("type", "git"), new XAttribute("url", repository))
                        : null,
                    Element(
                        "dependencies",
                        Element(
                            "group",
                            new XAttribute("targetFramework", "$framework$"),
                            Element("dependency", new XAttribute("id", "Pulumi"), new XAttribute("version", "[$pulumi$,4.0.0)"))
                        )
                    )
                ),
                Element(
                    "files",
                    File($"{output}.dll", "lib/$framework$"),
                    File($"{output}.xml", "lib/$framework$"),
                    File(VersionFile, "content"),
                    File(PluginFile, "content"),
                    File(ReadmeFile, ""),
                    schema.LogoUrl is null ? null : File(LogoFile, "")
                )
            )
        );
    }

    private static string Format(XElement element) => element.ToString().ReplaceLineEndings("\n") + "\n";

    private static string Plugin(CSharpPackage package)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
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

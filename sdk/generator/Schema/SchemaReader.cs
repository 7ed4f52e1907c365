using System.Text.Json;
using System.Text.RegularExpressions;

namespace ZeroTrust.Sdk.Generator.Schema;

/// <summary>Reads a package schema after checking its shape; the validator then checks its meaning.</summary>
internal static class SchemaReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static (PackageSchema? Package, IReadOnlyList<SchemaProblem> Problems) Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var problems = SchemaShape.Check(document.RootElement);
            return (problems.Count > 0 ? null : ReadPackage(new SchemaNode(document.RootElement, "$")), problems);
        }
        catch (JsonException exception)
        {
            return (null, [new SchemaProblem(exception.Path ?? "$", $"is not valid JSON: {exception.Message}")]);
        }
    }

    private static PackageSchema ReadPackage(SchemaNode root)
    {
        var meta = root.Member("meta");
        var config = root.Member("config");
        var types = root.Entries("types").ToList();
        var provider = root.Member("provider");
        var name = root.String("name")!;
        return new PackageSchema
        {
            Name = name,
            Version = root.String("version"),
            DisplayName = root.String("displayName"),
            Description = root.String("description"),
            Publisher = root.String("publisher"),
            Homepage = root.String("homepage"),
            Repository = root.String("repository"),
            License = root.String("license"),
            PluginDownloadUrl = root.String("pluginDownloadURL"),
            LogoUrl = root.String("logoUrl"),
            ModuleFormat = meta?.String("moduleFormat") is { } format ? new Regex(format) : null,
            Keywords = root.Strings("keywords"),
            AllowedPackageNames = root.Strings("allowedPackageNames"),
            Config = [.. (config?.Entries("variables") ?? []).Select(v => ReadProperty(v.Name, v.Node, isRequired: false))],
            RequiredConfig = config?.Strings("defaults") ?? [],
            Provider = provider is null ? null : ReadResource($"pulumi:providers:{name}", provider) with { IsProvider = true },
            Resources = [.. root.Entries("resources").Select(r => ReadResource(r.Name, r.Node))],
            Functions = [.. root.Entries("functions").Select(f => ReadFunction(f.Name, f.Node))],
            Objects = [.. types.Where(t => !t.Node.Has("enum")).Select(t => ReadObject(t.Name, t.Node))],
            Enums = [.. types.Where(t => t.Node.Has("enum")).Select(t => ReadEnum(t.Name, t.Node))],
            CSharp = ReadCSharpSettings(root.Member("language")),
        };
    }

    private static ResourceSchema ReadResource(string token, SchemaNode node)
    {
        return new ResourceSchema(
            node.Path,
            token,
            ReadShape(node, "inputProperties", "requiredInputs"),
            ReadShape(node, "properties", "required")
        )
        {
            Description = node.String("description"),
            StateInputs = node.Member("stateInputs") is { } state ? ReadShape(state, "properties", "required") : null,
            ListInputs = node.Member("listInputs") is { } query ? ReadShape(query, "properties", "required") : null,
            Aliases = [.. node.Items("aliases").Select(ReadAlias)],
            DeprecationMessage = node.String("deprecationMessage"),
            IsComponent = node.Flag("isComponent"),
            IsOverlay = node.Flag("isOverlay"),
            CSharpName = ReadCSharpName(node),
            Methods = node.TextMap("methods"),
        };
    }

    private static string ReadAlias(SchemaNode node) => node.IsObject ? node.String("type")! : node.Value.GetString()!;

    private static FunctionSchema ReadFunction(string token, SchemaNode node)
    {
        var inputs = node.Member("inputs");
        var outputs = node.Member("outputs");
        // An object with inline properties defines the function's result; everything else refers to a type.
        var isType =
            outputs is not null
            && (
                outputs.Has("$ref")
                || outputs.Has("oneOf")
                || outputs.Has("additionalProperties")
                || (outputs.String("type") is { } type && type != "object")
            );
        return new FunctionSchema(node.Path, token)
        {
            Description = node.String("description"),
            Inputs = inputs is null ? null : ReadShape(inputs, "properties", "required"),
            Outputs = outputs is null || isType ? null : ReadShape(outputs, "properties", "required"),
            ReturnType = outputs is null || !isType ? null : ReadType(outputs),
            MultiArgumentInputs = node.Strings("multiArgumentInputs"),
            DeprecationMessage = node.String("deprecationMessage"),
            IsOverlay = node.Flag("isOverlay"),
            HasPlainForm = !node.Has("plain") || node.Flag("plain"),
        };
    }

    private static ObjectSchema ReadObject(string token, SchemaNode node)
    {
        return new ObjectSchema(token, ReadShape(node, "properties", "required")) { IsOverlay = node.Flag("isOverlay") };
    }

    private static EnumSchema ReadEnum(string token, SchemaNode node)
    {
        var values = node.Items("enum").Select(ReadEnumValue);
        return new EnumSchema(node.Path, token, node.String("type")!, [.. values])
        {
            Description = node.String("description"),
            IsOverlay = node.Flag("isOverlay"),
        };
    }

    private static EnumValueSchema ReadEnumValue(SchemaNode node) =>
        new(node.Path, node.Scalar("value")!.Value)
        {
            Name = node.String("name"),
            Description = node.String("description"),
            DeprecationMessage = node.String("deprecationMessage"),
        };

    private static ObjectShape ReadShape(SchemaNode node, string propertiesField, string requiredField)
    {
        var required = node.Items(requiredField).Select(item => (item.Path, Name: item.Value.GetString()!)).ToList();
        var names = required.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var properties = node.Entries(propertiesField).Select(p => ReadProperty(p.Name, p.Node, names.Contains(p.Name))).ToList();
        return new ObjectShape(node.Path, properties)
        {
            Description = node.String("description"),
            UnknownRequired = [.. required.Where(r => properties.TrueForAll(p => p.Name != r.Name))],
        };
    }

    private static PropertySchema ReadProperty(string name, SchemaNode node, bool isRequired)
    {
        return new PropertySchema(node.Path, name, ReadType(node))
        {
            IsRequired = isRequired,
            Description = node.String("description"),
            Const = node.Scalar("const"),
            Default = node.Scalar("default"),
            Environment = node.Member("defaultInfo")?.Strings("environment"),
            DeprecationMessage = node.String("deprecationMessage"),
            IsSecret = node.Flag("secret"),
            ReplaceOnChanges = node.Flag("replaceOnChanges"),
            WillReplaceOnChanges = node.Flag("willReplaceOnChanges"),
            CSharpName = ReadCSharpName(node),
        };
    }

    private static TypeSchema ReadType(SchemaNode node) => ReadTypeKind(node) with { IsPlain = node.Flag("plain") };

    private static TypeSchema ReadTypeKind(SchemaNode node)
    {
        var path = node.Path;
        if (node.String("$ref") is { } reference)
        {
            return ReadReference(reference, node);
        }
        if (node.Has("oneOf"))
        {
            return new UnionType(path, [.. node.Items("oneOf").Select(ReadType)]);
        }
        return node.String("type") switch
        {
            "boolean" => new PrimitiveType(path, PrimitiveKind.Boolean),
            "integer" => new PrimitiveType(path, PrimitiveKind.Integer),
            "number" => new PrimitiveType(path, PrimitiveKind.Number),
            "array" => new ArrayType(path, ReadType(node.Member("items")!)),
            "object" => new MapType(
                path,
                node.Member("additionalProperties") is { } values ? ReadType(values) : new PrimitiveType(path, PrimitiveKind.String)
            ),
            _ => new PrimitiveType(path, PrimitiveKind.String),
        };
    }

    private static TypeSchema ReadReference(string reference, SchemaNode node)
    {
        const string Types = "#/types/";
        const string Resources = "#/resources/";
        var path = SchemaNode.Join(node.Path, "$ref");
        switch (reference)
        {
            case "pulumi.json#/Any":
                return new BuiltInType(path, BuiltInKind.Any);
            case "pulumi.json#/Json":
                return new BuiltInType(path, BuiltInKind.Json);
            case "pulumi.json#/Asset":
                return new BuiltInType(path, BuiltInKind.Asset);
            case "pulumi.json#/Archive":
                return new BuiltInType(path, BuiltInKind.Archive);
            case "#/provider":
                return new ResourceType(path, null);
        }
        if (reference.StartsWith(Types, StringComparison.Ordinal))
        {
            return new NamedType(path, Uri.UnescapeDataString(reference[Types.Length..]));
        }
        return new ResourceType(path, Uri.UnescapeDataString(reference[Resources.Length..]));
    }

    private static string? ReadCSharpName(SchemaNode node) => node.Member("language")?.Member("csharp")?.String("name");

    private static CSharpSettings ReadCSharpSettings(SchemaNode? language) =>
        language?.Member("csharp") is not { } csharp
            ? new CSharpSettings()
            : new CSharpSettings
            {
                RootNamespace = csharp.String("rootNamespace") ?? "Pulumi",
                Namespaces = csharp.TextMap("namespaces"),
                LiftSingleValueMethodReturns = csharp.Flag("liftSingleValueMethodReturns"),
            };
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace ZeroTrust.Sdk.Generator.Schema;

/// <summary>
/// Reads a package schema. Whatever has the wrong JSON kind or an unknown field is reported and left out,
/// so that one run shows every problem; the validator then checks what the fields mean.
/// </summary>
internal static class SchemaReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static (PackageSchema? Package, IReadOnlyList<SchemaProblem> Problems) Read(string json)
    {
        var problems = new List<SchemaProblem>();
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var root = new SchemaNode(document.RootElement, "$", problems).Expect(JsonValueKind.Object);
            return (root is null ? null : ReadPackage(root), problems);
        }
        catch (JsonException exception)
        {
            problems.Add(new SchemaProblem(exception.Path ?? "$", $"is not valid JSON: {exception.Message}"));
            return (null, problems);
        }
    }

    private static PackageSchema ReadPackage(SchemaNode root)
    {
        root.AllowOnly(
            "name", "displayName", "version", "description", "keywords", "homepage", "license", "attribution", "repository",
            "logoUrl", "pluginDownloadURL", "publisher", "namespace", "meta", "config", "types", "provider", "resources",
            "functions", "language", "dependencies", "allowedPackageNames");
        var meta = root.Object("meta");
        meta?.AllowOnly("moduleFormat", "supportPack");
        var config = root.Object("config");
        config?.AllowOnly("variables", "defaults");
        var types = root.Entries("types").ToList();
        var provider = root.Object("provider");
        var name = root.Text("name");
        if (name is null)
        {
            root.Report("has no name; every package needs one.");
        }
        return new PackageSchema
        {
            Name = name ?? "",
            Version = root.Text("version"),
            DisplayName = root.Text("displayName"),
            Description = root.Text("description"),
            Publisher = root.Text("publisher"),
            Homepage = root.Text("homepage"),
            Repository = root.Text("repository"),
            License = root.Text("license"),
            PluginDownloadUrl = root.Text("pluginDownloadURL"),
            LogoUrl = root.Text("logoUrl"),
            ModuleFormat = ReadModuleFormat(meta),
            Keywords = root.Texts("keywords"),
            AllowedPackageNames = root.Texts("allowedPackageNames"),
            Config = [.. (config?.Entries("variables") ?? []).Select(v => ReadProperty(v.Name, v.Node, isRequired: false))],
            RequiredConfig = config?.Texts("defaults") ?? [],
            Provider = provider is null ? null : ReadResource($"pulumi:providers:{name}", provider) with { IsProvider = true },
            Resources = [.. root.Entries("resources").Where(IsObject).Select(r => ReadResource(r.Name, r.Node))],
            Functions = [.. root.Entries("functions").Where(IsObject).Select(f => ReadFunction(f.Name, f.Node))],
            Objects = [.. types.Where(IsObject).Where(t => !t.Node.Has("enum")).Select(t => ReadObject(t.Name, t.Node))],
            Enums = [.. types.Where(t => t.Node.Has("enum")).Select(t => ReadEnum(t.Name, t.Node))],
            CSharp = ReadCSharpSettings(root.Object("language")),
        };
    }

    private static Regex? ReadModuleFormat(SchemaNode? meta)
    {
        if (meta?.Text("moduleFormat") is not { } text)
        {
            return null;
        }
        try
        {
            var format = new Regex(text);
            if (format.GetGroupNumbers().Length == 2)
            {
                return format;
            }
        }
        catch (ArgumentException)
        {
            // Reported below, as a format without its group is.
        }
        meta.Member("moduleFormat")!.Report($"'{text}' must be a regular expression with exactly one group, such as '(.*)'.");
        return null;
    }

    private static bool IsObject((string Name, SchemaNode Node) entry) => entry.Node.Expect(JsonValueKind.Object) is not null;

    private static ResourceSchema ReadResource(string token, SchemaNode node)
    {
        node.AllowOnly(
            "description", "properties", "type", "required", "language", "isOverlay", "overlaySupportedLanguages",
            "inputProperties", "requiredInputs", "stateInputs", "listInputs", "aliases", "deprecationMessage", "isComponent", "methods");
        return new ResourceSchema(
            node.Path, token, ReadShape(node, "inputProperties", "requiredInputs"), ReadShape(node, "properties", "required"))
        {
            Description = node.Text("description"),
            StateInputs = node.Object("stateInputs") is { } state ? ReadShape(state, "properties", "required") : null,
            ListInputs = node.Object("listInputs") is { } query ? ReadShape(query, "properties", "required") : null,
            Aliases = [.. node.Items("aliases").Select(ReadAlias).OfType<string>()],
            DeprecationMessage = node.Text("deprecationMessage"),
            IsComponent = node.Flag("isComponent"),
            IsOverlay = node.Flag("isOverlay"),
            CSharpName = ReadCSharpName(node),
            Methods = node.TextMap("methods"),
        };
    }

    private static string? ReadAlias(SchemaNode node)
    {
        if (node.Value.ValueKind == JsonValueKind.String)
        {
            return node.Value.GetString();
        }
        if (node.Expect(JsonValueKind.Object)?.Text("type") is { } type)
        {
            return type;
        }
        node.Report("must be a type token, or an object with one in 'type'.");
        return null;
    }

    private static FunctionSchema ReadFunction(string token, SchemaNode node)
    {
        node.AllowOnly(
            "description", "inputs", "outputs", "multiArgumentInputs", "plain", "deprecationMessage", "language", "isOverlay",
            "overlaySupportedLanguages");
        var inputs = node.Object("inputs");
        var outputs = node.Object("outputs");
        // An object with its properties spelled out is the function's own result; everything else is a type.
        var isType = outputs is not null
            && (outputs.Has("$ref") || outputs.Has("oneOf") || outputs.Has("additionalProperties")
                || (outputs.Text("type") is { } type && type != "object"));
        return new FunctionSchema(node.Path, token)
        {
            Description = node.Text("description"),
            Inputs = inputs is null ? null : ReadShape(inputs, "properties", "required"),
            Outputs = outputs is null || isType ? null : ReadShape(outputs, "properties", "required"),
            ReturnType = outputs is null || !isType ? null : ReadType(outputs),
            MultiArgumentInputs = node.Texts("multiArgumentInputs"),
            DeprecationMessage = node.Text("deprecationMessage"),
            IsOverlay = node.Flag("isOverlay"),
            HasPlainForm = !node.Has("plain") || node.Flag("plain"),
        };
    }

    private static ObjectSchema ReadObject(string token, SchemaNode node)
    {
        node.AllowOnly("type", "properties", "required", "description", "language", "isOverlay", "overlaySupportedLanguages");
        if (node.Text("type") is { } type && type != "object")
        {
            node.Report($"is of type '{type}' but lists no values; add 'enum', or make it an object.");
        }
        return new ObjectSchema(token, ReadShape(node, "properties", "required")) { IsOverlay = node.Flag("isOverlay") };
    }

    private static EnumSchema ReadEnum(string token, SchemaNode node)
    {
        node.AllowOnly("type", "enum", "description", "language", "isOverlay", "overlaySupportedLanguages");
        var values = node.Items("enum").Select(ReadEnumValue).OfType<EnumValueSchema>();
        return new EnumSchema(node.Path, token, node.Text("type") ?? "", [.. values])
        {
            Description = node.Text("description"),
            IsOverlay = node.Flag("isOverlay"),
        };
    }

    private static EnumValueSchema? ReadEnumValue(SchemaNode node)
    {
        if (node.Expect(JsonValueKind.Object) is null)
        {
            return null;
        }
        node.AllowOnly("name", "value", "description", "deprecationMessage");
        if (node.Scalar("value") is not { } value)
        {
            if (!node.Has("value"))
            {
                node.Report("has no value.");
            }
            return null;
        }
        return new EnumValueSchema(node.Path, value)
        {
            Name = node.Text("name"),
            Description = node.Text("description"),
            DeprecationMessage = node.Text("deprecationMessage"),
        };
    }

    private static ObjectShape ReadShape(SchemaNode node, string propertiesField, string requiredField)
    {
        var required = node.Items(requiredField)
            .Select(item => (item.Path, Name: item.Expect(JsonValueKind.String)?.Value.GetString() ?? ""))
            .ToList();
        var names = required.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var properties = node.Entries(propertiesField).Select(p => ReadProperty(p.Name, p.Node, names.Contains(p.Name))).ToList();
        return new ObjectShape(node.Path, properties)
        {
            Description = node.Text("description"),
            UnknownRequired = [.. required.Where(r => properties.TrueForAll(p => p.Name != r.Name))],
        };
    }

    private static PropertySchema ReadProperty(string name, SchemaNode node, bool isRequired)
    {
        node.AllowOnly(
            "type", "items", "additionalProperties", "$ref", "oneOf", "discriminator", "plain", "description", "const", "default",
            "defaultInfo", "deprecationMessage", "language", "secret", "replaceOnChanges", "willReplaceOnChanges");
        return new PropertySchema(node.Path, name, ReadType(node))
        {
            IsRequired = isRequired,
            Description = node.Text("description"),
            Const = node.Scalar("const"),
            Default = node.Scalar("default"),
            Environment = node.Object("defaultInfo")?.Texts("environment"),
            DeprecationMessage = node.Text("deprecationMessage"),
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
        if (node.Expect(JsonValueKind.Object) is null)
        {
            return new BuiltInType(path, BuiltInKind.Any);
        }
        if (node.Text("$ref") is { } reference)
        {
            return ReadReference(reference, node);
        }
        if (node.Has("oneOf"))
        {
            return new UnionType(path, [.. node.Items("oneOf").Select(ReadType)])
            {
                Discriminator = node.Object("discriminator")?.Text("propertyName"),
                Mapping = node.Object("discriminator")?.TextMap("mapping") ?? new Dictionary<string, string>(),
            };
        }
        switch (node.Text("type"))
        {
            case "boolean": return new PrimitiveType(path, PrimitiveKind.Boolean);
            case "integer": return new PrimitiveType(path, PrimitiveKind.Integer);
            case "number": return new PrimitiveType(path, PrimitiveKind.Number);
            case "string": return new PrimitiveType(path, PrimitiveKind.String);
            case "array":
                if (node.Member("items") is { } items)
                {
                    return new ArrayType(path, ReadType(items));
                }
                node.Report("is an array without 'items'; say what it holds.");
                break;
            case "object":
                return node.Member("additionalProperties") is { } values
                    ? new MapType(path, ReadType(values))
                    : new MapType(path, new PrimitiveType(path, PrimitiveKind.String));
            case null:
                node.Report("has no type; write 'type', '$ref' or 'oneOf'.");
                break;
            case var other:
                node.Report($"has the unknown type '{other}'; use boolean, integer, number, string, array or object.");
                break;
        }
        return new BuiltInType(path, BuiltInKind.Any);
    }

    private static TypeSchema ReadReference(string reference, SchemaNode node)
    {
        const string Types = "#/types/";
        const string Resources = "#/resources/";
        var path = SchemaNode.Join(node.Path, "$ref");
        switch (reference)
        {
            case "pulumi.json#/Any": return new BuiltInType(path, BuiltInKind.Any);
            case "pulumi.json#/Json": return new BuiltInType(path, BuiltInKind.Json);
            case "pulumi.json#/Asset": return new BuiltInType(path, BuiltInKind.Asset);
            case "pulumi.json#/Archive": return new BuiltInType(path, BuiltInKind.Archive);
            case "#/provider": return new ResourceType(path, null);
        }
        if (reference.StartsWith(Types, StringComparison.Ordinal))
        {
            return new NamedType(path, Uri.UnescapeDataString(reference[Types.Length..]), node.Text("type"));
        }
        if (reference.StartsWith(Resources, StringComparison.Ordinal))
        {
            return new ResourceType(path, Uri.UnescapeDataString(reference[Resources.Length..]));
        }
        node.Problems.Add(new SchemaProblem(
            path,
            reference.StartsWith('/')
                ? $"refers to another package ('{reference}'), which this generator does not support; copy the type into this schema."
                : $"'{reference}' is no known form of reference; use '#/types/TOKEN', '#/resources/TOKEN' or 'pulumi.json#/Any'."));
        return new BuiltInType(path, BuiltInKind.Any);
    }

    private static string? ReadCSharpName(SchemaNode node) => node.Object("language")?.Object("csharp")?.Text("name");

    private static CSharpSettings ReadCSharpSettings(SchemaNode? language)
    {
        LanguageSections.Check(language);
        return language?.Object("csharp") is not { } csharp
            ? new CSharpSettings()
            : new CSharpSettings
            {
                RootNamespace = csharp.Text("rootNamespace") ?? "Pulumi",
                Namespaces = csharp.TextMap("namespaces"),
                LiftSingleValueMethodReturns = csharp.Flag("liftSingleValueMethodReturns"),
            };
    }
}

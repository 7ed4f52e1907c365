using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>C# type names of schema types, relative to a module's namespace.</summary>
internal sealed class TypeNames(CSharpPackage package, string currentNamespace)
{
    /// <summary>Type of an output property, nullable if it is optional. Collections are never null; an absent one is empty.</summary>
    public string OutputProperty(PropertySchema property) =>
        Element(property.Type, TypeUse.Output) + Optional(property.IsRequired || property.Type is ArrayType);

    /// <summary>Type of an input property without nullable annotation.</summary>
    public string InputProperty(PropertySchema property, TypeUse use) =>
        use switch
        {
            TypeUse.Plain => Collection(property.Type, use, wrapElements: false),
            _ when property.Type.IsPlain => Collection(property.Type, use, wrapElements: true),
            _ => Wrapped(property.Type, use),
        };

    /// <summary>Type of a configuration variable, or of a property of a configuration object.</summary>
    public string ConfigProperty(PropertySchema property, bool isRequired) =>
        Element(property.Type, TypeUse.Config) + Optional(isRequired || property.Type is ArrayType);

    /// <summary>Type of a positional argument of a function.</summary>
    public string Argument(PropertySchema property, TypeUse use) => InputProperty(property, use) + Optional(property.IsRequired);

    /// <summary>The type without an <c>Input</c> or <c>Output</c> around it.</summary>
    public string Element(TypeSchema type, TypeUse use) =>
        type switch
        {
            PrimitiveType primitive => Primitive(primitive.Kind),
            BuiltInType { Kind: BuiltInKind.Any } => "object",
            BuiltInType { Kind: BuiltInKind.Json } => "System.Text.Json.JsonElement",
            BuiltInType { Kind: BuiltInKind.Asset } => "AssetOrArchive",
            BuiltInType => "Archive",
            ArrayType array => $"ImmutableArray<{Element(array.Items, use)}>",
            MapType map => $"ImmutableDictionary<string, {Element(map.Values, use)}>",
            NamedType named when package.Schema.FindEnum(named.Token) is not null => Enum(named.Token),
            NamedType named => Object(named.Token, use),
            ResourceType resource => Resource(resource),
            UnionType union => Union("Union", union, use),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "is an unsupported kind of type."),
        };

    public string Enum(string token) => $"global::{package.NamespaceOf(token)}.{CSharpNames.Class(token)}";

    public bool IsValueType(TypeSchema type) =>
        type switch
        {
            PrimitiveType primitive => primitive.Kind != PrimitiveKind.String,
            BuiltInType builtIn => builtIn.Kind == BuiltInKind.Json,
            NamedType named => package.Schema.FindEnum(named.Token) is not null,
            UnionType => Element(type, TypeUse.Plain) is not ("string" or "object"),
            _ => false,
        };

    public static string Primitive(PrimitiveKind kind) =>
        kind switch
        {
            PrimitiveKind.Boolean => "bool",
            PrimitiveKind.Integer => "int",
            PrimitiveKind.Number => "double",
            _ => "string",
        };

    private static string Optional(bool isRequired) => isRequired ? "" : "?";

    private string Wrapped(TypeSchema type, TypeUse use) =>
        type switch
        {
            ArrayType array => $"InputList<{Element(array.Items, use)}>",
            MapType map => $"InputMap<{Element(map.Values, use)}>",
            BuiltInType { Kind: BuiltInKind.Json } => "InputJson",
            UnionType union => Union("InputUnion", union, use),
            _ => $"Input<{Element(type, use)}>",
        };

    /// <summary>A mutable collection for callers to fill; scalars and objects are unchanged.</summary>
    private string Collection(TypeSchema type, TypeUse use, bool wrapElements)
    {
        string Item(TypeSchema item) => wrapElements && !item.IsPlain ? Wrapped(item, use) : Element(item, use);
        return type switch
        {
            ArrayType array => $"List<{Item(array.Items)}>",
            MapType map => $"Dictionary<string, {Item(map.Values)}>",
            _ => Element(type, use),
        };
    }

    /// <summary>The SDK supports unions of two types; larger ones are objects. In outputs, their enums are primitive types.</summary>
    private string Union(string generic, UnionType union, TypeUse use)
    {
        var enums = union.Elements.OfType<NamedType>().Select(named => package.Schema.FindEnum(named.Token)).OfType<EnumSchema>();
        if (use == TypeUse.Output && enums.FirstOrDefault() is { } first)
        {
            return EnumPrimitive(first);
        }
        return union.Elements.Select(element => Element(element, use)).Distinct().ToList() switch
        {
            [var one] => generic == "InputUnion" ? $"Input<{one}>" : one,
            [var one, var other] => $"{generic}<{one}, {other}>",
            _ => "object",
        };
    }

    public static string EnumPrimitive(EnumSchema schema) =>
        schema.Type switch
        {
            "integer" => "int",
            "number" => "double",
            _ => "string",
        };

    private string Object(string token, TypeUse use)
    {
        var (folder, suffix) = use switch
        {
            TypeUse.Input => ("Inputs", "Args"),
            TypeUse.State => ("Inputs", "GetArgs"),
            TypeUse.Plain => ("Inputs", ""),
            TypeUse.Output => ("Outputs", ""),
            _ => ("Types", ""),
        };
        var home = package.NamespaceOf(token);
        // Configuration has one Types class in the root namespace for the types of all modules.
        var prefix = use == TypeUse.Config || home == currentNamespace ? "" : $"global::{home}.";
        return $"{prefix}{folder}.{CSharpNames.Class(token)}{suffix}";
    }

    private string Resource(ResourceType type) =>
        type.Token is { } token && package.Schema.FindResource(token) is { } resource
            ? $"global::{package.NamespaceOf(token)}.{CSharpNames.Class(resource)}"
            : $"global::{package.RootNamespace}.Provider";
}

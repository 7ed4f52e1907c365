using System.Text.Json;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>C# expressions for defaults and constants.</summary>
internal static class DefaultValues
{
    /// <summary>The default from environment variables, else the literal; null when the property has none.</summary>
    public static string? Expression(PackageSchema package, TypeNames types, PropertySchema property)
    {
        var literal = property.Default is { } value ? Literal(package, types, property.Type, value) : null;
        if (property.Environment is not { } environment)
        {
            return literal;
        }
        var get = $"Utilities.GetEnv{Kind(property.Type)}({string.Join(", ", environment.Select(CSharpNames.Quote))})";
        return literal is null ? get : $"{get} ?? {literal}";
    }

    public static string Literal(PackageSchema package, TypeNames types, TypeSchema type, JsonElement value)
    {
        var found = type is NamedType named ? package.FindEnum(named.Token) : null;
        var member = found?.Values.FirstOrDefault(candidate => JsonElement.DeepEquals(candidate.Value, value));
        return member is null
            ? CSharpNames.Literal(value)
            : $"{types.Enum(found!.Token)}.{CSharpNames.EnumMember(CSharpNames.Class(found.Token), member)}";
    }

    private static string Kind(TypeSchema type) =>
        type switch
        {
            PrimitiveType { Kind: PrimitiveKind.Boolean } => "Boolean",
            PrimitiveType { Kind: PrimitiveKind.Integer } => "Int32",
            PrimitiveType { Kind: PrimitiveKind.Number } => "Double",
            _ => "",
        };
}

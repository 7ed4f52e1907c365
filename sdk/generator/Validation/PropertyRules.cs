using System.Text.Json;
using ZeroTrust.Sdk.Generator.CSharp;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

/// <summary>Rules for names, required lists, defaults and constants of properties.</summary>
internal static class PropertyRules
{
    public static IEnumerable<SchemaProblem> Check(PackageSchema package) =>
        [.. ShapeUse.All(package).SelectMany(use => Check(package, use)), .. package.Functions.SelectMany(MultiArgumentInputs)];

    private static IEnumerable<SchemaProblem> Check(PackageSchema package, ShapeUse use)
    {
        foreach (var (path, name) in use.Shape.UnknownRequired)
        {
            yield return new(path, $"'{name}' is required but is not a property; add it or remove the name.");
        }
        foreach (var property in use.Shape.Properties)
        {
            if (Reserved(use.Role).Contains(property.Name))
            {
                var longer = "zone" + CSharpNames.UpperFirst(property.Name);
                yield return new(property.Path, $"'{property.Name}' is reserved by Pulumi; use a more specific name, such as '{longer}'.");
            }
            foreach (var (field, literal) in new[] { ("default", property.Default), ("const", property.Const) })
            {
                if (literal is { } value && !Fits(package, property.Type, value))
                {
                    yield return new(
                        SchemaNode.Join(property.Path, field),
                        $"{value.GetRawText()} is not a value of this property's type{Choices(package, property.Type)}."
                    );
                }
            }
        }
    }

    private static string[] Reserved(ShapeRole role) =>
        role switch
        {
            ShapeRole.Config or ShapeRole.ProviderInputs => ["pulumi", "version"],
            ShapeRole.ProviderOutputs => ["pulumi", "version", "urn", "id"],
            ShapeRole.ResourceInputs or ShapeRole.ResourceOutputs or ShapeRole.StateInputs => ["pulumi", "urn", "id"],
            ShapeRole.ComponentInputs or ShapeRole.ComponentOutputs => ["pulumi", "urn"],
            _ => ["pulumi"],
        };

    private static bool Fits(PackageSchema package, TypeSchema type, JsonElement value) =>
        type switch
        {
            PrimitiveType { Kind: PrimitiveKind.Boolean } => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            PrimitiveType { Kind: PrimitiveKind.Integer } => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
            PrimitiveType { Kind: PrimitiveKind.Number } => value.ValueKind == JsonValueKind.Number,
            PrimitiveType { Kind: PrimitiveKind.String } => value.ValueKind == JsonValueKind.String,
            NamedType named => package.FindEnum(named.Token)?.Values.Any(v => JsonElement.DeepEquals(v.Value, value)) ?? false,
            UnionType union => union.Elements.Any(element => Fits(package, element, value)),
            _ => false,
        };

    private static string Choices(PackageSchema package, TypeSchema type) =>
        type is NamedType named && package.FindEnum(named.Token) is { } found
            ? $"; use one of {string.Join(", ", found.Values.Select(v => v.Value.GetRawText()))}"
            : "";

    private static IEnumerable<SchemaProblem> MultiArgumentInputs(FunctionSchema function)
    {
        if (function.MultiArgumentInputs.Count == 0)
        {
            yield break;
        }
        var path = SchemaNode.Join(function.Path, "multiArgumentInputs");
        var inputs = function.Inputs?.Properties ?? [];
        foreach (var name in function.MultiArgumentInputs.Where(name => inputs.All(input => input.Name != name)))
        {
            yield return new(path, $"'{name}' is not an input; add it or remove the name.");
        }
        foreach (var input in inputs.Where(input => !function.MultiArgumentInputs.Contains(input.Name)))
        {
            yield return new(path, $"leaves out the input '{input.Name}'; list every input in the order of the parameters.");
        }
        var optionalSeen = false;
        foreach (var input in function.MultiArgumentInputs.Select(name => function.Inputs?.Find(name)).OfType<PropertySchema>())
        {
            if (optionalSeen && input.IsRequired)
            {
                yield return new(path, $"puts the required input '{input.Name}' after an optional one; list required inputs first.");
            }
            optionalSeen |= !input.IsRequired;
        }
    }
}

using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace ZeroTrust.Provider.Kernel;

/// <summary>
/// Reads the specification of a record from its JSON metadata and attributes, so that each fact is written once: on the record.
/// </summary>
internal static class SpecReader
{
    public static ObjectSpec Read(JsonTypeInfo type) =>
        new(type.Type.Name, "T:" + type.Type.FullName, [.. type.Properties.Select(property => Property(property, type))])
        {
            Lacks = type
                .Type.GetCustomAttributes<LacksAttribute>()
                .ToFrozenDictionary(lack => lack.Property, lack => lack.Reason, StringComparer.Ordinal),
        };

    private static PropertySpec Property(JsonPropertyInfo property, JsonTypeInfo owner)
    {
        // The source generator keeps the members it names, so this look-up also works after trimming.
        var attributes = property.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [];
        T? Attribute<T>()
            where T : Attribute => attributes.OfType<T>().FirstOrDefault();

        var member = (MemberInfo?)property.AttributeProvider;
        var declared = Value(owner.Options.GetTypeInfo(property.PropertyType));
        var format = Attribute<StringFormatAttribute>()?.Format;
        var choices = Attribute<EnumAttribute>()?.Type;

        // On a list of strings, rules for strings apply to its entries.
        ValueSpec WithStringRules(ValueSpec value) =>
            value.Kind == ValueKind.List && value.Item!.Kind == ValueKind.String
                ? value with
                {
                    Item = WithStringRules(value.Item),
                }
                : value with
                {
                    Format = format,
                    Enum = choices,
                    Length = Attribute<LengthAttribute>(),
                };

        return new(
            property.Name,
            WithStringRules(declared) with
            {
                Range = Attribute<RangeAttribute>(),
                Count = Attribute<CountAttribute>(),
                SetKeys = Attribute<SetAttribute>()?.Keys,
            }
        )
        {
            Required = property.IsRequired,
            OptionalWith = Attribute<OptionalWithAttribute>()?.Flag,
            Secret = Attribute<SecretAttribute>() is not null,
            ReplaceOnChange = Attribute<ReplaceOnChangeAttribute>() is not null,
            ReplaceWhenUnknown = Attribute<ReplaceWhenUnknownAttribute>() is not null,
            WriteOnly = Attribute<WriteOnlyAttribute>() is not null,
            ProviderOnly = Attribute<ProviderOnlyAttribute>() is not null,
            ClearOnRemoval = Attribute<ClearOnRemovalAttribute>() is not null,
            ReadWhenSet = Attribute<ReadWhenSetAttribute>() is not null,
            ChangedByOthers = Attribute<ChangedByOthersAttribute>() is not null,
            Stable = Attribute<StableAttribute>() is not null,
            InId = Attribute<InIdAttribute>() is not null,
            Unique = Attribute<UniqueAttribute>() is not null,
            Volatile = Attribute<VolatileAttribute>() is not null,
            AlwaysOutput = Attribute<AlwaysOutputAttribute>() is not null,
            DerivedFrom = Attribute<DerivedFromAttribute>()?.Inputs ?? [],
            Default = Attribute<DefaultAttribute>()?.Value,
            ServerDefault = Attribute<ServerDefaultAttribute>()?.Value,
            Deprecated = Attribute<ObsoleteAttribute>()?.Message,
            DocumentationId = $"P:{member?.DeclaringType?.FullName}.{member?.Name}",
        };
    }

    private static ValueSpec Value(JsonTypeInfo type)
    {
        var clr = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => new(ValueKind.Object) { Object = Read(type) },
            JsonTypeInfoKind.Enumerable => new(ValueKind.List) { Item = Value(type.Options.GetTypeInfo(type.ElementType!)) },
            JsonTypeInfoKind.Dictionary => new(ValueKind.Map) { Item = Value(type.Options.GetTypeInfo(type.ElementType!)) },
            _ when clr == typeof(bool) => new(ValueKind.Boolean),
            _ when clr == typeof(int) => new(ValueKind.Integer),
            _ when clr == typeof(double) => new(ValueKind.Number),
            _ when clr == typeof(string) => new(ValueKind.String),
            _ => throw new NotSupportedException($"'{clr}' has no counterpart in a package schema; please report this."),
        };
    }
}

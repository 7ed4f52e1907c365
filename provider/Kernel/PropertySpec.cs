using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>The shapes a value may have.</summary>
internal enum ValueKind
{
    Boolean,
    Integer,
    Number,
    String,
    List,
    Map,
    Object,
}

/// <summary>What a value must look like.</summary>
internal sealed record ValueSpec(ValueKind Kind)
{
    /// <summary>Shape of the entries of a list or map.</summary>
    public ValueSpec? Item { get; init; }

    /// <summary>Properties of an object.</summary>
    public ObjectSpec? Object { get; init; }

    /// <summary>The syntax of a string; null for any string, compared as it stands.</summary>
    public IStringFormat? Format { get; init; }

    public EnumType? Enum { get; init; }

    public LengthAttribute? Length { get; init; }

    public RangeAttribute? Range { get; init; }

    public CountAttribute? Count { get; init; }

    /// <summary>
    /// The properties that identify an entry of an unordered list; null for ordered lists, empty when the entry is its own key.
    /// </summary>
    public IReadOnlyList<string>? SetKeys { get; init; }
}

/// <summary>One property: its name, shape and every rule about it, read from the record that declares it.</summary>
internal sealed record PropertySpec(string Name, ValueSpec Value)
{
    /// <summary>The name, encoded for JSON.</summary>
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(Name);

    public bool Required { get; init; }

    /// <summary>The flag with which a required list may be left out of the inputs, as an empty one; null when it may not.</summary>
    public string? OptionalWith { get; init; }

    public bool RequiredAsInput => Required && OptionalWith is null;

    public bool Secret { get; init; }

    public bool ReplaceOnChange { get; init; }

    public bool ReplaceWhenUnknown { get; init; }

    public bool WriteOnly { get; init; }

    public bool ProviderOnly { get; init; }

    public bool ClearOnRemoval { get; init; }

    public bool ReadWhenSet { get; init; }

    public bool ChangedByOthers { get; init; }

    public bool Stable { get; init; }

    public bool InId { get; init; }

    public bool Unique { get; init; }

    public bool Volatile { get; init; }

    public bool AlwaysOutput { get; init; }

    public IReadOnlyList<string> DerivedFrom { get; init; } = [];

    public object? Default { get; init; }

    public object? ServerDefault { get; init; }

    /// <summary><see cref="ServerDefault"/> as JSON; null if there is none.</summary>
    public JsonNode? ServerDefaultJson() =>
        ServerDefault switch
        {
            bool flag => JsonValue.Create(flag),
            int number => JsonValue.Create(number),
            string text => JsonValue.Create(text),
            _ => null,
        };

    public string? Deprecated { get; init; }

    /// <summary>Key of the declaring property in the XML documentation.</summary>
    public required string DocumentationId { get; init; }

    /// <summary>A property that no record declares, but a documented constant of a component.</summary>
    public static PropertySpec Of<TComponent>(string constant, string name, ValueSpec value) =>
        new(name, value) { DocumentationId = Documentation<TComponent>(constant) };

    /// <summary>A property that holds an object made of other resources' properties.</summary>
    public static PropertySpec Of<TComponent>(string constant, string name, string typeName, IReadOnlyList<PropertySpec> properties) =>
        Of<TComponent>(
            constant,
            name,
            new ValueSpec(ValueKind.Object) { Object = new(typeName, Documentation<TComponent>(constant), properties) }
        );

    private static string Documentation<TComponent>(string constant) => $"F:{typeof(TComponent).FullName}.{constant}";

    /// <summary>Whether inputs are compared with the previous inputs, because the server does not return the value.</summary>
    public bool ComparedWithInputs => WriteOnly || ProviderOnly;

    /// <summary>What leaving the property out means; null when it is not managed then.</summary>
    public PropertyValue? ValueWhenLeftOut => OptionalWith is null ? null : new PropertyArray([]);

    /// <summary>
    /// Whether the last value still holds when the program no longer sets it: the server returns it, or it cannot change.
    /// </summary>
    public bool OutlivesProgram => (!ComparedWithInputs && !ReadWhenSet) || (WriteOnly && ReplaceOnChange);
}

/// <summary>The properties of an object, in the order of declaration.</summary>
internal sealed class ObjectSpec
{
    private readonly FrozenDictionary<string, PropertySpec> _byName;

    public ObjectSpec(string typeName, string documentationId, IReadOnlyList<PropertySpec> properties)
    {
        TypeName = typeName;
        DocumentationId = documentationId;
        Properties = [.. properties];
        _byName = properties.ToFrozenDictionary(property => property.Name, StringComparer.Ordinal);
    }

    public string TypeName { get; }

    /// <summary>Properties of similar objects that this one lacks: the reason, by name.</summary>
    public IReadOnlyDictionary<string, string> Lacks { get; init; } = FrozenDictionary<string, string>.Empty;

    public string DocumentationId { get; }

    public ImmutableArray<PropertySpec> Properties { get; }

    /// <summary>An object that a component declares, not a record.</summary>
    public static ObjectSpec Of<TComponent>(string typeName, IReadOnlyList<PropertySpec> properties) =>
        new(typeName, "T:" + typeof(TComponent).FullName, properties);

    /// <summary>The properties except those with these names.</summary>
    public IReadOnlyList<PropertySpec> Without(IReadOnlyCollection<string> names) =>
        [.. Properties.Where(property => !names.Contains(property.Name))];

    public PropertySpec? Find(string name) => _byName.GetValueOrDefault(name);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

/// <summary>A record with one property for each rule of the kernel, so that its tests depend on no resource.</summary>
internal sealed record Widget
{
    public static ObjectSpec Spec { get; } = SpecOf<Widget>();

    public static ObjectSpec SpecOf<T>() =>
        SpecReader.Read(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            }.GetTypeInfo(typeof(T))
        );

    /// <summary>Required, 1 to 10 characters.</summary>
    [Length(1, 10)]
    public required string Name { get; init; }

    public bool? Enabled { get; init; }

    [Provider.Kernel.Range(1, 9)]
    public int? Size { get; init; }

    [Provider.Kernel.Range(0, 2)]
    public double? Weight { get; init; }

    [Default("small")]
    public string? Model { get; init; }

    [Length(3, 8)]
    public string? Code { get; init; }

    [Material]
    public string? Material { get; init; }

    [Format(StringFormat.Cidr)]
    public string? Network { get; init; }

    [ReplaceOnChange]
    public string? Place { get; init; }

    [ReplaceWhenUnknown]
    public string? Owner { get; init; }

    [ClearOnRemoval]
    public string? Note { get; init; }

    [Secret]
    public string? Key { get; init; }

    [WriteOnly]
    public string? Seed { get; init; }

    [WriteOnly, ReplaceOnChange]
    public string? Origin { get; init; }

    [ProviderOnly]
    public string? OnDelete { get; init; }

    [Count(1, 3)]
    public IReadOnlyList<string>? Steps { get; init; }

    [Set, Format(StringFormat.Cidr)]
    public IReadOnlyList<string>? Ranges { get; init; }

    [Set("address", "host")]
    public IReadOnlyList<Part>? Parts { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public Shape? Shape { get; init; }

    /// <summary>Properties written as JSON. The string <c>?</c> is an unknown value, <c>secret:x</c> the secret <c>x</c>.</summary>
    public static PropertyMap Of(string json) => (PropertyMap)Value(JsonNode.Parse(json));

    private static PropertyValue Value(JsonNode? json) =>
        json switch
        {
            null => PropertyValue.Null,
            JsonObject members => new PropertyMap(members.Select(member => KeyValuePair.Create(member.Key, Value(member.Value)))),
            JsonArray items => new PropertyArray(items.Select(Value)),
            _ => json.GetValueKind() switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => json.GetValue<double>(),
                _ => json.GetValue<string>() switch
                {
                    "?" => PropertyValue.Unknown,
                    ['s', 'e', 'c', 'r', 'e', 't', ':', .. var hidden] => new PropertySecret(hidden),
                    var text => text,
                },
            },
        };
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class MaterialAttribute : EnumAttribute
{
    public override EnumType Type { get; } =
        new("Material", "What a widget is made of.", new EnumValue("steel", "Steel", "Steel."), new EnumValue("wood", "Wood", "Wood."));
}

internal sealed record Part
{
    [Format(StringFormat.Cidr)]
    public string? Address { get; init; }

    public string? Host { get; init; }

    public string? Description { get; init; }
}

internal sealed record Shape
{
    [Format(StringFormat.Host)]
    public required string Kind { get; init; }

    [ReplaceOnChange]
    public int? Sides { get; init; }

    public string? Color { get; init; }
}

/// <summary>A record whose list may be left out with a flag.</summary>
internal sealed record Rack
{
    public static ObjectSpec Spec { get; } = Widget.SpecOf<Rack>();

    public bool? Stocked { get; init; }

    [Set, OptionalWith("stocked")]
    public required IReadOnlyList<string> Shelves { get; init; }
}

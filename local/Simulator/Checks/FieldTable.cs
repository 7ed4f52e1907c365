using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Http;

namespace ZeroTrust.Simulator.Checks;

/// <summary>Validates the value of a field and returns the value to store.</summary>
/// <exception cref="ApiException">The value is invalid.</exception>
internal delegate JsonNode FieldType(JsonNode value, string pointer);

/// <summary>A field of an object: its type and default.</summary>
internal sealed record Field(string Name, FieldType Type, JsonNode? Default = null)
{
    /// <summary>Whether it must be sent when the object is created.</summary>
    public bool Required { get; init; }

    /// <summary>Whether null clears it. For other fields, null means "not sent".</summary>
    public bool Nullable { get; init; }
}

/// <summary>The fields of one kind of object. Unknown fields are ignored, as in Cloudflare's API.</summary>
internal sealed class FieldTable(params Field[] fields)
{
    public IEnumerable<string> Names => fields.Select(f => f.Name);

    /// <summary>Every field with its default.</summary>
    public JsonObject Defaults() => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Default?.DeepClone())));

    /// <summary>Validates the fields sent for a new object.</summary>
    public JsonObject ReadNew(JsonObject body, string pointer = "")
    {
        if (Array.Find(fields, f => f.Required && body[f.Name] is null) is { } missing)
        {
            throw ApiErrors.Invalid($"{pointer}/{missing.Name}", "is required");
        }

        return Read(body, pointer);
    }

    /// <summary>Validates the fields that were sent.</summary>
    public JsonObject Read(JsonObject body, string pointer = "")
    {
        var sent = new JsonObject();
        foreach (var field in fields)
        {
            if (body[field.Name] is { } value)
            {
                sent[field.Name] = field.Type(value, $"{pointer}/{field.Name}");
            }
            else if (field.Nullable && body.ContainsKey(field.Name))
            {
                sent[field.Name] = null;
            }
        }

        return sent;
    }

    /// <summary>This table as the type of a nested object.</summary>
    public JsonNode AsType(JsonNode value, string pointer) =>
        value is JsonObject body ? ReadNew(body, pointer) : throw ApiErrors.Invalid(pointer, "must be an object");

    public static FieldTable operator +(FieldTable left, FieldTable right) => new([.. left.Fields, .. right.Fields]);

    private Field[] Fields => fields;
}

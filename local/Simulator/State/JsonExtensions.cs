using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.State;

/// <summary>Short accessors for JSON of a known shape.</summary>
internal static class JsonExtensions
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON with as few escapes as possible.</summary>
    public static string ToReadable(this JsonNode node) => node.ToJsonString(Readable);

    /// <inheritdoc cref="ToReadable"/>
    public static byte[] ToReadableBytes(this JsonNode node)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new() { Encoder = Readable.Encoder }))
        {
            node.WriteTo(writer);
        }

        return bytes.WrittenSpan.ToArray();
    }

    public static string? Text(this JsonObject node, string name) => node[name].AsText();

    public static string? AsText(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static bool Flag(this JsonObject node, string name) => node[name]?.GetValueKind() == JsonValueKind.True;

    public static int Number(this JsonObject node, string name) => node[name].AsNumber() ?? 0;

    /// <summary>The value as an integer, or null. 5.0 is an integer, as in JSON.</summary>
    public static int? AsNumber(this JsonNode? node) =>
        node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number ? null
        : value.TryGetValue(out int number) ? number
        : value.TryGetValue(out double real) && real == Math.Floor(real) && Math.Abs(real) <= int.MaxValue ? (int)real
        : null;

    public static JsonArray Copy(this JsonNode? node) => (JsonArray?)node?.DeepClone() ?? [];

    /// <summary>A copy of the named fields, in that order, without missing and null ones.</summary>
    public static JsonObject Only(this JsonObject node, params IEnumerable<string> names) =>
        new(names.Where(name => node[name] is not null).Select(name => KeyValuePair.Create(name, node[name]?.DeepClone())));

    /// <summary>A copy without the named fields.</summary>
    public static JsonObject Without(this JsonObject node, params string[] names) =>
        new(node.Where(field => !names.Contains(field.Key)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

    /// <summary>Overwrites fields with copies of those of <paramref name="changes"/>.</summary>
    public static JsonObject Merge(this JsonObject node, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            node[name] = value?.DeepClone();
        }

        return node;
    }
}

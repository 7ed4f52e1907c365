using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ZeroTrust.Simulator.State;

/// <summary>JSON that is written already. As part of a document, it is copied.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record WrittenJson(byte[] Bytes)
{
    public static WrittenJson Of(JsonNode node) => new(node.ToReadableBytes());

    public JsonNode ToNode() => JsonValue.Create(this, WrittenJsonContext.Default.WrittenJson)!;

    internal sealed class Converter : JsonConverter<WrittenJson>
    {
        public override WrittenJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Written JSON is not read.");

        public override void Write(Utf8JsonWriter writer, WrittenJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Bytes, skipInputValidation: true);
    }
}

/// <summary>Source-generated metadata, since zt is trimmed.</summary>
[JsonSerializable(typeof(WrittenJson))]
internal sealed partial class WrittenJsonContext : JsonSerializerContext;

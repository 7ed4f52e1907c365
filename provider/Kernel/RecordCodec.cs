using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>
/// Turns property maps into records and back. Unknown values, and values that are missing although required, become empty ones.
/// </summary>
internal static class RecordCodec
{
    public static T Decode<T>(JsonTypeInfo<T> type, ObjectSpec spec, PropertyMap properties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteObject(writer, spec, properties);
        }

        return JsonSerializer.Deserialize(buffer.WrittenSpan, type)!;
    }

    public static PropertyMap Encode<T>(JsonTypeInfo<T> type, T value) =>
        (PropertyMap)FromJson(JsonSerializer.SerializeToElement(value, type));

    public static PropertyValue FromJson(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.True => (PropertyValue)(true),
            JsonValueKind.False => (PropertyValue)(false),
            JsonValueKind.Number => (PropertyValue)(json.GetDouble()),
            JsonValueKind.String => (PropertyValue)(json.GetString()!),
            JsonValueKind.Array => new PropertyArray(json.EnumerateArray().Select(FromJson)),
            JsonValueKind.Object => new PropertyMap(
                json.EnumerateObject()
                    .Where(member => member.Value.ValueKind != JsonValueKind.Null)
                    .Select(member => KeyValuePair.Create(member.Name, FromJson(member.Value)))
            ),
            _ => PropertyValue.Null,
        };

    private static void WriteObject(Utf8JsonWriter writer, ObjectSpec spec, PropertyMap properties)
    {
        writer.WriteStartObject();
        foreach (var property in spec.Properties)
        {
            var value = properties.Get(property.Name)?.Unsecret();
            if (Fits(property.Value, value) || property.Required)
            {
                writer.WritePropertyName(property.Name);
                Write(writer, property.Value, value);
            }
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ValueSpec spec, PropertyValue? value)
    {
        switch (spec.Kind, value?.Unsecret())
        {
            case (ValueKind.Boolean, var flag):
                writer.WriteBooleanValue(flag is PropertyBool { Value: true });
                break;
            case (ValueKind.Integer, var number):
                writer.WriteNumberValue(
                    number is PropertyNumber { Value: >= int.MinValue and <= int.MaxValue } whole ? (int)whole.Value : 0
                );
                break;
            case (ValueKind.Number, var number):
                writer.WriteNumberValue(number is PropertyNumber any ? any.Value : 0);
                break;
            case (ValueKind.String, var text):
                writer.WriteStringValue(text is PropertyString known ? known.Value : "");
                break;
            case (ValueKind.List, var list):
                writer.WriteStartArray();
                foreach (var item in list is PropertyArray items ? items : [])
                {
                    Write(writer, spec.Item!, item);
                }

                writer.WriteEndArray();
                break;
            case (ValueKind.Map, var map):
                writer.WriteStartObject();
                foreach (var (key, item) in map is PropertyMap entries ? entries : PropertyMap.Empty)
                {
                    writer.WritePropertyName(key);
                    Write(writer, spec.Item!, item);
                }

                writer.WriteEndObject();
                break;
            case (_, var nested):
                WriteObject(writer, spec.Object!, nested is PropertyMap present ? present : PropertyMap.Empty);
                break;
        }
    }

    private static bool Fits(ValueSpec spec, PropertyValue? value) =>
        (spec.Kind, value) switch
        {
            (ValueKind.Boolean, PropertyBool) => true,
            (ValueKind.Integer or ValueKind.Number, PropertyNumber) => true,
            (ValueKind.String, PropertyString) => true,
            (ValueKind.List, PropertyArray) => true,
            (ValueKind.Map or ValueKind.Object, PropertyMap) => true,
            _ => false,
        };
}

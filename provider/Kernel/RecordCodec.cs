using System.Text.Encodings.Web;
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
        using var scratch = RecordScratch.Rent();
        using (var writer = new Utf8JsonWriter(scratch.Json, Trusted))
        {
            WriteObject(writer, scratch, spec, properties);
        }

        return JsonSerializer.Deserialize(scratch.Json.WrittenSpan, type)!;
    }

    public static PropertyMap Encode<T>(JsonTypeInfo<T> type, ObjectSpec spec, T value)
    {
        using var scratch = RecordScratch.Rent();
        using (var writer = new Utf8JsonWriter(scratch.Json, Trusted))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        var reader = new Utf8JsonReader(scratch.Json.WrittenSpan);
        reader.Read();
        return ReadObject(ref reader, scratch, spec);
    }

    private static JsonWriterOptions Trusted => new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static PropertyValue Read(ref Utf8JsonReader reader, RecordScratch scratch, ValueSpec spec)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Number when spec.Kind == ValueKind.String:
                return scratch.Read(ref reader);
            case JsonTokenType.Number:
                return reader.GetDouble();
            case JsonTokenType.StartArray:
                var items = new List<PropertyValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader, scratch, spec.Item!));
                }

                return new PropertyArray(items);
            case JsonTokenType.StartObject when spec.Object is { } type:
                return ReadObject(ref reader, scratch, type);
            case JsonTokenType.StartObject:
                var entries = new List<KeyValuePair<string, PropertyValue>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    reader.Read();
                    entries.Add(new(key, Read(ref reader, scratch, spec.Item!)));
                }

                return new PropertyMap(entries);
            default:
                return PropertyValue.Null;
        }
    }

    // The properties come in the order of the specification.
    private static PropertyMap ReadObject(ref Utf8JsonReader reader, RecordScratch scratch, ObjectSpec spec)
    {
        var entries = new List<KeyValuePair<string, PropertyValue>>(spec.Properties.Length);
        var next = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            while (!reader.ValueTextEquals(spec.Properties[next].Encoded.EncodedUtf8Bytes))
            {
                next++;
            }

            var property = spec.Properties[next++];
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
            {
                entries.Add(new(property.Name, Read(ref reader, scratch, property.Value)));
            }
        }

        return new PropertyMap(entries);
    }

    private static void WriteObject(Utf8JsonWriter writer, RecordScratch scratch, ObjectSpec spec, PropertyMap properties)
    {
        writer.WriteStartObject();
        foreach (var property in spec.Properties)
        {
            var value = properties.Get(property.Name)?.Unsecret();
            if (Fits(property.Value, value) || property.Required)
            {
                writer.WritePropertyName(property.Encoded);
                Write(writer, scratch, property.Value, value);
            }
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RecordScratch scratch, ValueSpec spec, PropertyValue? value)
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
                scratch.Write(writer, text is PropertyString known ? known.Value : "");
                break;
            case (ValueKind.List, var list):
                writer.WriteStartArray();
                foreach (var item in list is PropertyArray items ? items : [])
                {
                    Write(writer, scratch, spec.Item!, item);
                }

                writer.WriteEndArray();
                break;
            case (ValueKind.Map, var map):
                writer.WriteStartObject();
                foreach (var (key, item) in map is PropertyMap entries ? entries : PropertyMap.Empty)
                {
                    writer.WritePropertyName(key);
                    Write(writer, scratch, spec.Item!, item);
                }

                writer.WriteEndObject();
                break;
            case (_, var nested):
                WriteObject(writer, scratch, spec.Object!, nested is PropertyMap present ? present : PropertyMap.Empty);
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

using System.Buffers;
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
    // One per thread. A buffer that a very long list needed is not kept.
    private const int KeptBytes = 1 << 18;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public static T Decode<T>(JsonTypeInfo<T> type, ObjectSpec spec, PropertyMap properties)
    {
        var buffer = Rent();
        using (var writer = new Utf8JsonWriter(buffer, Trusted))
        {
            WriteObject(writer, spec, properties);
        }

        var record = JsonSerializer.Deserialize(buffer.WrittenSpan, type)!;
        Return(buffer);
        return record;
    }

    public static PropertyMap Encode<T>(JsonTypeInfo<T> type, ObjectSpec spec, T value)
    {
        var buffer = Rent();
        using (var writer = new Utf8JsonWriter(buffer, Trusted))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        reader.Read();
        var properties = ReadObject(ref reader, spec);
        Return(buffer);
        return properties;
    }

    private static JsonWriterOptions Trusted => new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static ArrayBufferWriter<byte> Rent()
    {
        var buffer = _buffer ?? new ArrayBufferWriter<byte>();
        _buffer = null;
        return buffer;
    }

    private static void Return(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity <= KeptBytes)
        {
            buffer.ResetWrittenCount();
            _buffer = buffer;
        }
    }

    private static PropertyValue Read(ref Utf8JsonReader reader, ValueSpec spec)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Number:
                return reader.GetDouble();
            case JsonTokenType.String:
                return reader.GetString()!;
            case JsonTokenType.StartArray:
                var items = new List<PropertyValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader, spec.Item!));
                }

                return new PropertyArray(items);
            case JsonTokenType.StartObject when spec.Object is { } type:
                return ReadObject(ref reader, type);
            case JsonTokenType.StartObject:
                var entries = new List<KeyValuePair<string, PropertyValue>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    reader.Read();
                    entries.Add(new(key, Read(ref reader, spec.Item!)));
                }

                return new PropertyMap(entries);
            default:
                return PropertyValue.Null;
        }
    }

    // The properties come in the order of the specification.
    private static PropertyMap ReadObject(ref Utf8JsonReader reader, ObjectSpec spec)
    {
        var entries = new List<KeyValuePair<string, PropertyValue>>(spec.Properties.Count);
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
                entries.Add(new(property.Name, Read(ref reader, property.Value)));
            }
        }

        return new PropertyMap(entries);
    }

    private static void WriteObject(Utf8JsonWriter writer, ObjectSpec spec, PropertyMap properties)
    {
        writer.WriteStartObject();
        foreach (var property in spec.Properties)
        {
            var value = properties.Get(property.Name)?.Unsecret();
            if (Fits(property.Value, value) || property.Required)
            {
                writer.WritePropertyName(property.Encoded);
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

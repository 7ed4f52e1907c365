using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.State;

/// <summary>Converts property values to and from JSON: plain, or as in the state file with sorted keys and encrypted secrets.</summary>
internal static class PropertyJson
{
    private const string Ciphertext = "ciphertext";
    private const string Plaintext = "plaintext";

    public static string Write(Value value) => WriteText(writer => WriteValue(writer, value, secrets: null));

    public static void Write(Utf8JsonWriter writer, Struct properties, PassphraseSecrets? secrets)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in properties.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(key);
            WriteValue(writer, value, secrets);
        }
        writer.WriteEndObject();
    }

    public static Struct ReadStruct(JsonElement json, PassphraseSecrets? secrets)
    {
        var result = new Struct();
        foreach (var property in json.EnumerateObject())
        {
            result.Fields[property.Name] = Read(property.Value, secrets);
        }
        return result;
    }

    public static Value Read(JsonElement json, PassphraseSecrets? secrets) =>
        json.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => Value.ForNull(),
            JsonValueKind.True => Value.ForBool(true),
            JsonValueKind.False => Value.ForBool(false),
            JsonValueKind.Number => Value.ForNumber(json.GetDouble()),
            JsonValueKind.String => Value.ForString(json.GetString()),
            JsonValueKind.Array => Value.ForList([.. json.EnumerateArray().Select(item => Read(item, secrets))]),
            _ => ReadSecret(json, secrets) ?? Value.ForStruct(ReadStruct(json, secrets)),
        };

    private static Value? ReadSecret(JsonElement json, PassphraseSecrets? secrets)
    {
        if (!json.TryGetProperty(PropertySignatures.Key, out var signature) || signature.GetString() != PropertySignatures.Secret)
        {
            return null;
        }
        var text =
            json.TryGetProperty(Plaintext, out var plain) ? plain.GetString()
            : !json.TryGetProperty(Ciphertext, out var cipher) ? null
            : secrets is null
                ? throw new EngineException("The state contains encrypted secrets but no secrets provider, so it cannot be read.")
            : secrets.Decrypt(cipher.GetString()!);
        if (text is null)
        {
            return null;
        }
        using var inner = JsonDocument.Parse(text);
        return Read(inner.RootElement, secrets).AsSecret();
    }

    private static void WriteValue(Utf8JsonWriter writer, Value value, PassphraseSecrets? secrets)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.BoolValue:
                writer.WriteBooleanValue(value.BoolValue);
                break;
            case Value.KindOneofCase.NumberValue:
                writer.WriteNumberValue(value.NumberValue);
                break;
            case Value.KindOneofCase.StringValue:
                writer.WriteStringValue(value.StringValue);
                break;
            case Value.KindOneofCase.ListValue:
                writer.WriteStartArray();
                foreach (var item in value.ListValue.Values)
                {
                    WriteValue(writer, item, secrets);
                }
                writer.WriteEndArray();
                break;
            case Value.KindOneofCase.StructValue when secrets is not null && value.IsSecret():
                writer.WriteStartObject();
                writer.WriteString(PropertySignatures.Key, PropertySignatures.Secret);
                writer.WriteString(Ciphertext, secrets.Encrypt(Write(value.RevealAll())));
                writer.WriteEndObject();
                break;
            case Value.KindOneofCase.StructValue:
                writer.WriteStartObject();
                foreach (var (key, inner) in value.StructValue.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    WriteValue(writer, inner, secrets);
                }
                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static string WriteText(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Compact))
        {
            write(writer);
        }
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}

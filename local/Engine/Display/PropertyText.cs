using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Protocol.Values;
using Kind = Google.Protobuf.WellKnownTypes.Value.KindOneofCase;

namespace ZeroTrust.Engine.Display;

/// <summary>Formats property values for users: strings quoted, placeholders for secrets and unknowns, one property per line.</summary>
internal sealed class PropertyText(bool showSecrets)
{
    private const int Step = 4;

    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    /// <summary>Writes all properties of a bag, each on its own line.</summary>
    /// <param name="properties">The bag.</param>
    /// <param name="indent">Column of the keys.</param>
    /// <param name="mark">Sign before each key, such as <c>+</c>.</param>
    public void WriteAll(Struct properties, int indent, char mark = ' ')
    {
        var width = properties.Fields.Keys.Select(key => key.Length).DefaultIfEmpty().Max();
        foreach (var (key, value) in properties.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            WriteKey(key.PadRight(width), indent, mark);
            WriteValue(value, indent, mark);
            _text.Append('\n');
        }
    }

    /// <summary>Writes the start of a property's line.</summary>
    public void WriteKey(string key, int indent, char mark) =>
        _text.Append(' ', Math.Max(0, indent - 2)).Append(mark).Append(' ').Append(key).Append(": ");

    /// <summary>Writes a value; objects and lists take several lines.</summary>
    public void WriteValue(Value value, int indent, char mark = ' ')
    {
        var bare = showSecrets ? value.Reveal() : value;
        switch (bare.KindCase)
        {
            case Kind.StructValue when Named(bare) is { } name:
                _text.Append(name);
                break;
            case Kind.StructValue when bare.StructValue.Fields.Count > 0:
                _text.Append("{\n");
                WriteAll(bare.StructValue, indent + Step, mark);
                _text.Append(' ', indent).Append('}');
                break;
            case Kind.ListValue when bare.ListValue.Values.Count > 0:
                _text.Append("[\n");
                foreach (var (index, item) in bare.ListValue.Values.Index())
                {
                    WriteKey(string.Create(CultureInfo.InvariantCulture, $"[{index}]"), indent + Step, mark);
                    WriteValue(item, indent + Step, mark);
                    _text.Append('\n');
                }
                _text.Append(' ', indent).Append(']');
                break;
            default:
                _text.Append(Scalar(bare));
                break;
        }
    }

    public void Append(string text) => _text.Append(text);

    public void Close(int indent, char bracket) => _text.Append(' ', indent).Append(bracket).Append('\n');

    private static string Scalar(Value value) =>
        value.KindCase switch
        {
            Kind.StringValue when value.IsUnknown() => "[unknown]",
            Kind.StringValue => $"\"{JsonEncodedText.Encode(value.StringValue, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"",
            Kind.NumberValue => value.NumberValue.ToString("R", CultureInfo.InvariantCulture),
            Kind.BoolValue => value.BoolValue ? "true" : "false",
            Kind.ListValue => "[]",
            Kind.StructValue => "{}",
            _ => "<null>",
        };

    private static string? Named(Value value) =>
        value.Signature() switch
        {
            PropertySignatures.Secret => "[secret]",
            PropertySignatures.Asset => "asset(" + (value.StructValue.Fields.GetValueOrDefault("hash")?.StringValue ?? "") + ")",
            PropertySignatures.Archive => "archive(" + (value.StructValue.Fields.GetValueOrDefault("hash")?.StringValue ?? "") + ")",
            PropertySignatures.Resource => value.StructValue.Fields.GetValueOrDefault("urn")?.StringValue,
            _ => null,
        };
}

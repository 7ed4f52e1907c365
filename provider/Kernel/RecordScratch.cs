using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZeroTrust.Provider.Kernel;

/// <summary>
/// What converting a record needs for the time being: its JSON, and the strings in it. The JSON has a string's place in the list, so a
/// record and its properties hold the same strings.
/// </summary>
internal sealed class RecordScratch : IDisposable
{
    // A buffer that a very long list needed is not kept.
    private const int KeptBytes = 1 << 18;

    [ThreadStatic]
    private static RecordScratch? _idle;

    [ThreadStatic]
    private static RecordScratch? _current;

    private readonly List<string> _strings = [];

    private RecordScratch() { }

    public ArrayBufferWriter<byte> Json { get; } = new();

    /// <summary>Begins a conversion on this thread, which ends with disposal.</summary>
    public static RecordScratch Rent()
    {
        _current = _idle ?? new();
        _idle = null;
        return _current;
    }

    public void Write(Utf8JsonWriter writer, string text)
    {
        writer.WriteNumberValue(_strings.Count);
        _strings.Add(text);
    }

    public string Read(ref Utf8JsonReader reader) => _strings[reader.GetInt32()];

    public void Dispose()
    {
        _current = null;
        if (Json.Capacity <= KeptBytes)
        {
            Json.ResetWrittenCount();
            _strings.Clear();
            _idle = this;
        }
    }

    /// <summary>Strings of the record that the thread converts. Of other records, the JSON has the strings themselves.</summary>
    public sealed class Strings : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number && _current is { } scratch ? scratch.Read(ref reader) : reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
        {
            if (_current is { } scratch)
            {
                scratch.Write(writer, value);
            }
            else
            {
                writer.WriteStringValue(value);
            }
        }

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString()!;

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value);
    }
}

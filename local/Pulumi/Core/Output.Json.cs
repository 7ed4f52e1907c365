using System.Text.Json;
using Pulumi.Serialization;

namespace Pulumi;

public static partial class Output
{
    /// <summary>Serializes a value that may contain outputs at any depth.</summary>
    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(SerializeAsync(value, options));
    }

    public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new(DeserializeAsync<T>(json, options));
    }

    private static async Task<OutputData<string>> SerializeAsync<T>(Output<T> value, JsonSerializerOptions? options)
    {
        var flags = new OutputFlags();
        var plain = flags.Add(await value.Data);
        if (!flags.IsKnown)
        {
            return flags.With("");
        }

        // Converters cannot await. Each pass collects pending outputs; after they resolve, the pass is repeated, because their values may
        // contain further outputs.
        var converter = new OutputJsonConverterFactory(OutputData.Known(""));
        var converting = WithConverter(options, converter);
        while (true)
        {
            var json = JsonSerializer.Serialize(plain, converting);
            var pending = converter.TakePending();
            if (pending.IsEmpty)
            {
                flags.Add(converter.Flags.With(""));
                return flags.With(flags.IsKnown ? json : "");
            }

            await Task.WhenAll(pending);
        }
    }

    private static async Task<OutputData<T>> DeserializeAsync<T>(Output<string> json, JsonSerializerOptions? options)
    {
        var data = await json.Data;
        if (!data.IsKnown)
        {
            return new(default!, IsKnown: false, data.IsSecret, data.Resources);
        }

        var value = JsonSerializer.Deserialize<T>(data.Value, WithConverter(options, new(data)));
        return new(value!, IsKnown: true, data.IsSecret, data.Resources);
    }

    // The converter holds the state of one conversion, so the options cannot be shared.
    private static JsonSerializerOptions WithConverter(JsonSerializerOptions? options, OutputJsonConverterFactory converter) =>
        new(options ?? JsonSerializerOptions.Default) { Converters = { converter } };
}

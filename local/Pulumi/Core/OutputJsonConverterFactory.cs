using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Converts outputs and inputs for System.Text.Json and records their secrecy and dependencies.</summary>
/// <param name="source">JSON being read. Outputs created from it inherit its secrecy and dependencies.</param>
internal sealed class OutputJsonConverterFactory(OutputData<string> source) : JsonConverterFactory
{
    private ImmutableArray<Task>.Builder _pending = ImmutableArray.CreateBuilder<Task>();

    public OutputFlags Flags { get; } = new();

    /// <summary>Returns the outputs that were still pending when written. While there are any, the JSON is incomplete.</summary>
    public ImmutableArray<Task> TakePending()
    {
        var pending = _pending.ToImmutable();
        _pending = ImmutableArray.CreateBuilder<Task>();
        return pending;
    }

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType
        && typeToConvert.GetGenericTypeDefinition() is var definition
        && (
            definition == typeof(Output<>)
            || definition == typeof(Input<>)
            || definition == typeof(InputList<>)
            || definition == typeof(InputMap<>)
        );

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var definition = typeToConvert.GetGenericTypeDefinition();
        var converter =
            definition == typeof(Output<>) ? typeof(OutputConverter<>)
            : definition == typeof(Input<>) ? typeof(InputConverter<>)
            : definition == typeof(InputList<>) ? typeof(InputListConverter<>)
            : typeof(InputMapConverter<>);
        return (JsonConverter)Activator.CreateInstance(converter.MakeGenericType(typeToConvert.GetGenericArguments()), this)!;
    }

    private Output<T> Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var value = JsonSerializer.Deserialize<T>(ref reader, options)!;
        return new(Task.FromResult(new OutputData<T>(value, IsKnown: true, source.IsSecret, source.Resources)));
    }

    private void Write<T>(Utf8JsonWriter writer, Output<T> output, JsonSerializerOptions options)
    {
        if (!output.Data.IsCompletedSuccessfully)
        {
            _pending.Add(output.Data);
            writer.WriteNullValue();
            return;
        }

        var value = Flags.Add(output.Data.Result);
        if (output.Data.Result.IsKnown)
        {
            JsonSerializer.Serialize(writer, value, options);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private sealed class OutputConverter<T>(OutputJsonConverterFactory factory) : JsonConverter<Output<T>>
    {
        public override Output<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            factory.Read<T>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, Output<T> value, JsonSerializerOptions options) =>
            factory.Write(writer, value, options);
    }

    private sealed class InputConverter<T>(OutputJsonConverterFactory factory) : JsonConverter<Input<T>>
    {
        public override Input<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            factory.Read<T>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, Input<T> value, JsonSerializerOptions options) =>
            factory.Write(writer, value.ToOutput(), options);
    }

    private sealed class InputListConverter<T>(OutputJsonConverterFactory factory) : JsonConverter<InputList<T>>
    {
        public override InputList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            factory.Read<ImmutableArray<T>>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, InputList<T> value, JsonSerializerOptions options) =>
            factory.Write(writer, value.ToOutput(), options);
    }

    private sealed class InputMapConverter<T>(OutputJsonConverterFactory factory) : JsonConverter<InputMap<T>>
    {
        public override InputMap<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            factory.Read<ImmutableDictionary<string, T>>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, InputMap<T> value, JsonSerializerOptions options) =>
            factory.Write(writer, value.ToOutput(), options);
    }
}

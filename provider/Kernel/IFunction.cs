using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>A function of the package: reads something, changes nothing.</summary>
internal interface IFunction<TArgs, TResult>
    where TArgs : class
    where TResult : class
{
    /// <summary>What is wrong with the arguments beyond single values.</summary>
    IEnumerable<Problem> Check(TArgs args) => [];

    Task<TResult> InvokeAsync(TArgs args, Operation operation, CancellationToken ct);
}

/// <summary>A function as the provider service sees it.</summary>
internal abstract class FunctionType(string token)
{
    private ObjectSpec? _inputs;
    private ObjectSpec? _outputs;

    public string Token { get; } = token;

    public ObjectSpec Inputs => _inputs ??= SpecReader.Read(InputType);

    public ObjectSpec Outputs => _outputs ??= SpecReader.Read(OutputType);

    /// <summary>Why the function is deprecated; null when it is not.</summary>
    public string? Deprecated { get; init; }

    /// <summary>The implementing class.</summary>
    public abstract Type ImplementedBy { get; }

    protected abstract JsonTypeInfo InputType { get; }

    protected abstract JsonTypeInfo OutputType { get; }

    public abstract Task<(PropertyMap? Result, IReadOnlyList<Problem> Problems)> InvokeAsync(
        PropertyMap args,
        Operation operation,
        CancellationToken ct
    );
}

/// <inheritdoc cref="FunctionType"/>
internal sealed class FunctionType<TArgs, TResult>(string token, IFunction<TArgs, TResult> function, JsonSerializerContext records)
    : FunctionType(token)
    where TArgs : class
    where TResult : class
{
    private JsonTypeInfo<TArgs>? _inputType;
    private JsonTypeInfo<TResult>? _outputType;

    public override Type ImplementedBy => function.GetType();

    protected override JsonTypeInfo<TArgs> InputType => _inputType ??= RecordJson.TypeInfo<TArgs>(records);

    protected override JsonTypeInfo<TResult> OutputType => _outputType ??= RecordJson.TypeInfo<TResult>(records);

    public override async Task<(PropertyMap? Result, IReadOnlyList<Problem> Problems)> InvokeAsync(
        PropertyMap args,
        Operation operation,
        CancellationToken ct
    )
    {
        var (normalized, problems) = Checker.Check(Inputs, args);
        var decoded = RecordCodec.Decode(InputType, Inputs, normalized);
        IReadOnlyList<Problem> all =
        [
            .. problems,
            .. Rules
                .Problems(Inputs, normalized, map => function.Check(RecordCodec.Decode(InputType, Inputs, map)))
                .Where(problem => !problems.Any(problem.RestsOn)),
        ];
        if (all.Any(problem => problem.IsError))
        {
            return (null, all);
        }

        // With unknown arguments, the result is unknown.
        if (normalized.Values.Any(value => value.ContainsUnknown))
        {
            return (new(Outputs.Properties.Select(property => KeyValuePair.Create(property.Name, PropertyValue.Unknown))), all);
        }

        var result = RecordCodec.Encode(OutputType, Outputs, await function.InvokeAsync(decoded, operation, ct));
        return (MarkSecrets(Outputs, result), all);
    }

    private static PropertyMap MarkSecrets(ObjectSpec spec, PropertyMap value) =>
        new(
            value.Select(entry =>
            {
                var property = spec.Find(entry.Key)!;
                var inner = MarkSecrets(property.Value, entry.Value);
                return KeyValuePair.Create(entry.Key, property.Secret ? new PropertySecret(inner) : inner);
            })
        );

    private static PropertyValue MarkSecrets(ValueSpec spec, PropertyValue value) =>
        value switch
        {
            PropertyMap nested when spec.Object is { } type => new PropertyMap(MarkSecrets(type, nested)),
            PropertyArray list => new PropertyArray(list.Select(item => MarkSecrets(spec.Item!, item))),
            _ => value,
        };
}

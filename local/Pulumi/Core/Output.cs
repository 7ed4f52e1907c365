using System.Collections.Immutable;
using System.Globalization;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Creates and combines outputs.</summary>
public static partial class Output
{
    public static Output<T> Create<T>(T value) => new(Task.FromResult(OutputData.Known(value)));

    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    public static Output<T> CreateSecret<T>(T value) => new(Task.FromResult(OutputData.Known(value, isSecret: true)));

    public static Output<T> CreateSecret<T>(Task<T> value) => CreateSecret(Output<T>.Create(value));

    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Map(data => data with { IsSecret = true });
    }

    public static Output<T> Unsecret<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Map(data => data with { IsSecret = false });
    }

    public static async Task<bool> IsSecretAsync<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (await output.Data).IsSecret;
    }

    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => All(inputs.AsEnumerable());

    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) => All(inputs.Select(input => input.ToOutput()));

    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All(outputs.AsEnumerable());

    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs)
    {
        return new(CollectAsync([.. outputs]));

        static async Task<OutputData<ImmutableArray<T>>> CollectAsync(ImmutableArray<Output<T>> outputs)
        {
            var flags = new OutputFlags();
            var values = ImmutableArray.CreateBuilder<T>(outputs.Length);
            foreach (var output in outputs)
            {
                values.Add(flags.Add(await output.Data));
            }

            return flags.With(values.MoveToImmutable());
        }
    }

    public static Output<string> Format(FormattableString formattableString)
    {
        ArgumentNullException.ThrowIfNull(formattableString);
        var arguments = formattableString.GetArguments().Select(AsOutput);
        return All(arguments).Apply(values => string.Format(CultureInfo.InvariantCulture, formattableString.Format, [.. values]));
    }

    internal static Output<object?> AsOutput(object? value) =>
        value switch
        {
            IInput input => new(input.ToOutput().GetDataAsync()),
            IOutput output => new(output.GetDataAsync()),
            _ => Create(value),
        };
}

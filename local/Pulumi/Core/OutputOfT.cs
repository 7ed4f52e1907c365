using Pulumi.Serialization;

namespace Pulumi;

/// <summary>An output whose type is not known at compile time.</summary>
internal interface IOutput
{
    Task<OutputData<object?>> GetDataAsync();
}

/// <summary>An asynchronous value with the resources it depends on; it may be unknown in a preview.</summary>
public sealed class Output<T> : IOutput
{
    internal Output(Task<OutputData<T>> data)
    {
        Data = data;
        Deployment.Track(data);
    }

    internal Task<OutputData<T>> Data { get; }

    async Task<OutputData<object?>> IOutput.GetDataAsync() => await Data;

    public static Output<T> Create(Task<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(AwaitAsync(value));

        static async Task<OutputData<T>> AwaitAsync(Task<T> value) => OutputData.Known(await value);
    }

    public Output<ValueTuple> Apply(Func<T, Task> func) =>
        Apply(async value =>
        {
            await func(value);
            return default(ValueTuple);
        });

    public Output<TResult> Apply<TResult>(Func<T, TResult> func) => Apply(value => Output.Create(func(value)));

    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func) => Apply(value => Output.Create(func(value)));

    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func) => Apply(value => func(value).ToOutput());

    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func) => new(ApplyAsync(func));

    private async Task<OutputData<TResult>> ApplyAsync<TResult>(Func<T, Output<TResult>?> func)
    {
        var source = await Data;
        if (!source.IsKnown)
        {
            return new(default!, IsKnown: false, source.IsSecret, source.Resources);
        }

        var flags = new OutputFlags();
        flags.Add(source);
        return func(source.Value) is { } inner ? flags.With(flags.Add(await inner.Data)) : flags.With(default(TResult)!);
    }

    /// <summary>Returns an explanation and logs it as a warning, since the value is not available yet.</summary>
    public override string ToString()
    {
        const string message =
            "Output<T> does not support ToString, because its value is not available yet. "
            + "Use output.Apply(value => $\"...{value}...\") or Output.Format($\"...{output}...\").";
        if (Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING") is "1" or "true" or "True" or "TRUE")
        {
            throw new InvalidOperationException(message);
        }

        Deployment.Current?.Log.Warning(message);
        return message;
    }

    internal Output<TResult> Map<TResult>(Func<OutputData<T>, OutputData<TResult>> func)
    {
        return new(MapAsync(Data, func));

        static async Task<OutputData<TResult>> MapAsync(Task<OutputData<T>> data, Func<OutputData<T>, OutputData<TResult>> func) =>
            func(await data);
    }

    internal async Task<T> ValueOrAsync(T whenUnknown) => await Data is { IsKnown: true } data ? data.Value : whenUnknown;
}

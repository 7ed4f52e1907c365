using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Reads the outputs of another stack.</summary>
public class StackReference : CustomResource
{
    public StackReference(string name, StackReferenceArgs? args = null, CustomResourceOptions? options = null)
        : base(
            "pulumi:pulumi:StackReference",
            name,
            new StackReferenceArgs { Name = args?.Name ?? name },
            CustomResourceOptions.Merge(options, new() { Id = args?.Name ?? name })
        ) { }

    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    [Output("outputs")]
    public Output<ImmutableDictionary<string, object>> Outputs { get; private set; } = null!;

    [Output("secretOutputNames")]
    public Output<ImmutableArray<string>> SecretOutputNames { get; private set; } = null!;

    /// <summary>The named output, or null if the stack has no such output.</summary>
    public Output<object?> GetOutput(Input<string> name) =>
        WithOwnSecrecy(name, Output.Tuple(name.ToOutput(), Outputs).Apply(pair => (object?)pair.Item2.GetValueOrDefault(pair.Item1)));

    public Output<object> RequireOutput(Input<string> name) =>
        WithOwnSecrecy(
            name,
            Output
                .Tuple(name.ToOutput(), Name, Outputs)
                .Apply(parts =>
                    parts.Item3.TryGetValue(parts.Item1, out var value)
                        ? value
                        : throw new KeyNotFoundException($"Stack '{parts.Item2}' has no output '{parts.Item1}'.")
                )
        );

    public async Task<StackReferenceOutputDetails> GetOutputDetailsAsync(string name)
    {
        var data = await GetOutput(name).Data;
        return data.IsSecret ? new() { SecretValue = data.Value } : new() { Value = data.Value };
    }

    public Task<object?> GetValueAsync(Input<string> name) => PlainAsync(GetOutput(name), nameof(GetOutput));

    public Task<object> RequireValueAsync(Input<string> name) => PlainAsync(RequireOutput(name), nameof(RequireOutput));

    private static async Task<T> PlainAsync<T>(Output<T> output, string alternative)
    {
        var data = await output.Data;
        return data.IsSecret
            ? throw new InvalidOperationException(
                $"The stack's output is a secret, whose plain value is not available here; use {alternative}."
            )
            : data.Value;
    }

    // One secret output makes the whole map secret; SecretOutputNames lists the outputs that really are.
    private Output<T> WithOwnSecrecy<T>(Input<string> name, Output<T> output)
    {
        return new(SettleAsync());

        async Task<Serialization.OutputData<T>> SettleAsync()
        {
            var data = await output.Data;
            var wanted = await name.ToOutput().Data;
            var secrets = await SecretOutputNames.Data;
            return wanted.IsKnown && secrets.IsKnown
                ? data with
                {
                    IsSecret = !secrets.Value.IsDefault && secrets.Value.Contains(wanted.Value),
                }
                : data;
        }
    }
}

public class StackReferenceArgs : ResourceArgs
{
    [Input("name", required: true)]
    public Input<string>? Name { get; set; }
}

/// <summary>One output of another stack, in exactly one of the two properties.</summary>
public sealed class StackReferenceOutputDetails
{
    public object? Value { get; set; }

    public object? SecretValue { get; set; }
}

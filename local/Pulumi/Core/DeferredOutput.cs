using Pulumi.Serialization;

namespace Pulumi;

/// <summary>An output that is resolved later with another output, for circular references.</summary>
public sealed class DeferredOutput<T>
{
    private readonly TaskCompletionSource<Output<T>> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeferredOutput()
    {
        Output = new(FollowAsync());
    }

    public Output<T> Output { get; }

    public void Resolve(Output<T> output)
    {
        if (!_source.TrySetResult(output))
        {
            throw new InvalidOperationException("This deferred output is already resolved.");
        }
    }

    private async Task<OutputData<T>> FollowAsync() => await (await _source.Task).Data;
}

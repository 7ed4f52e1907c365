using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>A step as displays see it.</summary>
public sealed record StepView(StepOp Op, ResourceState? Old, ResourceState? New)
{
    /// <summary>The differences, by property path.</summary>
    public IReadOnlyDictionary<string, PropertyDifference> Differences { get; init; } = new Dictionary<string, PropertyDifference>();

    /// <summary>The provider's detailed differences; null when it returned none.</summary>
    public IReadOnlyDictionary<string, PropertyDifference>? Detailed { get; init; }

    /// <summary>Names of the properties that differ.</summary>
    public IReadOnlyList<string> ChangedKeys { get; init; } = [];

    /// <summary>Properties that force the replacement.</summary>
    public IReadOnlyList<string> ReplaceKeys { get; init; } = [];

    /// <summary>The resource after the step, or before it when it is removed.</summary>
    public ResourceState Resource => New ?? Old!;

    /// <summary>The resource's URN.</summary>
    public Urn Urn => Resource.Urn;

    /// <summary>Whether the resource is a default provider, which displays hide since users did not declare it.</summary>
    public bool IsDefaultProvider => Resource.IsDefaultProvider;

    internal static StepView Of(Step step)
    {
        var diff = (step as RefreshStep)?.Drift ?? step.Diff;
        var structural =
            diff.Details is null && diff.Changed && step is { Old: { } old, New: { } current }
                ? StructuralDiff.Compare(old.Inputs, current.Inputs)
                : null;
        return new(step.Op, step.Old, step.New)
        {
            Differences = diff.Changed ? diff.Details ?? structural ?? [] : new Dictionary<string, PropertyDifference>(),
            Detailed = diff.Changed ? diff.Details : null,
            ChangedKeys = diff.Changed ? diff.ChangedKeys : [],
            ReplaceKeys = diff.Changed ? diff.ReplaceKeys : [],
        };
    }
}

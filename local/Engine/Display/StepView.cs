using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>A step as displays see it.</summary>
public sealed record StepView(StepOp Op, ResourceState? Old, ResourceState? New)
{
    /// <summary>How the resource differs, by property path.</summary>
    public IReadOnlyDictionary<string, PropertyDifference> Differences { get; init; } = new Dictionary<string, PropertyDifference>();

    /// <summary>The differences as the provider gave them; null when it gave none.</summary>
    public IReadOnlyDictionary<string, PropertyDifference>? Detailed { get; init; }

    /// <summary>Properties that differ.</summary>
    public IReadOnlyList<string> ChangedKeys { get; init; } = [];

    /// <summary>Why it is replaced.</summary>
    public IReadOnlyList<string> ReplaceKeys { get; init; } = [];

    /// <summary>The resource after the step, or before it when it goes.</summary>
    public ResourceState Resource => New ?? Old!;

    /// <summary>The resource's URN.</summary>
    public Urn Urn => Resource.Urn;

    /// <summary>Whether a default provider is meant, which users never wrote and need not see.</summary>
    public bool IsDefaultProvider =>
        Resource.IsProvider && Resource.Parent.IsEmpty && Urn.Name.StartsWith("default", StringComparison.Ordinal);

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

using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

internal sealed partial class StepGenerator
{
    private bool IsTargeted(ResourceState resource) =>
        context.Options.Targets.Contain(resource.Urn)
        || (context.Options.TargetDependents && resource.AllDependencies().Any(_targeted.Contains));

    /// <summary>Keeps the recorded state of a resource outside the targets, and skips one that does not exist yet.</summary>
    private async Task<IReadOnlyList<Step>> LeaveAloneAsync(
        Registration registration,
        ResourceState? old,
        ResourceState current,
        CancellationToken ct
    )
    {
        _handled.Add(current.Urn);
        if (old is null || current.AllDependencies().Any(_skipped.Contains))
        {
            _skipped.Add(current.Urn);
            return [new SkippedCreateStep(current, registration)];
        }
        await context.EnsureProviderAsync(old.Provider, ct);
        return [new SameStep(old, old.Copy(), registration, targeted: false)];
    }
}

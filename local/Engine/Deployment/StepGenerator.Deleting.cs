using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

internal sealed partial class StepGenerator
{
    /// <summary>Deletes what the program no longer declares, in groups: the steps of a group run in parallel, groups in sequence.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<Step>>> GenerateDeletesAsync(CancellationToken ct)
    {
        var allowed = context.Options.Targets.AreLimited ? AllowedDeletes() : null;
        var steps = new Dictionary<ResourceState, Step>(ReferenceEqualityComparer.Instance);
        foreach (var resource in context.Prior.Resources.Where(resource => allowed?.Contains(resource.Urn) ?? true))
        {
            if (resource.Delete && !_deletedEarly.Contains(resource))
            {
                steps[resource] = new DeleteStep(resource, _deleted.Contains, replacementFollows: false);
            }
            else if (!resource.Delete && !IsHandled(resource.Urn))
            {
                _deleted.Add(resource.Urn);
                steps[resource] = resource.PendingReplacement
                    ? new RemovePendingReplaceStep(resource)
                    : new DeleteStep(resource, _deleted.Contains);
            }
            else
            {
                continue;
            }
            await context.EnsureProviderAsync(resource.Provider, ct);
        }
        if (allowed is not null)
        {
            RefuseUntargetedDeletes(steps.Keys);
        }
        return
        [
            .. context
                .Prior.Graph.DeletionOrder(steps.Keys)
                .Select(group => (IReadOnlyList<Step>)[.. group.Select(resource => steps[resource])]),
        ];
    }

    private bool IsHandled(Urn urn) => _handled.Contains(_aliasOf.GetValueOrDefault(urn, urn));

    // Deleting a target also deletes its children and dependents.
    private HashSet<Urn> AllowedDeletes()
    {
        var allowed = new HashSet<Urn>();
        foreach (var resource in context.Prior.Resources)
        {
            if (context.Options.Targets.Contain(resource.Urn) || resource.AllDependencies().Any(allowed.Contains))
            {
                allowed.Add(resource.Urn);
            }
        }
        return allowed;
    }

    private void RefuseUntargetedDeletes(IEnumerable<ResourceState> condemned)
    {
        var untargeted = condemned
            .Where(resource => !context.Options.TargetDependents && !context.Options.Targets.Contain(resource.Urn))
            .ToList();
        foreach (var resource in untargeted)
        {
            FoundErrors = true;
            context.Events.Report(
                new(
                    Severity.Error,
                    $"Resource {resource.Urn.Name} ({resource.Type}) depends on a target and would be deleted with it. "
                        + "Add it with --target, or pass --target-dependents.",
                    resource.Urn
                )
            );
        }
        if (untargeted.Count > 0 && !context.Preview)
        {
            throw new StoppedException();
        }
    }
}

using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Deployment;

internal sealed partial class StepGenerator
{
    private async Task<IReadOnlyList<Step>> ReplaceAsync(Plan plan, DiffResult diff, CancellationToken ct)
    {
        var (registration, urn, old, current, _, seed) = plan;
        var goal = registration.Goal;
        if (current.Protect && old!.Protect)
        {
            RefuseProtected(
                urn,
                $"Resource {urn.Name} ({urn.Type}) cannot be replaced because it is protected. "
                    + "Set its 'protect' option to false and run up first."
            );
        }
        if (goal.ImportId.Length > 0)
        {
            var message =
                $"Resource {urn.Name} ({urn.Type}) has the 'import' option, "
                + "but its inputs differ from the object's so that importing it would replace it "
                + $"({string.Join(", ", diff.ReplaceKeys)}). Change the program's inputs to match the object, or remove the option.";
            if (!context.Preview)
            {
                throw new EngineException(message);
            }
            context.Events.Report(new(Severity.Warning, message, urn));
        }
        _replaced.Add(urn);
        if (!old!.Taint)
        {
            // The replacement is a new object, so its defaults and auto-generated names are computed without the old inputs.
            await CheckAsync(current, null, goal.Properties, seed, ct);
        }
        if (!(goal.DeleteBeforeReplace ?? diff.DeleteBeforeReplace))
        {
            return
            [
                new CreateStep(old, current, registration, keepsOldUntilEnd: true) { Diff = diff },
                new ReplaceStep(old, current) { Diff = diff },
            ];
        }
        var steps = await DeleteDependentsFirstAsync(old, ct);
        await context.EnsureProviderAsync(old.Provider, ct);
        if (!old.PendingReplacement)
        {
            _deleted.Add(urn);
            _deletedEarly.Add(old);
            steps.Add(new DeleteStep(old, _deleted.Contains, replacementFollows: true));
        }
        steps.Add(new ReplaceStep(old, current) { Diff = diff });
        steps.Add(new CreateStep(old, current, registration, keepsOldUntilEnd: false) { Diff = diff });
        return steps;
    }

    /// <summary>Deletes the dependents that must go before the root is replaced. Their registrations create them again.</summary>
    private async Task<List<Step>> DeleteDependentsFirstAsync(ResourceState root, CancellationToken ct)
    {
        var steps = new List<Step>();
        foreach (var dependent in (await DependentReplacementsAsync(root, ct)).Reverse())
        {
            if (!_deletedEarly.Add(dependent))
            {
                continue;
            }
            if (dependent.Protect && !dependent.Delete)
            {
                RefuseProtected(
                    root.Urn,
                    $"Resource {root.Urn.Name} ({root.Type}) cannot be replaced: {dependent.Urn.Name} ({dependent.Type}), "
                        + "which must be deleted first, is protected. Set its 'protect' option to false and run up first."
                );
            }
            _deleted.Add(dependent.Urn);
            await context.EnsureProviderAsync(dependent.Provider, ct);
            steps.Add(
                dependent.Delete
                    ? new DeleteStep(dependent, _deleted.Contains)
                    : new DeleteStep(dependent, _deleted.Contains, replacementFollows: true)
            );
        }
        return steps;
    }

    private async Task<IReadOnlyList<ResourceState>> DependentReplacementsAsync(ResourceState root, CancellationToken ct)
    {
        var gone = new HashSet<Urn> { root.Urn };
        var result = new List<ResourceState>();
        foreach (var candidate in context.Prior.Graph.DependingOn(root, urn => _handled.Contains(urn) || _deleted.Contains(urn)))
        {
            if (candidate.Custom && !candidate.External && await MustGoWithAsync(candidate, gone, ct))
            {
                gone.Add(candidate.Urn);
                result.Add(candidate);
            }
        }
        result.AddRange(
            context
                .Prior.Graph.Dependents(root.Urn)
                .Where(resource =>
                    !resource.Delete
                    && !gone.Contains(resource.Urn)
                    && (resource.ReplaceWith.Contains(root.Urn) || resource.DeletedWith == root.Urn)
                )
        );
        return result;
    }

    // Asks the provider for a diff in which the inputs that come from a deleted resource are unknown.
    private async Task<bool> MustGoWithAsync(ResourceState candidate, HashSet<Urn> gone, CancellationToken ct)
    {
        if (candidate.Provider.Length > 0 && gone.Contains(ProviderReference.Parse(candidate.Provider).Urn))
        {
            await context.EnsureProviderAsync(candidate.Provider, ct);
            return true;
        }
        if (gone.Contains(candidate.DeletedWith))
        {
            return true;
        }
        var affected = candidate.PropertyDependencies.Where(pair => pair.Value.Any(gone.Contains)).Select(pair => pair.Key).ToHashSet();
        affected.IntersectWith(candidate.Inputs.Fields.Keys);
        if (affected.Count == 0 || candidate.IsProvider)
        {
            return false;
        }
        await context.EnsureProviderAsync(candidate.Provider, ct);
        var inputs = new Struct();
        foreach (var (key, value) in candidate.Inputs.Fields)
        {
            inputs.Fields[key] = affected.Contains(key) ? Value.ForString(PropertySignatures.Unknown) : value;
        }
        var diff = await ProviderDiff.CompareAsync(context, context.ProviderOf(candidate), candidate, inputs, candidate.IgnoreChanges, ct);
        diff = ReplaceOnChanges.Apply(diff ?? DiffResult.None, candidate.ReplaceOnChanges, hasInitErrors: false);
        return diff.Changed && diff.Replaces;
    }

    private void RefuseProtected(Urn urn, string message)
    {
        context.Events.Report(new(Severity.Error, message, urn));
        FoundErrors = true;
        if (!context.Preview)
        {
            throw new StoppedException();
        }
    }
}

using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Plans the steps of each registration. Not thread-safe.</summary>
internal sealed partial class StepGenerator(DeploymentContext context, Func<IReadOnlyList<Step>, Task<bool>> runNow)
{
    private const int SeedBytes = 32;

    private readonly HashSet<Urn> _seen = [];
    private readonly HashSet<Urn> _handled = [];
    private readonly HashSet<Urn> _deleted = [];
    private readonly HashSet<Urn> _replaced = [];
    private readonly HashSet<Urn> _skipped = [];
    private readonly HashSet<Urn> _targeted = [];
    private readonly HashSet<ResourceState> _deletedEarly = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Urn, ResourceState> _providers = [];

    /// <summary>Whether there were errors after which the preview continued.</summary>
    public bool FoundErrors { get; set; }

    /// <summary>Steps for a resource that the program declares. An import runs at once, since later steps depend on its result.</summary>
    public async Task<IReadOnlyList<Step>> GenerateAsync(Registration registration, CancellationToken ct)
    {
        var goal = registration.Goal;
        var urn = Claim(goal.Parent, goal.Type, goal.Name);
        var (old, alias) = FindOld(urn, goal);
        var current = Desired(urn, goal, old, alias);
        if (current.IsProvider)
        {
            _providers[urn] = current;
        }
        var recreating = _deleted.Contains(urn);
        if (
            goal.Custom
            && goal.ImportId.Length > 0
            && (old is null || old.External || (old.ImportId.Length > 0 ? old.ImportId : old.Id) != goal.ImportId)
        )
        {
            return await ImportAsync(registration, old, current, recreating, ct);
        }
        return await PlanAsync(new(registration, urn, old, current, recreating, NewSeed()), ct);
    }

    /// <summary>Steps for a resource that the program only reads.</summary>
    public async Task<IReadOnlyList<Step>> GenerateReadAsync(Registration registration, string id, CancellationToken ct)
    {
        var goal = registration.Goal;
        var urn = Claim(goal.Parent, goal.Type, goal.Name);
        var (old, alias) = FindOld(urn, goal);
        var current = new ResourceState
        {
            Urn = urn,
            Type = goal.Type,
            Custom = true,
            External = true,
            Id = id,
            Inputs = goal.Properties,
            Parent = goal.Parent,
            Dependencies = goal.Dependencies,
            Provider = goal.Provider,
            AdditionalSecretOutputs = goal.AdditionalSecretOutputs,
            Aliases = alias.IsEmpty ? [] : [alias],
            SourcePosition = goal.SourcePosition,
        };
        _handled.Add(urn);
        var replaces = old is not null && (!old.External || old.Id != id);
        await context.EnsureProviderAsync(goal.Provider, ct);
        return replaces && !old!.External
            ? [new ReadStep(old, current, registration, replaces: true), new ReplaceStep(old, current)]
            : [new ReadStep(old, current, registration, replaces: false)];
    }

    private Urn Claim(Urn parent, string type, string name)
    {
        if (!parent.IsEmpty && !_seen.Contains(parent))
        {
            throw new EngineException($"The parent {parent} of {name} ({type}) has not been registered in this run.");
        }
        var urn = Urn.Create(context.Stack.Stack, context.Stack.Project, parent, type, name);
        return _seen.Add(urn)
            ? urn
            : throw new EngineException(
                $"Two resources with the same parent have the name '{name}' and the type {type}; rename one of them ({urn})."
            );
    }

    private static ResourceState Desired(Urn urn, ResourceGoal goal, ResourceState? old, Urn alias) =>
        new()
        {
            Urn = urn,
            Type = goal.Type,
            Custom = goal.Custom,
            Inputs = goal.Properties,
            Parent = goal.Parent,
            Protect = goal.Protect ?? false,
            Dependencies = goal.Dependencies,
            Provider = goal.Provider,
            PropertyDependencies = goal.PropertyDependencies,
            AdditionalSecretOutputs = goal.AdditionalSecretOutputs,
            Aliases = alias.IsEmpty ? [] : [alias],
            CustomTimeouts = goal.CustomTimeouts,
            ImportId = goal.ImportId,
            RetainOnDelete = goal.RetainOnDelete ?? false,
            DeletedWith = goal.DeletedWith,
            ReplaceWith = goal.ReplaceWith,
            Created = old?.Created,
            Modified = old?.Modified,
            SourcePosition = goal.SourcePosition,
            IgnoreChanges = goal.IgnoreChanges,
            ReplaceOnChanges = goal.ReplaceOnChanges,
            RefreshBeforeUpdate = old?.RefreshBeforeUpdate ?? false,
            Unrecognized = old?.Unrecognized ?? new Dictionary<string, System.Text.Json.JsonElement>(),
        };

    private async Task<IReadOnlyList<Step>> ImportAsync(
        Registration registration,
        ResourceState? old,
        ResourceState current,
        bool recreating,
        CancellationToken ct
    )
    {
        var replaced = recreating ? null : old;
        var adopted = current.Copy();
        _handled.Add(current.Urn);
        List<Step> steps = [new ImportStep(replaced, adopted, registration: null)];
        if (replaced is not null)
        {
            steps.Add(new ReplaceStep(replaced, adopted));
        }
        if (!await runNow(steps))
        {
            return [];
        }

        // The program's inputs may differ from the imported ones, so an update may follow.
        return await PlanAsync(new(registration, current.Urn, adopted, current, Recreating: false, NewSeed()), ct);
    }

    private async Task<IReadOnlyList<Step>> PlanAsync(Plan plan, CancellationToken ct)
    {
        var (registration, urn, old, current, recreating, seed) = plan;
        var goal = registration.Goal;
        var targeted = current.IsProvider || urn.IsStack || IsTargeted(current);
        if (!targeted)
        {
            return await LeaveAloneAsync(registration, old, current, ct);
        }
        _targeted.Add(urn);
        var afresh = recreating || old is null || old.External || old.Taint;
        await CheckAsync(
            current,
            afresh ? null : old!.Inputs,
            afresh ? goal.Properties : IgnoredChanges.Apply(context.Events, urn, goal.IgnoreChanges, old!.Inputs, goal.Properties),
            seed,
            ct
        );
        _handled.Add(urn);
        if (recreating)
        {
            _deleted.Remove(urn);
            _replaced.Add(urn);
            return [new ReplaceStep(old!, current), new CreateStep(old, current, registration, keepsOldUntilEnd: false)];
        }
        if (old is null)
        {
            return [new CreateStep(current, registration)];
        }
        if (old.External)
        {
            return [new CreateStep(old, current, registration, keepsOldUntilEnd: true), new ReplaceStep(old, current)];
        }
        var diff = ReplaceOnChanges.Apply(await DiffAsync(old, current, goal, ct), goal.ReplaceOnChanges, old.InitErrors.Count > 0);
        if ((diff.Changed && diff.Replaces) || old.PendingReplacement)
        {
            return await ReplaceAsync(plan, diff, ct);
        }
        return diff.Changed || old.InitErrors.Count > 0
            ? [new UpdateStep(old, current, registration) { Diff = diff }]
            : [new SameStep(old, current, registration)];
    }

    /// <summary>Checks the inputs with the provider and refuses the resource if they are invalid.</summary>
    private async Task CheckAsync(ResourceState current, Struct? olds, Struct news, byte[] seed, CancellationToken ct)
    {
        if (!current.Custom)
        {
            return;
        }
        if (!current.IsProvider)
        {
            await context.EnsureProviderAsync(current.Provider, ct);
        }
        var result = current.IsProvider
            ? await context.Providers.CheckAsync(current.Urn, olds, news, ct)
            : await context.ProviderOf(current).CheckAsync(current.Urn, olds, news, seed, context.Preview, ct);
        foreach (var failure in result.Failures)
        {
            context.Events.Report(new(Severity.Error, CheckMessage(current, failure), current.Urn));
        }
        if (result.Failures.Count > 0)
        {
            throw new RefusedException();
        }
        current.Inputs = result.Inputs;
    }

    // The stack configures a default provider, so the message has this engine's command for it.
    private static string CheckMessage(ResourceState resource, Pulumirpc.CheckFailure failure) =>
        failure.Property.Length > 0 && resource.IsDefaultProvider
            ? $"{failure.Reason}\n"
                + $"With this engine: `zt local config set {ResourceTypes.ProviderPackage(resource.Type)}:{failure.Property} VALUE`, "
                + "for a secret with `--secret`."
        : failure.Property.Length > 0 ? $"{resource.Type} '{resource.Urn.Name}': property {failure.Property}: {failure.Reason}"
        : $"{resource.Type} '{resource.Urn.Name}': {failure.Reason}";

    private async Task<DiffResult> DiffAsync(ResourceState old, ResourceState current, ResourceGoal goal, CancellationToken ct)
    {
        if (old.Taint)
        {
            return DiffResult.ReplacedBecauseOf("id");
        }
        if (current.ReplaceWith.Any(_replaced.Contains))
        {
            return DiffResult.ReplacedBecauseOf("replaceWith");
        }
        if (!current.DeletedWith.IsEmpty && _replaced.Contains(current.DeletedWith))
        {
            return DiffResult.ReplacedBecauseOf("deletedWith");
        }
        if (await ProviderReplacedAsync(old, current, ct))
        {
            return DiffResult.ReplacedBecauseOf("provider");
        }
        if (!current.Custom)
        {
            return old.Inputs.Equals(current.Inputs)
                ? DiffResult.None
                : StructuralDiff.CompareInputs(old.Inputs, current.Inputs) with
                {
                    Changed = true,
                };
        }
        if (current.IsProvider)
        {
            return await context.Providers.DiffAsync(old, current.Inputs, goal.IgnoreChanges, ct);
        }
        if (await ProviderDiff.CompareAsync(context, context.ProviderOf(current), old, current.Inputs, goal.IgnoreChanges, ct) is { } diff)
        {
            return diff;
        }
        context.Events.Report(
            new(
                Severity.Warning,
                "The provider's configuration is not known during this preview, so the provider cannot compute a diff; "
                    + "the resource is shown as updated.",
                current.Urn
            )
        );
        return new() { Changed = true };
    }

    // A resource moves to another provider without replacement only if the providers' configurations are equivalent.
    private async Task<bool> ProviderReplacedAsync(ResourceState old, ResourceState current, CancellationToken ct)
    {
        if (old.Provider == current.Provider || !current.Custom || current.IsProvider)
        {
            return false;
        }
        if (old.Provider.Length == 0 || current.Provider.Length == 0)
        {
            return true;
        }
        var (before, after) = (ProviderReference.Parse(old.Provider), ProviderReference.Parse(current.Provider));
        if (_aliasOf.TryGetValue(before.Urn, out var renamed) && renamed == after.Urn)
        {
            return false;
        }
        var provider = context.ProviderOf(current);
        if (context.Prior.Find(before.Urn) is not { } oldProvider || !_providers.TryGetValue(after.Urn, out var newProvider))
        {
            return false;
        }
        var diff = await provider.DiffConfigAsync(
            after.Urn,
            ProviderRegistry.Visible(oldProvider.Inputs),
            oldProvider.Outputs,
            ProviderRegistry.Visible(newProvider.Inputs),
            [],
            ct
        );
        return diff.Changed && diff.Replaces;
    }

    private static byte[] NewSeed() => RandomNumberGenerator.GetBytes(SeedBytes);

    private sealed record Plan(Registration Registration, Urn Urn, ResourceState? Old, ResourceState Current, bool Recreating, byte[] Seed);
}

/// <summary>Ends the run; the reason has been reported already.</summary>
internal class StoppedException : Exception;

/// <summary>
/// The resource is refused; the reason has been reported already. A preview continues, to report further errors.
/// </summary>
internal sealed class RefusedException : StoppedException;

namespace ZeroTrust.Engine.State;

/// <summary>Changes of the record alone: what really exists stays as it is.</summary>
public static class StateEdits
{
    /// <summary>The resource that a URN, or a name that only one resource has, stands for.</summary>
    /// <exception cref="EngineException">There is none, or there are several.</exception>
    public static ResourceState Find(Snapshot snapshot, string urnOrName)
    {
        var found = snapshot.Resources.Where(resource => resource.Urn.Value == urnOrName || resource.Urn.Name == urnOrName).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new EngineException($"The state has no resource '{urnOrName}'; 'zt local state list --urns' lists what it has."),
            _ when found.Select(resource => resource.Urn).Distinct().Count() == 1 => found.Find(resource => !resource.Delete) ?? found[0],
            _ => throw new EngineException(
                $"Several resources have the name '{urnOrName}'; give the URN of one:\n{string.Join('\n', found.Select(resource => $"  {resource.Urn}"))}"
            ),
        };
    }

    /// <summary>Forgets a resource.</summary>
    /// <param name="snapshot">The state.</param>
    /// <param name="resource">What to forget.</param>
    /// <param name="dependents">Forgets what needs it as well.</param>
    /// <param name="force">Also when it is protected.</param>
    /// <exception cref="EngineException">It is protected, or something needs it.</exception>
    public static Snapshot Delete(Snapshot snapshot, ResourceState resource, bool dependents, bool force)
    {
        var doomed = new HashSet<ResourceState>(ReferenceEqualityComparer.Instance) { resource };

        // Where an entry of the same URN stays, nothing loses what it needs.
        var gone = new HashSet<Urn>(snapshot.Resources.Any(other => other.Urn == resource.Urn && other != resource) ? [] : [resource.Urn]);
        foreach (
            var other in snapshot
                .Resources.SkipWhile(other => other != resource)
                .Skip(1)
                .Where(other => other.AllDependencies().Any(gone.Contains))
        )
        {
            doomed.Add(other);
            gone.Add(other.Urn);
        }
        if (doomed.Count > 1 && !dependents)
        {
            throw new EngineException(
                $"{doomed.Count - 1} resources need {resource.Urn.Name} ({resource.Type}): {Names(doomed.Where(other => other != resource))}. Pass --target-dependents to forget them, too."
            );
        }
        if (!force && doomed.Where(other => other.Protect).ToList() is { Count: > 0 } kept)
        {
            throw new EngineException(
                $"Protected: {Names(kept)}. Pass --force to forget what is protected, or 'zt local state unprotect' first."
            );
        }
        return snapshot with { Resources = [.. snapshot.Resources.Where(other => !doomed.Contains(other))] };
    }

    /// <summary>Gives a resource another name, and all that refer to it.</summary>
    /// <exception cref="EngineException">The name is taken.</exception>
    public static Snapshot Rename(Snapshot snapshot, ResourceState resource, string name)
    {
        var (before, after) = (
            resource.Urn,
            Urn.WithQualifiedType(resource.Urn.Stack, resource.Urn.Project, resource.Urn.QualifiedType, name)
        );
        if (snapshot.Resources.Any(other => other.Urn == after))
        {
            throw new EngineException($"The state has a resource '{name}' of type {resource.Type} already.");
        }
        Urn Renamed(Urn urn) => urn == before ? after : urn;
        return new()
        {
            Resources = [.. snapshot.Resources.Select(other => other.WithUrns(Renamed))],
            PendingOperations =
            [
                .. snapshot.PendingOperations.Select(operation => operation with { Resource = operation.Resource.WithUrns(Renamed) }),
            ],
        };
    }

    /// <summary>Lets resources be deleted and replaced. The next update protects again what the program says is protected.</summary>
    public static Snapshot Unprotect(Snapshot snapshot, Func<ResourceState, bool> choose) =>
        snapshot with
        {
            Resources = [.. snapshot.Resources.Select(resource => choose(resource) ? resource.Unprotected() : resource)],
        };

    private static string Names(IEnumerable<ResourceState> resources) =>
        string.Join(", ", resources.Select(resource => $"{resource.Urn.Name} ({resource.Type})"));
}

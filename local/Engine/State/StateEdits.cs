namespace ZeroTrust.Engine.State;

/// <summary>Edits the state only; the actual resources stay unchanged.</summary>
public static class StateEdits
{
    /// <summary>Finds a resource by URN or unique name.</summary>
    /// <exception cref="EngineException">No resource matches, or several do.</exception>
    public static ResourceState Find(Snapshot snapshot, string urnOrName)
    {
        var found = snapshot.Resources.Where(resource => resource.Urn.Value == urnOrName || resource.Urn.Name == urnOrName).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new EngineException($"The state has no resource '{urnOrName}'; 'zt local state list --urns' lists what it has."),
            _ when found.Select(resource => resource.Urn).Distinct().Count() == 1 => found.Find(resource => !resource.Delete) ?? found[0],
            _ => throw new EngineException(
                $"Several resources have the name '{urnOrName}'; "
                    + $"give the URN of one:\n{string.Join('\n', found.Select(resource => $"  {resource.Urn}"))}"
            ),
        };
    }

    /// <summary>Removes a resource from the state.</summary>
    /// <param name="snapshot">The state.</param>
    /// <param name="resource">The resource to remove.</param>
    /// <param name="dependents">Whether to remove its dependents as well.</param>
    /// <param name="force">Whether to remove protected resources.</param>
    /// <exception cref="EngineException">It is protected, or has dependents.</exception>
    public static Snapshot Delete(Snapshot snapshot, ResourceState resource, bool dependents, bool force)
    {
        var doomed = new HashSet<ResourceState>(ReferenceEqualityComparer.Instance) { resource };

        // While another entry with the same URN stays, its dependents stay valid.
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
                $"{doomed.Count - 1} resources depend on {resource.Urn.Name} ({resource.Type}): "
                    + $"{Names(doomed.Where(other => other != resource))}. Pass --target-dependents to remove them as well."
            );
        }
        if (!force && doomed.Where(other => other.Protect).ToList() is { Count: > 0 } kept)
        {
            throw new EngineException(
                $"Protected: {Names(kept)}. Pass --force to remove protected resources, or run 'zt local state unprotect' first."
            );
        }
        return snapshot with { Resources = [.. snapshot.Resources.Where(other => !doomed.Contains(other))] };
    }

    /// <summary>Renames a resource and updates all references to it.</summary>
    /// <exception cref="EngineException">The name is taken.</exception>
    public static Snapshot Rename(Snapshot snapshot, ResourceState resource, string name)
    {
        var (before, after) = (
            resource.Urn,
            Urn.WithQualifiedType(resource.Urn.Stack, resource.Urn.Project, resource.Urn.QualifiedType, name)
        );
        if (snapshot.Resources.Any(other => other.Urn == after))
        {
            throw new EngineException($"The state already has a resource '{name}' of type {resource.Type}.");
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

    /// <summary>Removes the protection of resources. The next update protects those again that the program declares as protected.</summary>
    public static Snapshot Unprotect(Snapshot snapshot, Func<ResourceState, bool> choose) =>
        snapshot with
        {
            Resources = [.. snapshot.Resources.Select(resource => choose(resource) ? resource.Unprotected() : resource)],
        };

    private static string Names(IEnumerable<ResourceState> resources) =>
        string.Join(", ", resources.Select(resource => $"{resource.Urn.Name} ({resource.Type})"));
}

using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Who needs whom. Rests on the order of the list: nothing depends on what comes after it.</summary>
internal sealed class DependencyGraph(IReadOnlyList<ResourceState> resources)
{
    private readonly Dictionary<ResourceState, HashSet<Urn>> _dependencies =
        resources.ToDictionary(resource => resource, resource => resource.AllDependencies().ToHashSet(), (IEqualityComparer<ResourceState>)ReferenceEqualityComparer.Instance);

    /// <summary>Everything that needs the root, directly or through others, in dependency order. Being a child alone is no need.</summary>
    public IReadOnlyList<ResourceState> DependingOn(ResourceState root, Func<Urn, bool> ignore)
    {
        var reached = new HashSet<Urn> { root.Urn };
        var result = new List<ResourceState>();
        foreach (var candidate in resources.SkipWhile(resource => !ReferenceEquals(resource, root)).Skip(1))
        {
            var needs = candidate.Dependencies
                .Concat(candidate.PropertyDependencies.Values.SelectMany(urns => urns))
                .Concat(candidate.ReplaceWith)
                .Append(candidate.DeletedWith)
                .Append(candidate.Provider.Length > 0 ? ProviderReference.Parse(candidate.Provider).Urn : default);
            if (!ignore(candidate.Urn) && needs.Any(reached.Contains))
            {
                reached.Add(candidate.Urn);
                result.Add(candidate);
            }
        }
        return result;
    }

    /// <summary>
    /// Groups resources for deletion: every group can go in parallel, and only after the groups before it, which hold whatever needs it.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<ResourceState>> DeletionOrder(IReadOnlyCollection<ResourceState> condemned)
    {
        var doomed = new HashSet<ResourceState>(condemned, ReferenceEqualityComparer.Instance);
        var depths = new Dictionary<ResourceState, int>(ReferenceEqualityComparer.Instance);
        var depthByUrn = new Dictionary<Urn, int>();
        foreach (var resource in resources.Where(doomed.Contains))
        {
            // A resource goes before what it needs; so do all that share a URN with what it needs, such as one already replaced.
            var depth = _dependencies[resource].Select(urn => depthByUrn.TryGetValue(urn, out var needed) ? needed + 1 : 0).DefaultIfEmpty().Max();
            depths[resource] = depth;
            depthByUrn[resource.Urn] = Math.Max(depth, depthByUrn.GetValueOrDefault(resource.Urn));
        }
        return [.. depths.GroupBy(pair => pair.Value).OrderByDescending(group => group.Key).Select(group => (IReadOnlyList<ResourceState>)[.. group.Select(pair => pair.Key)])];
    }
}

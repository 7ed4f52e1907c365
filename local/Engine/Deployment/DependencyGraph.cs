using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Dependencies between resources. The list must be in dependency order: no resource depends on a later one.</summary>
internal sealed class DependencyGraph(IReadOnlyList<ResourceState> resources)
{
    private readonly Dictionary<ResourceState, HashSet<Urn>> _dependencies = resources.ToDictionary(
        resource => resource,
        resource => resource.AllDependencies().ToHashSet(),
        (IEqualityComparer<ResourceState>)ReferenceEqualityComparer.Instance
    );

    private readonly Dictionary<ResourceState, int> _places = resources
        .Index()
        .ToDictionary(item => item.Item, item => item.Index, (IEqualityComparer<ResourceState>)ReferenceEqualityComparer.Instance);

    private readonly ILookup<Urn, int> _dependents = resources
        .Index()
        .SelectMany(item => Needs(item.Item).Distinct().Select(need => (Need: need, item.Index)))
        .ToLookup(pair => pair.Need, pair => pair.Index);

    /// <summary>Direct dependents of a resource, in dependency order.</summary>
    public IEnumerable<ResourceState> Dependents(Urn urn) => _dependents[urn].Select(place => resources[place]);

    /// <summary>All transitive dependents of the root, in dependency order. A child is not a dependent by itself.</summary>
    public IReadOnlyList<ResourceState> DependingOn(ResourceState root, Func<Urn, bool> ignore)
    {
        var result = new List<ResourceState>();
        var reached = new SortedSet<int>(_dependents[root.Urn].Where(place => place > _places[root]));
        while (reached.Count > 0)
        {
            var place = reached.Min;
            reached.Remove(place);
            var candidate = resources[place];
            if (!ignore(candidate.Urn))
            {
                result.Add(candidate);
                reached.UnionWith(_dependents[candidate.Urn].Where(later => later > place));
            }
        }
        return result;
    }

    /// <summary>
    /// Groups resources for deletion. Groups run in sequence, dependents first; the resources in a group can be deleted in parallel.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<ResourceState>> DeletionOrder(IReadOnlyCollection<ResourceState> condemned)
    {
        var doomed = new HashSet<ResourceState>(condemned, ReferenceEqualityComparer.Instance);
        var depths = new Dictionary<ResourceState, int>(ReferenceEqualityComparer.Instance);
        var depthByUrn = new Dictionary<Urn, int>();
        foreach (var resource in resources.Where(doomed.Contains))
        {
            // A resource is deleted before its dependencies, including all entries that share a dependency's URN, such as a replaced one.
            var depth = _dependencies[resource]
                .Select(urn => depthByUrn.TryGetValue(urn, out var needed) ? needed + 1 : 0)
                .DefaultIfEmpty()
                .Max();
            depths[resource] = depth;
            depthByUrn[resource.Urn] = Math.Max(depth, depthByUrn.GetValueOrDefault(resource.Urn));
        }
        return
        [
            .. depths
                .GroupBy(pair => pair.Value)
                .OrderByDescending(group => group.Key)
                .Select(group => (IReadOnlyList<ResourceState>)[.. group.Select(pair => pair.Key)]),
        ];
    }

    private static IEnumerable<Urn> Needs(ResourceState resource)
    {
        var needs = resource
            .Dependencies.Concat(resource.PropertyDependencies.Values.SelectMany(urns => urns))
            .Concat(resource.ReplaceWith);
        needs = resource.DeletedWith.IsEmpty ? needs : needs.Append(resource.DeletedWith);
        return resource.Provider.Length > 0 ? needs.Append(ProviderReference.Parse(resource.Provider).Urn) : needs;
    }
}

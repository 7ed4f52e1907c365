using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Who needs whom. Rests on the order of the list: nothing depends on what comes after it.</summary>
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

    /// <summary>What needs a resource itself, in dependency order.</summary>
    public IEnumerable<ResourceState> Dependents(Urn urn) => _dependents[urn].Select(place => resources[place]);

    /// <summary>Everything that needs the root, directly or through others, in dependency order. Being a child alone is no need.</summary>
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

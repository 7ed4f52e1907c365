using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>The stack as it was before the run, or as a refresh found it.</summary>
internal sealed class PriorState
{
    private Dictionary<Urn, ResourceState> _byUrn = [];

    public PriorState(IReadOnlyList<ResourceState> resources) => Rebuild(resources);

    public IReadOnlyList<ResourceState> Resources { get; private set; } = [];

    public DependencyGraph Graph { get; private set; } = new([]);

    /// <summary>The resource with a URN, except one that is only waiting to be deleted.</summary>
    public ResourceState? Find(Urn urn) => _byUrn.GetValueOrDefault(urn);

    public void Rebuild(IReadOnlyList<ResourceState> resources)
    {
        Resources = resources;
        Graph = new(resources);
        _byUrn = resources.Where(resource => !resource.Delete).ToDictionary(resource => resource.Urn);
    }

    /// <summary>
    /// Applies the outcomes of a refresh; null means that the resource is gone. Dependencies on it are dropped, and its children move to
    /// its parent.
    /// </summary>
    public void Refresh(IReadOnlyDictionary<ResourceState, ResourceState?> outcomes)
    {
        var remaining = new List<ResourceState>();
        var present = new HashSet<Urn>();
        var adoptiveParent = new Dictionary<Urn, Urn>();
        foreach (var before in Resources)
        {
            var resource = outcomes.TryGetValue(before, out var outcome) ? outcome : before;
            var parent = (resource ?? before).Parent;
            parent = parent.IsEmpty || present.Contains(parent) ? parent : adoptiveParent.GetValueOrDefault(parent);
            if (resource is null)
            {
                adoptiveParent[before.Urn] = parent;
                continue;
            }
            resource.Parent = parent;
            resource.Dependencies = [.. resource.Dependencies.Where(present.Contains)];
            resource.PropertyDependencies = resource.PropertyDependencies.ToDictionary(
                pair => pair.Key,
                pair => (IReadOnlyList<Urn>)[.. pair.Value.Where(present.Contains)]
            );
            resource.ReplaceWith = [.. resource.ReplaceWith.Where(present.Contains)];
            resource.DeletedWith = present.Contains(resource.DeletedWith) ? resource.DeletedWith : default;
            present.Add(resource.Urn);
            remaining.Add(resource);
        }
        Rebuild(remaining);
    }
}

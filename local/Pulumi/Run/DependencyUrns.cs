namespace Pulumi.Run;

/// <summary>Computes the dependency URNs of a request.</summary>
internal static class DependencyUrns
{
    public static async Task<HashSet<string>> OfAsync(IEnumerable<Resource> resources, Resource? dependent)
    {
        var urns = await Task.WhenAll(Expand(resources, dependent).Select(resource => resource.Urn.ValueOrAsync("")));
        return [.. urns.Where(urn => urn.Length > 0)];
    }

    /// <summary>
    /// Expands components to the custom resources and remote components below them. Ancestors of <paramref name="dependent"/> are not
    /// expanded: it would wait for itself, or for a sibling that waits for it.
    /// </summary>
    public static HashSet<Resource> Expand(IEnumerable<Resource> resources, Resource? dependent)
    {
        var seen = new HashSet<Resource>();
        for (var ancestor = dependent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor == dependent || ancestor is ComponentResource)
            {
                seen.Add(ancestor);
            }
        }

        var expanded = new HashSet<Resource>();
        var queue = new Queue<Resource>(resources);
        while (queue.TryDequeue(out var resource))
        {
            if (!seen.Add(resource))
            {
                continue;
            }

            if (resource is not ComponentResource { IsRemote: false })
            {
                expanded.Add(resource);
                continue;
            }

            foreach (var child in resource.Children)
            {
                queue.Enqueue(child);
            }
        }

        return expanded;
    }
}

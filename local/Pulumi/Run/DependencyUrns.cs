namespace Pulumi.Run;

/// <summary>The URNs that a request names as dependencies.</summary>
internal static class DependencyUrns
{
    public static async Task<HashSet<string>> OfAsync(IEnumerable<Resource> resources, Resource? dependent)
    {
        var urns = await Task.WhenAll(Expand(resources, dependent).Select(resource => resource.Urn.ValueOrAsync("")));
        return [.. urns.Where(urn => urn.Length > 0)];
    }

    /// <summary>
    /// A component stands for the custom resources and remote components below it. A component that <paramref name="dependent"/>
    /// is itself below does not count: it would wait for itself, or for a sibling that waits for it.
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

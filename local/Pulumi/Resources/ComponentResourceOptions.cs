namespace Pulumi;

public sealed class ComponentResourceOptions : ResourceOptions
{
    /// <summary>Providers of the component's children, at most one per package.</summary>
    public List<ProviderResource> Providers { get; set; } = [];

    /// <summary>Merges two options. Lists are concatenated; providers and other settings of the second take precedence.</summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = new ComponentResourceOptions();
        foreach (var options in new[] { options1, options2 }.OfType<ComponentResourceOptions>())
        {
            merged.Overlay(options);
            var packages = options.Providers.Select(provider => provider.Package).ToHashSet();
            merged.Providers.RemoveAll(provider => packages.Contains(provider.Package));
            merged.Providers.AddRange(options.Providers);
        }

        return merged;
    }

    internal override ComponentResourceOptions Clone() => Merge(this, null);
}

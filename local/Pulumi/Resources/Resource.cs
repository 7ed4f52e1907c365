using System.Collections.Immutable;
using Pulumi.Run;
using Pulumi.Serialization;

namespace Pulumi;

public class Resource
{
    private readonly string _type;
    private readonly string _name;
    private readonly bool? _protect;
    private readonly ImmutableArray<ResourceTransformation> _transformations = [];
    private readonly ImmutableDictionary<string, ProviderResource> _providers = ImmutableDictionary<string, ProviderResource>.Empty;
    private ImmutableHashSet<Resource> _children = [];

    /// <summary>Constructs a resource and starts its registration. Its outputs resolve when the engine responds.</summary>
    private protected Resource(string type, string name, bool custom, ResourceArgs args, ResourceOptions options, bool remote = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _type = type;
        _name = name;
        var deployment = Deployment.Required;
        var slots = OutputSlots.Assign(this, isEngineOwned: custom || remote || options.Urn is not null);

        _transformations = [.. options.ResourceTransformations, .. TransformingParent(deployment, options)?._transformations ?? []];
        foreach (var transformation in _transformations)
        {
            if (transformation(new(this, args, options)) is not { } result)
            {
                continue;
            }

            if (result.Options.Parent != options.Parent)
            {
                throw new ArgumentException($"A transformation changed the parent of {type} '{name}', which transformations cannot do.");
            }

            (args, options) = (result.Args, result.Options);
        }

        options = options.Clone();
        Parent = options.Parent;
        if (Parent is not null)
        {
            ImmutableInterlocked.Update(ref Parent._children, (children, child) => children.Add(child), this);
            options.Protect ??= Parent._protect;
            _providers = Parent._providers;
        }

        _providers = _providers.SetItems(ProvidersForChildren(options, custom));
        if (custom)
        {
            options.Provider ??= Parent?.ProviderFor(type);
            Provider = options.Provider;
        }

        _protect = options.Protect;
        Version = options.Version;
        PluginDownloadUrl = options.PluginDownloadURL;
        deployment.Resources.Start(this, custom, remote, args, options, slots);
    }

    /// <summary>Constructs a stand-in for a resource known only by its URN.</summary>
    private protected Resource(string type, string name)
    {
        _type = type;
        _name = name;
    }

    [Output("urn")]
    public Output<string> Urn { get; private protected set; } = null!;

    internal Resource? Parent { get; }

    internal IEnumerable<Resource> Children => _children;

    /// <summary>Provider of a custom resource: its own or inherited from its parent.</summary>
    internal ProviderResource? Provider { get; }

    internal string? Version { get; }

    internal string? PluginDownloadUrl { get; }

    public string GetResourceType() => _type;

    public string GetResourceName() => _name;

    /// <summary>The provider that children inherit for a type or function of the form <c>package:module:Name</c>.</summary>
    internal ProviderResource? ProviderFor(string token) => PackageOf(token) is { } package ? _providers.GetValueOrDefault(package) : null;

    // The stack's transformations also apply to resources without a parent, but not to those read by URN.
    private Resource? TransformingParent(DeploymentContext deployment, ResourceOptions options) =>
        options.Parent ?? (_type == Stack.TypeName || options.Urn is not null ? null : deployment.Stack);

    private Dictionary<string, ProviderResource> ProvidersForChildren(ResourceOptions options, bool custom)
    {
        if (custom)
        {
            return options.Provider is { } own && PackageOf(_type) is { } package ? new() { [package] = own } : [];
        }

        var providers = ((ComponentResourceOptions)options).Providers;
        if (options.Provider is null)
        {
            return providers.ToDictionary(provider => provider.Package);
        }

        return providers.Count == 0
            ? new() { [options.Provider.Package] = options.Provider }
            : throw new ResourceException(
                $"{_type} '{_name}' has both options Provider and Providers, which are mutually exclusive.",
                options.Parent
            );
    }

    private static string? PackageOf(string token) => token.Split(':') is [var package, _, _] ? package : null;
}

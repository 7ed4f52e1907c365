using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Cli.Adopt;

/// <summary>An object of the account that the new program declares.</summary>
internal sealed class AdoptedResource(ResourceType type, string id, PropertyMap inputs, PropertyMap outputs)
{
    public ResourceType Type => type;

    /// <summary>The id for <c>pulumi import</c>.</summary>
    public string Id => id;

    /// <summary>The inputs that the program declares.</summary>
    public PropertyMap Inputs => inputs;

    public PropertyMap Outputs => outputs;

    /// <summary>Name of the type: the token's last part.</summary>
    public string TypeName => Type.Token[(Type.Token.LastIndexOf(':') + 1)..];

    /// <summary>Name in the program.</summary>
    public required string Name { get; init; }

    /// <summary>Name of its variable in C#.</summary>
    public required string Variable { get; init; }

    /// <summary>Whether losing the object would cut off devices or sites.</summary>
    public bool Protect => TypeName is "DefaultDeviceProfile" or "WarpConnectorTunnel" or "VirtualNetwork" or "DeviceSettings";

    /// <summary>The profile whose deletion takes this list with it; null for everything else.</summary>
    public AdoptedResource? DeletedWith { get; init; }
}

/// <summary>An output of another resource of the program, instead of an id.</summary>
internal sealed record Reference(AdoptedResource Resource, string Output);

/// <summary>A program: its resources, each after those that it refers to.</summary>
internal sealed class AdoptedProgram
{
    private readonly Dictionary<string, Reference> _ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<AdoptedResource> _referred = [];

    public AdoptedProgram(IReadOnlyList<AdoptedResource> resources)
    {
        Resources = resources;
        foreach (var resource in resources)
        {
            foreach (var output in resource.Type.Outputs.Properties.Where(property => property.Stable))
            {
                if (resource.Outputs.Get(output.Name) is PropertyString { Value: var id } && Guid.TryParse(id, out _))
                {
                    _ids.TryAdd(id, new(resource, output.Name));
                }
            }
        }

        foreach (var resource in resources)
        {
            _referred.UnionWith(ReferencesIn(resource, resource.Inputs));
            if (resource.DeletedWith is { } profile)
            {
                _referred.Add(profile);
            }
        }
    }

    public IReadOnlyList<AdoptedResource> Resources { get; }

    /// <summary>The output of another resource that has this id; null if there is none.</summary>
    public Reference? Find(AdoptedResource user, PropertyValue value) =>
        value is PropertyString text && _ids.GetValueOrDefault(text.Value) is { } found && found.Resource != user ? found : null;

    /// <summary>Whether another resource refers to it.</summary>
    public bool IsReferred(AdoptedResource resource) => _referred.Contains(resource);

    private IEnumerable<AdoptedResource> ReferencesIn(AdoptedResource user, PropertyValue value) =>
        value switch
        {
            PropertyMap map => map.Values.SelectMany(child => ReferencesIn(user, child)),
            PropertyArray list => list.SelectMany(child => ReferencesIn(user, child)),
            _ => Find(user, value) is { } reference ? [reference.Resource] : [],
        };
}

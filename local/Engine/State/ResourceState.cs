using Google.Protobuf.WellKnownTypes;

namespace ZeroTrust.Engine.State;

/// <summary>A resource in the state. Property bags are immutable by convention and may be shared.</summary>
public sealed class ResourceState
{
    /// <summary>The resource's URN.</summary>
    public required Urn Urn { get; set; }

    /// <summary>Type token.</summary>
    public required string Type { get; init; }

    /// <summary>Whether a provider manages the resource; false for components.</summary>
    public required bool Custom { get; init; }

    /// <summary>Whether it was replaced and is still to be deleted.</summary>
    public bool Delete { get; set; }

    /// <summary>The provider's ID; empty for components and during the preview of a create.</summary>
    public string Id { get; set; } = "";

    /// <summary>Inputs, as returned by the provider's Check.</summary>
    public Struct Inputs { get; set; } = new();

    /// <summary>Outputs that the provider reported.</summary>
    public Struct Outputs { get; set; } = new();

    /// <summary>Parent, if any.</summary>
    public Urn Parent { get; set; }

    /// <summary>Whether deleting and replacing are refused.</summary>
    public bool Protect { get; set; }

    /// <summary>Whether a user marked it for replacement.</summary>
    public bool Taint { get; init; }

    /// <summary>Whether it is read, not managed.</summary>
    public bool External { get; init; }

    /// <summary>Resources that this one depends on.</summary>
    public IReadOnlyList<Urn> Dependencies { get; set; } = [];

    /// <summary>Initialization errors of an object that exists; the next update repairs it.</summary>
    public IReadOnlyList<string> InitErrors { get; set; } = [];

    /// <summary>Provider reference, <c>urn::id</c>.</summary>
    public string Provider { get; set; } = "";

    /// <summary>The resources that each input depends on.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Urn>> PropertyDependencies { get; set; } =
        new Dictionary<string, IReadOnlyList<Urn>>();

    /// <summary>Whether it was deleted before its replacement was created.</summary>
    public bool PendingReplacement { get; set; }

    /// <summary>Outputs that the program marks as secret.</summary>
    public IReadOnlyList<string> AdditionalSecretOutputs { get; init; } = [];

    /// <summary>Former URNs.</summary>
    public IReadOnlyList<Urn> Aliases { get; init; } = [];

    /// <summary>Time limits that the program set.</summary>
    public CustomTimeouts CustomTimeouts { get; init; } = CustomTimeouts.None;

    /// <summary>ID in the program's import option.</summary>
    public string ImportId { get; set; } = "";

    /// <summary>Whether deleting the resource leaves the object in place.</summary>
    public bool RetainOnDelete { get; init; }

    /// <summary>Resource whose deletion also deletes this one.</summary>
    public Urn DeletedWith { get; set; }

    /// <summary>Resources whose replacement also replaces this one.</summary>
    public IReadOnlyList<Urn> ReplaceWith { get; set; } = [];

    /// <summary>When the object was created.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? Modified { get; set; }

    /// <summary>Source position of the declaration.</summary>
    public string SourcePosition { get; init; } = "";

    /// <summary>Property paths whose changes the program ignores.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    /// <summary>Property paths whose changes replace the resource.</summary>
    public IReadOnlyList<string> ReplaceOnChanges { get; init; } = [];

    /// <summary>Whether the provider requires a read before each diff.</summary>
    public bool RefreshBeforeUpdate { get; set; }

    /// <summary>Unrecognized fields of newer engines, preserved when the state is written.</summary>
    internal IReadOnlyDictionary<string, System.Text.Json.JsonElement> Unrecognized { get; init; } =
        new Dictionary<string, System.Text.Json.JsonElement>();

    /// <summary>Whether this is a provider resource.</summary>
    public bool IsProvider => ResourceTypes.IsProvider(Type);

    /// <summary>Whether this is a default provider, which the stack's configuration configures.</summary>
    public bool IsDefaultProvider => IsProvider && Parent.IsEmpty && Urn.Name.StartsWith("default", StringComparison.Ordinal);

    /// <summary>A copy with its own URN and those that it refers to renamed.</summary>
    internal ResourceState WithUrns(Func<Urn, Urn> rename)
    {
        var copy = Copy();
        copy.Urn = rename(Urn);
        copy.Parent = rename(Parent);
        copy.Dependencies = [.. Dependencies.Select(rename)];
        copy.PropertyDependencies = PropertyDependencies.ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyList<Urn>)[.. pair.Value.Select(rename)]
        );
        copy.DeletedWith = rename(DeletedWith);
        copy.ReplaceWith = [.. ReplaceWith.Select(rename)];
        copy.Provider =
            Provider.Length > 0 && ProviderReference.Parse(Provider) is var provider
                ? new ProviderReference(rename(provider.Urn), provider.Id).ToString()
                : "";
        return copy;
    }

    internal ResourceState Unprotected()
    {
        var copy = Copy();
        copy.Protect = false;
        return copy;
    }

    internal ResourceState Copy() => (ResourceState)MemberwiseClone();

    /// <summary>All dependencies, including the provider and the parent.</summary>
    internal IEnumerable<Urn> AllDependencies()
    {
        if (Provider.Length > 0)
        {
            yield return ProviderReference.Parse(Provider).Urn;
        }
        if (!Parent.IsEmpty)
        {
            yield return Parent;
        }
        foreach (var urn in Dependencies.Concat(PropertyDependencies.Values.SelectMany(urns => urns)).Concat(ReplaceWith))
        {
            yield return urn;
        }
        if (!DeletedWith.IsEmpty)
        {
            yield return DeletedWith;
        }
    }
}

/// <summary>Time limits of a resource's operations, in seconds; zero means the provider's default.</summary>
public sealed record CustomTimeouts(double Create = 0, double Update = 0, double Delete = 0, double Read = 0)
{
    /// <summary>No custom limits.</summary>
    public static CustomTimeouts None { get; } = new();
}

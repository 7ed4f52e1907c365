using Google.Protobuf.WellKnownTypes;

namespace ZeroTrust.Engine.State;

/// <summary>One resource as the deployment records it. Property bags are treated as immutable and shared freely.</summary>
public sealed class ResourceState
{
    /// <summary>The resource's URN.</summary>
    public required Urn Urn { get; set; }

    /// <summary>Type token.</summary>
    public required string Type { get; init; }

    /// <summary>Whether a provider manages it; false for components.</summary>
    public required bool Custom { get; init; }

    /// <summary>Replaced, and still to be deleted.</summary>
    public bool Delete { get; set; }

    /// <summary>The provider's id; empty for components and during preview of a create.</summary>
    public string Id { get; set; } = "";

    /// <summary>Inputs as the provider checked them.</summary>
    public Struct Inputs { get; set; } = new();

    /// <summary>What the provider reported.</summary>
    public Struct Outputs { get; set; } = new();

    /// <summary>Parent, or none.</summary>
    public Urn Parent { get; set; }

    /// <summary>Deleting and replacing are refused.</summary>
    public bool Protect { get; set; }

    /// <summary>Marked by a user for replacement.</summary>
    public bool Taint { get; init; }

    /// <summary>Read, not managed.</summary>
    public bool External { get; init; }

    /// <summary>Resources this one needs.</summary>
    public IReadOnlyList<Urn> Dependencies { get; set; } = [];

    /// <summary>What went wrong after the object came to exist; the next update repairs it.</summary>
    public IReadOnlyList<string> InitErrors { get; set; } = [];

    /// <summary>Provider reference, <c>urn::id</c>.</summary>
    public string Provider { get; set; } = "";

    /// <summary>Which resources each input came from.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Urn>> PropertyDependencies { get; set; } =
        new Dictionary<string, IReadOnlyList<Urn>>();

    /// <summary>Deleted already, its replacement not created yet.</summary>
    public bool PendingReplacement { get; set; }

    /// <summary>Outputs the program wants secret.</summary>
    public IReadOnlyList<string> AdditionalSecretOutputs { get; init; } = [];

    /// <summary>URNs this resource had before.</summary>
    public IReadOnlyList<Urn> Aliases { get; init; } = [];

    /// <summary>Limits the program set on operations.</summary>
    public CustomTimeouts CustomTimeouts { get; init; } = CustomTimeouts.None;

    /// <summary>Id given by the program's import option.</summary>
    public string ImportId { get; set; } = "";

    /// <summary>Deleting forgets the resource and leaves the object.</summary>
    public bool RetainOnDelete { get; init; }

    /// <summary>Deleting that resource deletes this one with it.</summary>
    public Urn DeletedWith { get; set; }

    /// <summary>Replacing any of those replaces this one.</summary>
    public IReadOnlyList<Urn> ReplaceWith { get; set; } = [];

    /// <summary>When the object came to exist.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? Modified { get; set; }

    /// <summary>Where in the program it is declared.</summary>
    public string SourcePosition { get; init; } = "";

    /// <summary>Property paths whose changes the program ignores.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    /// <summary>Property paths whose changes replace.</summary>
    public IReadOnlyList<string> ReplaceOnChanges { get; init; } = [];

    /// <summary>The provider wants a read before each diff.</summary>
    public bool RefreshBeforeUpdate { get; set; }

    /// <summary>Fields of newer engines, kept as they were read.</summary>
    internal IReadOnlyDictionary<string, System.Text.Json.JsonElement> Unrecognised { get; init; } =
        new Dictionary<string, System.Text.Json.JsonElement>();

    /// <summary>Whether this is a provider's own resource.</summary>
    public bool IsProvider => ResourceTypes.IsProvider(Type);

    /// <summary>The resource under other names, its own and those that it refers to.</summary>
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

    /// <summary>Every resource this one needs, its provider and parent included.</summary>
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

/// <summary>Limits on a resource's operations, in seconds; zero leaves it to the provider.</summary>
public sealed record CustomTimeouts(double Create = 0, double Update = 0, double Delete = 0, double Read = 0)
{
    /// <summary>No limit of its own.</summary>
    public static CustomTimeouts None { get; } = new();
}

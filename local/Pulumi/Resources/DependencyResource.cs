using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A stand-in for a resource known only by its URN, used as a dependency.</summary>
internal sealed class DependencyResource : CustomResource
{
    /// <param name="id">ID; null if none is given or for a component, empty if not known yet.</param>
    public DependencyResource(string urn, string? id = null)
        : base("", "")
    {
        Urn = new(Task.FromResult(new OutputData<string>(urn, IsKnown: true, IsSecret: false, [this])));
        if (id is not null)
        {
            Id = new(Task.FromResult(new OutputData<string>(id, IsKnown: id.Length > 0, IsSecret: false, [this])));
        }
    }
}

/// <summary>A stand-in for a provider known only by its reference, <c>urn::id</c>.</summary>
internal sealed class DependencyProviderResource : ProviderResource
{
    private DependencyProviderResource(string urn, string id)
        : base(Pulumi.Urn.TypeOf(urn).Split(':')[^1])
    {
        Urn = new(Task.FromResult(new OutputData<string>(urn, IsKnown: true, IsSecret: false, [this])));
        Id = new(Task.FromResult(new OutputData<string>(id, IsKnown: true, IsSecret: false, [this])));
    }

    public static DependencyProviderResource FromReference(string reference)
    {
        var separator = reference.LastIndexOf("::", StringComparison.Ordinal);
        return separator < 0
            ? throw new FormatException($"'{reference}' is not a provider reference of the form urn::id.")
            : new(reference[..separator], reference[(separator + 2)..]);
    }
}

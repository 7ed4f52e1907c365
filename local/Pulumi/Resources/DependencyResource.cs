using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A resource that only the engine knows, as something to depend on.</summary>
internal sealed class DependencyResource : CustomResource
{
    /// <param name="id">Null: not told, or a component's. Empty: not known yet.</param>
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

/// <summary>A provider that only the engine knows, from its reference <c>urn::id</c>.</summary>
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

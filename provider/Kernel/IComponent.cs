using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>Resources that belong together, declared as one.</summary>
internal interface IComponent
{
    ObjectSpec Inputs { get; }

    ObjectSpec Outputs { get; }

    /// <summary>What is wrong beyond what the specification and the children's own checks find.</summary>
    IEnumerable<Problem> Check(PropertyMap inputs) => [];

    /// <summary>
    /// Declares the children and returns the outputs. Values are passed on as they came: unknown, secret, with what they come from.
    /// </summary>
    Task<PropertyMap> ConstructAsync(string name, PropertyMap inputs, IChildren children);
}

/// <summary>Where a component declares its children.</summary>
internal interface IChildren
{
    Task<Child> DeclareAsync(ChildDeclaration child);
}

/// <summary>A child to be declared.</summary>
/// <param name="Type">Name of the resource in this package.</param>
/// <param name="Name">Name in the program.</param>
internal sealed record ChildDeclaration(string Type, string Name, PropertyMap Inputs)
{
    /// <summary>The child that deletes it too, so that no delete of its own is needed.</summary>
    public Child? DeletedWith { get; init; }

    public IReadOnlyList<Child> DependsOn { get; init; } = [];

    /// <summary>A child that follows this one. Creating this one may do its work, so that it finds nothing left to write.</summary>
    public ChildDeclaration? FollowedBy { get; init; }
}

/// <summary>A child that the engine knows.</summary>
/// <param name="Missing">Stands for an output that the engine did not send: in a preview it may still come.</param>
internal sealed record Child(string Urn, PropertyMap Outputs, PropertyValue Missing)
{
    /// <summary>An output, which depends on the child.</summary>
    public PropertyOutput this[string property]
    {
        get
        {
            var value = Outputs.GetValueOrDefault(property) ?? Missing;
            return new()
            {
                Value = value.Unsecret() is var plain and not PropertyUnknown ? plain : null,
                IsSecret = value.ContainsSecret,
                Dependencies = [Urn],
            };
        }
    }
}

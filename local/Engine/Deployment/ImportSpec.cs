using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>An existing object to adopt.</summary>
/// <param name="Type">Type token.</param>
/// <param name="Name">Name it gets in the program.</param>
/// <param name="Id">The provider's id of the object.</param>
public sealed record ImportSpec(string Type, string Name, string Id)
{
    /// <summary>Parent; the stack when empty.</summary>
    public Urn Parent { get; init; }

    /// <summary>URN of an explicit provider in the state; the default one when empty.</summary>
    public Urn Provider { get; init; }

    /// <summary>Version of the default provider; the one in the state, or the one found, when null.</summary>
    public string? Version { get; init; }

    /// <summary>Whether the imported resource is protected from deletion; so by default, as with Pulumi's own command.</summary>
    public bool Protect { get; init; } = true;
}

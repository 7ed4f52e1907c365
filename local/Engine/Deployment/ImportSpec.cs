using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>An existing object to import.</summary>
/// <param name="Type">Type token.</param>
/// <param name="Name">Name of the resource in the program.</param>
/// <param name="Id">The object's ID.</param>
public sealed record ImportSpec(string Type, string Name, string Id)
{
    /// <summary>Parent; empty means the stack.</summary>
    public Urn Parent { get; init; }

    /// <summary>URN of an explicit provider in the state; empty means the default provider.</summary>
    public Urn Provider { get; init; }

    /// <summary>Version of the default provider; null means the version in the state, or the one that is found.</summary>
    public string? Version { get; init; }

    /// <summary>Whether the imported resource is protected from deletion; the default, as in <c>pulumi import</c>.</summary>
    public bool Protect { get; init; } = true;
}

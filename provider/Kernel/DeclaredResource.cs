using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>A resource that the program declares.</summary>
/// <param name="Scope">The scope it is in; null while that is unknown.</param>
/// <param name="Inputs">Its inputs as checked.</param>
internal abstract record DeclaredResource(string Urn, string? Scope, PropertyMap Inputs)
{
    /// <summary>The resource as people call it: <c>SplitTunnel 'office'</c>.</summary>
    public string Description => UrnText.Describe(Urn);

    /// <summary>Its outputs, when it is known to exist.</summary>
    public PropertyMap? Outputs { get; init; }

    /// <summary>What it uses, as far as that is known.</summary>
    public IReadOnlyList<ExclusiveUse> Uses { get; init; } = [];

    /// <summary>Whether these properties are known, with everything in them.</summary>
    public bool Knows(params IEnumerable<string> paths) => !paths.Any(path => Inputs.At(path) is { ContainsUnknown: true });

    /// <summary>Whether one of these properties, or anything in it, is a secret.</summary>
    public bool IsSecret(params IEnumerable<string> paths) => paths.Any(path => Inputs.At(path) is { ContainsSecret: true });
}

/// <inheritdoc cref="DeclaredResource"/>
/// <param name="Args">The inputs decoded; unknown ones look unset.</param>
/// <param name="State">The object, when it is known to exist.</param>
internal sealed record DeclaredResource<TArgs, TState>(string Urn, string? Scope, PropertyMap Inputs, TArgs Args, TState? State)
    : DeclaredResource(Urn, Scope, Inputs)
    where TArgs : class
    where TState : class;

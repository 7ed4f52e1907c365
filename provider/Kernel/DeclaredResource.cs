using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>A resource that the program declares.</summary>
/// <param name="Scope">The scope it is in; null while that is unknown.</param>
/// <param name="Marked">Its inputs as checked, if some are unknown or secret; null when all are plain.</param>
/// <remarks>Kept until the run ends for every resource of the program, so it holds its values only once.</remarks>
internal abstract record DeclaredResource(string Urn, string? Scope, PropertyMap? Marked)
{
    /// <summary>The resource in messages: <c>Gadget 'mine'</c>.</summary>
    public string Description => UrnText.Describe(Urn);

    /// <summary>The scope that its object is in; null when it is not known to exist.</summary>
    public string? Home { get; init; }

    /// <summary>What it uses, as far as that is known.</summary>
    public IReadOnlyList<ExclusiveUse> Uses { get; init; } = [];

    /// <summary>Whether these properties are known, with everything in them.</summary>
    public bool Knows(params IEnumerable<string> paths) =>
        Marked is null || !paths.Any(path => Marked.At(path) is { ContainsUnknown: true });

    /// <summary>Whether one of these properties, or anything in it, is a secret.</summary>
    public bool IsSecret(params IEnumerable<string> paths) =>
        Marked is not null && paths.Any(path => Marked.At(path) is { ContainsSecret: true });
}

/// <inheritdoc cref="DeclaredResource"/>
/// <param name="Args">The inputs decoded; unknown ones look unset.</param>
/// <param name="State">The object, when it is known to exist.</param>
internal sealed record DeclaredResource<TArgs, TState>(string Urn, string? Scope, PropertyMap? Marked, TArgs Args, TState? State)
    : DeclaredResource(Urn, Scope, Marked)
    where TArgs : class
    where TState : class;

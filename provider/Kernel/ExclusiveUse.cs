namespace ZeroTrust.Provider.Kernel;

/// <summary>The use of something that resources may not share, or only in the same way: a list, an entry of it, a unique name.</summary>
/// <param name="Of">What is used; every resource that uses the same thing gives the same string.</param>
/// <param name="Kind">The problem when two resources use it.</param>
/// <param name="Path">The property that says so.</param>
/// <param name="Doing">What the resource does, to complete "A and B both …".</param>
internal sealed record ExclusiveUse(string Of, ProblemKind Kind, string Path, string Doing)
{
    /// <summary>How it is used, where any number of resources may use it alike; null where only one may use it at all.</summary>
    public string? SharedAs { get; init; }

    /// <summary>The use without the values that it is about.</summary>
    public ExclusiveUse Redacted() => this with { Doing = "use the same secret value" };
}

/// <summary>For resources that use something that other resources may not use, or not in another way.</summary>
internal interface IUsesExclusively<TArgs, TState>
{
    /// <summary>What a resource with these inputs uses. Pure, as <see cref="IResource{TArgs, TState}.Check"/>.</summary>
    /// <param name="scope">The scope it is in.</param>
    /// <param name="state">The object, when it exists already.</param>
    IEnumerable<ExclusiveUse> Uses(TArgs args, TState? state, string scope);
}

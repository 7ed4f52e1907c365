namespace ZeroTrust.Provider.Kernel;

/// <summary>Something that only one resource of a program may use: a list, an entry of it, a precedence.</summary>
/// <param name="Of">What is used; every resource that uses the same thing gives the same string.</param>
/// <param name="Kind">The problem when two resources use it.</param>
/// <param name="Path">The property that says so.</param>
/// <param name="Doing">What the resource does, to complete "A and B both …".</param>
internal sealed record ExclusiveUse(string Of, ProblemKind Kind, string Path, string Doing)
{
    /// <summary>Whether only a part is used: any number of resources may use parts, while none uses the whole.</summary>
    public bool IsPart { get; init; }

    /// <summary>The use without the values that it is about.</summary>
    public ExclusiveUse Redacted() => this with { Doing = "use the same secret value" };
}

/// <summary>For resources that use something that no other resource may use.</summary>
internal interface IUsesExclusively<TArgs, TState>
{
    /// <summary>What a resource with these inputs uses. Pure, as <see cref="IResource{TArgs, TState}.Check"/>.</summary>
    /// <param name="scope">The scope it is in.</param>
    /// <param name="state">The object, when it exists already.</param>
    IEnumerable<ExclusiveUse> Uses(TArgs args, TState? state, string scope);
}

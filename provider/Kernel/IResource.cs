namespace ZeroTrust.Provider.Kernel;

/// <summary>
/// One kind of resource: what its inputs are, what it looks like when it exists, and how it is created, read, changed and deleted.
/// Everything else (schema, checks of single values, unknowns, secrets, previews, diffs, imports) the kernel derives from the two records.
/// </summary>
/// <typeparam name="TArgs">The inputs.</typeparam>
/// <typeparam name="TState">The outputs: the inputs, and what the server adds.</typeparam>
internal interface IResource<TArgs, TState>
    where TArgs : class
    where TState : class
{
    /// <summary>The Pulumi id of an existing object.</summary>
    ResourceId Id(TState state);

    /// <summary>
    /// What is wrong with inputs beyond single values. Pure, and free to read anything: the kernel keeps what is true whatever unknown
    /// values turn out to be (<see cref="Completion"/>), and redacts what would not be said in the same words without the secrets.
    /// </summary>
    IEnumerable<Problem> Check(TArgs args);

    /// <summary>Creates the object. Once something exists, failures are thrown as <see cref="PartiallyDoneException{TState}"/>.</summary>
    Task<TState> CreateAsync(TArgs args, Operation operation, CancellationToken ct);

    /// <summary>The object as it is; null when it is gone.</summary>
    /// <param name="known">The last known state; null in an import.</param>
    Task<TState?> ReadAsync(ResourceId id, TState? known, Operation operation, CancellationToken ct);

    /// <summary>Applies the changes. Also called with none, to finish a creation that failed half-way.</summary>
    Task<TState> UpdateAsync(ResourceId id, TState old, TArgs args, ChangeSet changes, Operation operation, CancellationToken ct);

    /// <summary>Deletes the object; it being gone already is a success.</summary>
    /// <param name="args">The inputs as they were last: what the program managed.</param>
    Task DeleteAsync(ResourceId id, TState old, TArgs args, Operation operation, CancellationToken ct);
}

/// <summary>
/// For resources whose replacement may have to be created after the old one is gone. Without it, the replacement is created first.
/// </summary>
internal interface IReplacementOrder<TArgs, TState>
{
    bool DeleteBeforeReplace(TState old, TArgs args);
}

/// <summary>
/// For resources with changes that Cloudflare refuses, or that do more than they seem to: told in the preview, not half-way through an
/// update.
/// </summary>
internal interface IChangeCheck<TArgs, TState>
{
    /// <summary>What is wrong with changing to these inputs. Pure, as <see cref="IResource{TArgs, TState}.Check"/>.</summary>
    IEnumerable<Problem> CheckChange(TState old, TArgs args, ChangeSet changes);
}

/// <summary>For resources whose inputs can say one thing in several ways.</summary>
internal interface IEquivalentInputs<TArgs, TState>
{
    /// <summary>
    /// Names of properties whose changes, taken together, change nothing. Pure; not asked while a changed property is unknown.
    /// </summary>
    IEnumerable<string> WithoutEffect(TState old, TArgs args, IReadOnlyList<Change> changes);
}

/// <summary>For resources that nobody but the state knows: they cannot be imported.</summary>
internal interface IKnownToStateOnly;

/// <summary>Names of the top-level properties that an update changes.</summary>
internal sealed class ChangeSet(IEnumerable<string> names)
{
    private readonly HashSet<string> _names = new(names, StringComparer.Ordinal);

    public bool IsEmpty => _names.Count == 0;

    public bool Has(string name) => _names.Contains(name);

    public IEnumerable<string> Names => _names.Order(StringComparer.Ordinal);
}

/// <summary>The object exists, but not all that was asked for could be done.</summary>
internal sealed class PartiallyDoneException<TState>(TState state, Exception cause) : Exception(cause.Message, cause)
    where TState : class
{
    public TState State { get; } = state;
}

/// <summary>The circumstances of one call.</summary>
/// <param name="Urn">The resource, for messages.</param>
/// <param name="Name">Its name in the program.</param>
/// <param name="DefaultAccount">The provider's account.</param>
/// <param name="Log">Tells the user something at the resource's row.</param>
/// <param name="Commit">
/// Cancelled only when a grace period after an interruption is over: requests that create something run under it, so that their outcome is
/// known.
/// </param>
internal sealed record Operation(string Urn, string Name, string DefaultAccount, Action<Severity, string> Log, CancellationToken Commit)
{
    /// <summary>What the program declares, and which objects its resources have.</summary>
    public DeclaredProgram Program { get; init; } = new();

    /// <summary>Whether the user allows that existing objects are adopted.</summary>
    public bool AdoptExisting { get; init; }

    /// <summary>
    /// Asks for an existing object that is exactly what a creation asks for, as a run leaves it that was interrupted before it could record
    /// what it had created.
    /// Granted when the user allows it and no other resource of the program has the object; the user is told.
    /// </summary>
    public Func<ResourceId, bool> Adopt { get; init; } = _ => false;

    /// <summary>How to go on when an object exists already.</summary>
    /// <param name="id">The object.</param>
    public string WaysToManage(ResourceId id) =>
        Program.IsReplaced(Urn, id.ToString())
            ? "let the old one go first, which is this resource's own and is being replaced: "
                + "take deleteBeforeReplace: false out of its options."
            : $"To manage the one that exists: pulumi import {Urn.Split("::", 4)[2].Split('$')[^1]} {Name} {id}. "
                + "If an interrupted run has created it: run pulumi up once with "
                + "ZEROTRUST_ADOPT_EXISTING=true (or zerotrust:adoptExisting), which adopts what is exactly as declared. "
                + "If it is this resource's own, which is being replaced: "
                + "set the resource option deleteBeforeReplace to true.";

    public string Account(string? own) => own?.ToLowerInvariant() ?? DefaultAccount;
}

namespace ZeroTrust.Provider.Kernel;

/// <summary>
/// One kind of resource: what its inputs are, what it looks like when it exists, and how it is created, read, changed and deleted.
/// The kernel derives everything else (schema, checks of single values, unknowns, secrets, previews, diffs, imports) from the two records.
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

    /// <summary>The object as it is; null if it does not exist.</summary>
    /// <param name="known">The last known state; null in an import.</param>
    Task<TState?> ReadAsync(ResourceId id, TState? known, Operation operation, CancellationToken ct);

    /// <summary>Applies the changes. Also called with none, to finish a creation that failed half-way.</summary>
    Task<TState> UpdateAsync(ResourceId id, TState old, TArgs args, ChangeSet changes, Operation operation, CancellationToken ct);

    /// <summary>Deletes the object; succeeds if it does not exist.</summary>
    /// <param name="args">The inputs as they were last: what the program managed.</param>
    Task DeleteAsync(ResourceId id, TState old, TArgs args, Operation operation, CancellationToken ct);
}

/// <summary>
/// For resources with changes that the API refuses, or that have side effects: reported at preview, not half-way through an update.
/// </summary>
internal interface IChangeCheck<TArgs, TState>
{
    /// <summary>What is wrong with changing to these inputs. Pure, as <see cref="IResource{TArgs, TState}.Check"/>.</summary>
    IEnumerable<Problem> CheckChange(TState old, TArgs args, ChangeSet changes);
}

/// <summary>For resources whose inputs can declare the same thing in several ways.</summary>
internal interface IEquivalentInputs<TArgs, TState>
{
    /// <summary>
    /// Names of properties whose changes, taken together, change nothing. Pure; not asked while a changed property is unknown.
    /// </summary>
    IEnumerable<string> WithoutEffect(TState old, TArgs args, IReadOnlyList<Change> changes);
}

/// <summary>For resources whose deletion restores what was there before them. Only their state knows it.</summary>
internal interface IRestoresPrevious<TArgs, TState>
    where TArgs : class
    where TState : class
{
    /// <summary>What deleting the resource restores: values by name.</summary>
    IReadOnlyDictionary<string, string> Restored(TArgs args, TState state);
}

/// <summary>For resources that cannot be imported, because only the state has them.</summary>
internal interface IKnownToStateOnly;

/// <summary>Names of the top-level properties that an update changes.</summary>
internal sealed class ChangeSet(IEnumerable<string> names)
{
    private readonly HashSet<string> _names = new(names, StringComparer.Ordinal);

    public bool IsEmpty => _names.Count == 0;

    public bool Has(string name) => _names.Contains(name);

    public IEnumerable<string> Names => _names.Order(StringComparer.Ordinal);
}

/// <summary>The object exists, but the operation on it failed half-way.</summary>
internal sealed class PartiallyDoneException<TState>(TState state, Exception cause) : Exception(cause.Message, cause)
    where TState : class
{
    public TState State { get; } = state;
}

/// <summary>The circumstances of one call.</summary>
/// <param name="Urn">The resource, for messages.</param>
/// <param name="Name">Its name in the program.</param>
/// <param name="DefaultScope">The provider's scope: that of resources without one.</param>
/// <param name="Log">Logs a message at the resource.</param>
/// <param name="Commit">
/// Cancelled only when a grace period after an interruption is over: requests that create something run under it, so that their outcome is
/// known.
/// </param>
internal sealed record Operation(string Urn, string Name, string DefaultScope, Action<Severity, string> Log, CancellationToken Commit)
{
    /// <summary>What the program declares, and which objects its resources have.</summary>
    public DeclaredProgram Program { get; init; } = new();

    /// <summary>Whether the user allows existing objects to be adopted.</summary>
    public bool AdoptExisting { get; init; }

    /// <summary>
    /// Requests an existing object that is exactly as declared, such as one that an interrupted run created and did not record.
    /// Granted, with a message, when the user allows it and no other resource of the program has the object.
    /// </summary>
    public Func<ResourceId, bool> Adopt { get; init; } = _ => false;
}

using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>The result of a diff.</summary>
/// <param name="Changes">Every change, at its path.</param>
/// <param name="DeleteBeforeReplace">Whether a replacement has to wait until the old object is gone.</param>
/// <param name="Problems">Warnings about the changes, and errors that make them impossible.</param>
internal sealed record DiffOutcome(IReadOnlyList<Change> Changes, bool DeleteBeforeReplace, IReadOnlyList<Problem> Problems);

/// <summary>An object as it was found: its id, its outputs, and the inputs that describe it.</summary>
internal sealed record ReadOutcome(string Id, PropertyMap Outputs, PropertyMap Inputs);

/// <summary>The object exists, but the operation on it did not finish.</summary>
internal sealed class IncompleteException(string id, PropertyMap outputs, Exception cause) : Exception(cause.Message, cause)
{
    public string Id { get; } = id;

    public PropertyMap Outputs { get; } = outputs;
}

/// <summary>A kind of resource as the provider service sees it: property maps in, property maps out.</summary>
internal abstract class ResourceType
{
    private ObjectSpec? _inputs;
    private ObjectSpec? _outputs;

    protected ResourceType(string token, string idForm) => (Token, IdForm) = (token, new(idForm, () => Outputs));

    public string Token { get; }

    /// <summary>The form of the IDs that users import by.</summary>
    public IdForm IdForm { get; }

    /// <summary>Read on first use, because start-up does not need them.</summary>
    public ObjectSpec Inputs => _inputs ??= SpecReader.Read(InputType);

    public ObjectSpec Outputs => _outputs ??= SpecReader.Read(OutputType);

    /// <summary>Outputs that no update changes, in order.</summary>
    public IReadOnlyList<string> Stables =>
        field ??= [.. Outputs.Properties.Where(output => output.Stable).Select(output => output.Name).Order(StringComparer.Ordinal)];

    /// <summary>The implementing class.</summary>
    public abstract Type ImplementedBy { get; }

    /// <summary>Whether the inputs alone identify the object.</summary>
    public bool IsIdentifiedByInputs => IdForm.Parts.All(part => Inputs.Find(part) is not null);

    /// <summary>Whether the objects of a scope can be listed.</summary>
    public abstract bool IsListable { get; }

    /// <summary>Whether an object that exists already can be brought under management.</summary>
    public abstract bool IsImportable { get; }

    /// <summary>The scope of a resource whose program leaves it to the provider; null where the program sets it.</summary>
    public string? ImpliedScope(PropertyMap state, PropertyMap inputs) =>
        Equivalence.IsEmpty(inputs.Get(IdForm.Scope)) && state.Get(IdForm.Scope)?.Unsecret() is PropertyString scope
            ? IdForm.Canonical(scope.Value)
            : null;

    protected abstract JsonTypeInfo InputType { get; }

    protected abstract JsonTypeInfo OutputType { get; }

    public abstract (PropertyMap Inputs, IReadOnlyList<Problem> Problems) Check(PropertyMap inputs);

    /// <summary>The resource as the program declares it.</summary>
    /// <param name="inputs">Inputs as checked.</param>
    /// <param name="state">Last known outputs; null when it does not exist, or is not known to.</param>
    /// <param name="before">Its declaration by an earlier call, which may have known the outputs.</param>
    public abstract DeclaredResource Declare(
        string urn,
        PropertyMap inputs,
        PropertyMap? state,
        string defaultScope,
        DeclaredResource? before = null
    );

    /// <summary>The objects of a scope that could be imported; null when they cannot be listed.</summary>
    public abstract IAsyncEnumerable<ListedObject>? List(string scope, CancellationToken ct);

    public abstract DiffOutcome Diff(PropertyMap state, PropertyMap oldInputs, PropertyMap inputs, IReadOnlyList<string> ignoreChanges);

    public abstract PropertyMap PreviewCreate(PropertyMap inputs, string? defaultScope);

    public abstract PropertyMap PreviewUpdate(
        PropertyMap state,
        PropertyMap oldInputs,
        PropertyMap inputs,
        IReadOnlyList<string> ignoreChanges
    );

    public abstract Task<(string Id, PropertyMap Outputs)> CreateAsync(PropertyMap inputs, Operation operation, CancellationToken ct);

    /// <param name="state">Last known outputs; null in an import.</param>
    /// <param name="inputs">Last known inputs; null in an import.</param>
    public abstract Task<ReadOutcome?> ReadAsync(
        string id,
        PropertyMap? state,
        PropertyMap? inputs,
        Operation operation,
        CancellationToken ct
    );

    public abstract Task<PropertyMap> UpdateAsync(
        string id,
        PropertyMap state,
        PropertyMap oldInputs,
        PropertyMap inputs,
        IReadOnlyList<string> ignoreChanges,
        Operation operation,
        CancellationToken ct
    );

    public abstract Task DeleteAsync(string id, PropertyMap state, PropertyMap inputs, Operation operation, CancellationToken ct);
}

/// <inheritdoc cref="ResourceType"/>
internal sealed class ResourceType<TArgs, TState>(
    string token,
    string idForm,
    IResource<TArgs, TState> resource,
    JsonSerializerContext records
) : ResourceType(token, idForm)
    where TArgs : class
    where TState : class
{
    private JsonTypeInfo<TArgs>? _inputType;
    private JsonTypeInfo<TState>? _outputType;

    public override Type ImplementedBy => resource.GetType();

    public override bool IsListable => resource is IListable;

    public override bool IsImportable => resource is not IKnownToStateOnly;

    protected override JsonTypeInfo<TArgs> InputType => _inputType ??= RecordJson.TypeInfo<TArgs>(records);

    protected override JsonTypeInfo<TState> OutputType => _outputType ??= RecordJson.TypeInfo<TState>(records);

    public override (PropertyMap Inputs, IReadOnlyList<Problem> Problems) Check(PropertyMap inputs)
    {
        var (normalized, problems) = Checker.Check(Inputs, inputs);
        var found = Rules.Problems(Inputs, normalized, args => resource.Check(Args(args)));
        return (normalized, [.. problems, .. found.Where(problem => !problems.Any(problem.RestsOn)), .. SecretsInId(normalized)]);
    }

    public override DeclaredResource Declare(
        string urn,
        PropertyMap inputs,
        PropertyMap? state,
        string defaultScope,
        DeclaredResource? before = null
    )
    {
        var (stored, home) = state is null
            ? ((before as DeclaredResource<TArgs, TState>)?.State, before?.Home)
            : (State(state), (state.Get(IdForm.Scope)?.Unsecret() as PropertyString)?.Value);
        var declared = new DeclaredResource<TArgs, TState>(
            urn,
            ScopeOf(inputs, home ?? defaultScope),
            inputs.ContainsUnknown || inputs.ContainsSecret ? inputs : null,
            Args(inputs),
            stored
        );
        return declared with
        {
            Home = home,
            Uses =
                resource is IUsesExclusively<TArgs, TState> user && declared.Scope is { } scope
                    ? Rules.Uses(Inputs, inputs, args => user.Uses(Args(args), stored, scope))
                    : [],
        };
    }

    public override IAsyncEnumerable<ListedObject>? List(string scope, CancellationToken ct) =>
        (resource as IListable)?.ListAsync(scope, ct);

    public override DiffOutcome Diff(PropertyMap state, PropertyMap oldInputs, PropertyMap inputs, IReadOnlyList<string> ignoreChanges)
    {
        var ignored = ignoreChanges.Select(PropertyPath.Parse).ToArray();
        var changes = Differ
            .Diff(Inputs, state, oldInputs, inputs)
            .Where(change => !ignored.Any(path => path.Contains(PropertyPath.Parse(change.Path))))
            .ToArray();
        if (
            resource is IEquivalentInputs<TArgs, TState> equivalent
            && changes.Length > 0
            && !changes.Any(change => inputs.Get(change.TopLevel) is { ContainsUnknown: true })
        )
        {
            var withoutEffect = equivalent.WithoutEffect(State(state), Args(inputs), changes).ToHashSet(StringComparer.Ordinal);
            changes = [.. changes.Where(change => !withoutEffect.Contains(change.TopLevel))];
        }

        IReadOnlyList<Problem> problems =
            resource is IChangeCheck<TArgs, TState> check && changes.Length > 0
                ? Rules.Problems(
                    Inputs,
                    inputs,
                    state,
                    (args, old) => check.CheckChange(State(old), Args(args), new(changes.Select(change => change.TopLevel)))
                )
                : [];
        return new(changes, DeletesBeforeReplace(state, inputs, changes), problems);
    }

    public override PropertyMap PreviewCreate(PropertyMap inputs, string? defaultScope) =>
        new(
            Outputs.Properties.Select(output =>
                KeyValuePair.Create(
                    output.Name,
                    inputs.Get(output.Name)
                        ?? (
                            output.Name == IdForm.Scope && defaultScope is not null
                                ? (PropertyValue)(defaultScope)
                                : Mark(output, PropertyValue.Unknown)
                        )
                )
            )
        );

    public override PropertyMap PreviewUpdate(
        PropertyMap state,
        PropertyMap oldInputs,
        PropertyMap inputs,
        IReadOnlyList<string> ignoreChanges
    )
    {
        var changed = PossibleChanges(state, oldInputs, inputs, ignoreChanges).ToHashSet(StringComparer.Ordinal);
        var result = new Dictionary<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var output in Outputs.Properties)
        {
            var input = Inputs.Find(output.Name);
            var unknown = output.Volatile || (!inputs.ContainsKey(output.Name) && output.DerivedFrom.Any(changed.Contains));
            var over = input is not null && (changed.Contains(output.Name) || !input.OutlivesProgram);
            var value = unknown ? Mark(output, PropertyValue.Unknown) : inputs.Get(output.Name) ?? (over ? null : state.Get(output.Name));
            if (value is not null)
            {
                result[output.Name] = value;
            }
        }

        return new(result);
    }

    public override async Task<(string Id, PropertyMap Outputs)> CreateAsync(PropertyMap inputs, Operation operation, CancellationToken ct)
    {
        try
        {
            var adopting = operation with { Adopt = id => Adopt(id.ToString(), operation) };
            var state = await resource.CreateAsync(Args(inputs), adopting, ct);
            return (Created(operation, state), OutputsOf(inputs, state, null));
        }
        catch (PartiallyDoneException<TState> partial)
        {
            throw new IncompleteException(
                Created(operation, partial.State),
                OutputsOf(inputs, partial.State, null),
                partial.InnerException!
            );
        }
    }

    public override async Task<ReadOutcome?> ReadAsync(
        string id,
        PropertyMap? state,
        PropertyMap? inputs,
        Operation operation,
        CancellationToken ct
    )
    {
        var parsed = IdForm.Parse(id, operation.DefaultScope);
        var read = await resource.ReadAsync(parsed, state is null || state.Count == 0 ? null : State(state), operation, ct);
        if (read is null)
        {
            return inputs is null && !IdForm.Fits(parsed) ? throw IdForm.Refusal(id) : null;
        }

        var live = RecordCodec.Encode(OutputType, Outputs, read);

        // A stored id stays as it is; an imported one is normalized.
        var newId = state is null || state.Count == 0 ? resource.Id(read).ToString() : id;
        if (inputs is null)
        {
            // Imported under an id in another spelling, the engine deletes the object under the old one.
            operation.Program.Wrote(Token, operation.Urn, newId);
            var imported = ImportedInputs(live, operation.DefaultScope);
            return new(newId, Preserve.Outputs(Outputs, imported, live, null), imported);
        }

        operation.Program.Refreshed(operation.Urn, id);
        return new(newId, Preserve.Outputs(Outputs, inputs, live, state), Preserve.Inputs(Inputs, inputs, live));
    }

    public override async Task<PropertyMap> UpdateAsync(
        string id,
        PropertyMap state,
        PropertyMap oldInputs,
        PropertyMap inputs,
        IReadOnlyList<string> ignoreChanges,
        Operation operation,
        CancellationToken ct
    )
    {
        var changes = new ChangeSet(PossibleChanges(state, oldInputs, inputs, ignoreChanges));
        try
        {
            var updated = await resource.UpdateAsync(
                IdForm.Parse(id, operation.DefaultScope),
                State(state),
                Args(inputs),
                changes,
                operation,
                ct
            );
            operation.Program.Wrote(Token, operation.Urn, id);
            return OutputsOf(inputs, updated, state);
        }
        catch (PartiallyDoneException<TState> partial)
        {
            throw new IncompleteException(id, OutputsOf(inputs, partial.State, state), partial.InnerException!);
        }
    }

    public override async Task DeleteAsync(string id, PropertyMap state, PropertyMap inputs, Operation operation, CancellationToken ct)
    {
        if (operation.Program.KeeperOf(Token, operation.Urn, id) is { } keeper)
        {
            operation.Log(Severity.Info, $"'{id}' was not deleted: the program still has it.");
            ReportLost(State(state), Args(inputs), keeper, operation);
            return;
        }

        await resource.DeleteAsync(IdForm.Parse(id, operation.DefaultScope), State(state), Args(inputs), operation, ct);
        operation.Program.Deleted(Token, id);
    }

    // A successor is created before its predecessor is deleted, and not shown its state: what it records as previous are the predecessor's
    // own values. Only now are both known.
    private void ReportLost(TState old, TArgs args, string keeper, Operation operation)
    {
        if (
            resource is not IRestoresPrevious<TArgs, TState> restoring
            || operation.Program.Find(keeper) is not DeclaredResource<TArgs, TState> { State: { } state } successor
        )
        {
            return;
        }

        var restored = restoring.Restored(successor.Args, state);
        string[] lost =
        [
            .. restoring
                .Restored(args, old)
                .Where(entry => restored.TryGetValue(entry.Key, out var other) && other != entry.Value)
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => $"{entry.Key} {entry.Value}"),
        ];
        if (lost.Length > 0)
        {
            operation.Log(
                Severity.Warning,
                $"Deleting {successor.Description} will not restore what was there before the program: {string.Join(", ", lost)}. "
                    + "Note it down if you need it. What was there is kept when a renamed resource has its old name in the resource "
                    + "option aliases, and a replaced one the option deleteBeforeReplace."
            );
        }
    }

    // Called even when no change here replaces: with replaceOnChanges any change does. An object that its inputs identify is the same one
    // then, and deleting it afterwards would undo the creation. A move to another scope creates first: the scope may be a mistake.
    private bool DeletesBeforeReplace(PropertyMap state, PropertyMap inputs, IReadOnlyList<Change> changes) =>
        !changes.Any(change => change.Replaces && change.TopLevel == IdForm.Scope)
        && (KeepsUnique(state, inputs) || (IsIdentifiedByInputs && !changes.Any(change => change.Replaces)));

    private bool KeepsUnique(PropertyMap state, PropertyMap inputs) =>
        Inputs.Properties.Any(property =>
            property.Unique
            && inputs.Get(property.Name) is { } value
            && Equivalence.Equivalent(property.Value, state.Get(property.Name), value, owned: true)
        );

    private IEnumerable<Problem> SecretsInId(PropertyMap inputs) =>
        from property in Inputs.Properties
        where property.InId && inputs.Get(property.Name) is { ContainsSecret: true }
        select new Problem(
            InputProblems.SecretInId,
            property.Name,
            "is a secret, but the resource's id has it, which is shown and stored in plain text."
        );

    private bool Adopt(string id, Operation operation)
    {
        // A resource that is replaced must not adopt its own old object.
        if (
            !operation.AdoptExisting
            || operation.Program.IsRecorded(operation.Urn, id)
            || !operation.Program.TryAdopt(Token, operation.Urn, id)
        )
        {
            return false;
        }

        operation.Log(
            Severity.Warning,
            $"Adopted '{id}' instead of creating it: it exists exactly as declared. If it belongs to somebody else, release it: "
                + $"pulumi state delete '{operation.Urn}'"
        );
        return true;
    }

    private string Created(Operation operation, TState state)
    {
        var id = resource.Id(state).ToString();
        operation.Program.Wrote(Token, operation.Urn, id);
        return id;
    }

    private IEnumerable<string> PossibleChanges(
        PropertyMap state,
        PropertyMap oldInputs,
        PropertyMap inputs,
        IReadOnlyList<string> ignoreChanges
    )
    {
        var outcome = Diff(state, oldInputs, inputs, ignoreChanges);
        return outcome.Problems.FirstOrDefault(problem => problem.IsError) is { } error
            ? throw new RefusedException(error.Text)
            : outcome.Changes.Select(change => change.TopLevel);
    }

    private PropertyMap OutputsOf(PropertyMap inputs, TState state, PropertyMap? known) =>
        Preserve.Outputs(Outputs, inputs, RecordCodec.Encode(OutputType, Outputs, state), known);

    // Everything that describes the object, except defaults.
    private PropertyMap ImportedInputs(PropertyMap live, string defaultScope)
    {
        var result = new Dictionary<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var property in Inputs.Properties)
        {
            var value = live.Get(property.Name);
            var implied =
                (property.Default ?? property.ServerDefault) is { } literal
                && Equivalence.Equivalent(property.Value, value, Checker.Literal(literal), owned: true);
            var ownScope = property.Name == IdForm.Scope && value is PropertyString scope && scope.Value == defaultScope;
            if (
                property.Required
                    ? value is not null && !(Equivalence.IsEmpty(value) && IsSet(live, property.OptionalWith))
                    : !Equivalence.IsEmpty(value) && !implied && !ownScope && !property.ComparedWithInputs && !property.ReadWhenSet
            )
            {
                result[property.Name] = property.Secret ? new PropertySecret(value!) : value!;
            }
        }

        return new(result);
    }

    private static bool IsSet(PropertyMap live, string? flag) => flag is not null && live.Get(flag) is PropertyBool { Value: true };

    // Null while it is unknown.
    private string? ScopeOf(PropertyMap inputs, string defaultScope) =>
        inputs.Get(IdForm.Scope) switch
        {
            { ContainsUnknown: true } => null,
            { } given when given.Unsecret() is PropertyString own => IdForm.Canonical(own.Value),
            _ => defaultScope,
        };

    private TArgs Args(PropertyMap properties) => properties.View(map => RecordCodec.Decode(InputType, Inputs, map));

    private TState State(PropertyMap properties) => properties.View(map => RecordCodec.Decode(OutputType, Outputs, map));

    private static PropertyValue Mark(PropertySpec property, PropertyValue value) => property.Secret ? new PropertySecret(value) : value;
}

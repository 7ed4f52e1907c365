namespace ZeroTrust.Engine.State;

/// <summary>
/// The state during a run: the resources that the run has processed, then those that it has not. Every change is written to disk before
/// the run continues, so a crash loses nothing.
/// </summary>
internal sealed class Checkpoint
{
    private readonly Lock _lock = new();
    private readonly IStateWriter? _writer;
    private readonly List<ResourceState> _produced = [];
    private readonly HashSet<ResourceState> _done = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ResourceState, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ResourceState, (int Number, PendingOperation Operation)> _pending = new(ReferenceEqualityComparer.Instance);
    private readonly List<ResourceState> _unrecorded = [];
    private IReadOnlyList<ResourceState> _base;
    private IReadOnlyList<(int Number, PendingOperation Operation)> _leftOver;
    private EngineException? _fault;
    private bool _begun;
    private int _nextResource;
    private int _nextOperation;

    /// <param name="start">The state before the run.</param>
    /// <param name="writer">Writes the changes; null in a preview, which writes nothing.</param>
    public Checkpoint(Snapshot start, IStateWriter? writer)
    {
        _base = start.Resources;

        // Only an interrupted create can leave an unknown object behind; other operations are simply repeated.
        _leftOver =
        [
            .. start
                .PendingOperations.Where(operation => operation.Kind == OperationKind.Creating)
                .Select((operation, index) => (index, operation)),
        ];
        _nextOperation = _leftOver.Count;
        _writer = writer;
        Number();
    }

    public Snapshot Current
    {
        get
        {
            lock (_lock)
            {
                return new()
                {
                    Resources = [.. _produced.Concat(_base).Where(resource => !_done.Contains(resource))],
                    PendingOperations =
                    [
                        .. _leftOver.Concat(_pending.Values.OrderBy(pending => pending.Number)).Select(pending => pending.Operation),
                    ],
                };
            }
        }
    }

    /// <summary>Whether a write failed; no more operations should start then.</summary>
    public bool IsFaulty => _fault is not null;

    /// <summary>Replaces the base with a refreshed state. Must be called before any operation.</summary>
    public void Rebase(IReadOnlyList<ResourceState> resources)
    {
        lock (_lock)
        {
            _base = resources;
            Number();
            SaveWhole();
        }
    }

    /// <summary>Records that an operation is about to run. Returns false if that failed; the operation must not run then.</summary>
    public bool Begin(ResourceState resource, OperationKind kind)
    {
        Change(() =>
        {
            var pending = (Number: _nextOperation++, Operation: new PendingOperation(resource, kind));
            _pending[resource] = pending;
            return new() { Begun = [pending] };
        });
        if (!IsFaulty)
        {
            return true;
        }
        lock (_lock)
        {
            _pending.Remove(resource);
        }
        return false;
    }

    /// <summary>Records that an operation succeeded.</summary>
    /// <param name="replaced">The old resource to remove from the state.</param>
    /// <param name="produced">The new resource to add to the state.</param>
    /// <param name="marked">A resource that stays in the state with a changed mark, such as pending deletion.</param>
    public void End(ResourceState? replaced, ResourceState? produced, ResourceState? marked = null) =>
        Change(() =>
        {
            var settled = Settle(replaced, produced);
            int[] removed = replaced is not null && _done.Add(replaced) ? [_numbers[replaced]] : [];
            var put = new List<(int, ResourceState)>();
            if (produced is not null)
            {
                _produced.Add(produced);
                put.Add((_numbers[produced] = _nextResource++, produced));
            }
            if (marked is not null && _numbers.TryGetValue(marked, out var number))
            {
                put.Add((number, marked));
            }
            return new()
            {
                Put = put,
                Removed = removed,
                Settled = settled,
            };
        });

    /// <summary>Records an unchanged resource; written together with the next change.</summary>
    public void Keep(ResourceState old, ResourceState current) =>
        Change(
            () =>
            {
                var settled = Settle(old, current);
                _done.Add(old);
                _produced.Add(current);
                var number = _numbers[current] = _numbers[old];
                return new() { Moved = [number], Settled = settled };
            },
            flush: false
        );

    /// <summary>Records that an operation failed; the resource stays in the state.</summary>
    public void Fail(ResourceState resource) =>
        Change(() =>
            new() { Settled = Settle(resource, null), Put = _numbers.TryGetValue(resource, out var number) ? [(number, resource)] : [] }
        );

    /// <summary>Changes a recorded resource in place.</summary>
    public void Touch(ResourceState resource, Action<ResourceState> change) =>
        Change(() =>
        {
            change(resource);
            return new() { Put = [(_numbers[resource], resource)] };
        });

    /// <summary>Stores the whole state at the end of a run. Returns an error message if recording failed, otherwise null.</summary>
    public string? Finish()
    {
        lock (_lock)
        {
            if (_writer is null || !_begun)
            {
                return null;
            }
            try
            {
                _writer.Save(Current);
                return _fault is null ? null : $"{_fault.Message} The run stopped there; its changes up to that point are recorded now.";
            }
            catch (EngineException e) when (_fault is null)
            {
                return $"{e.Message} Nothing is lost: the journal next to it has the run's changes, and the next command applies them.";
            }
            catch (EngineException e)
            {
                return _unrecorded.Count == 0
                    ? e.Message
                    : $"{e.Message} These changes were made but not recorded. The next 'up' looks for interrupted creates, "
                        + "and a refresh shows the rest:\n"
                        + string.Join(
                            '\n',
                            _unrecorded.Select(resource => $"  * {resource.Urn.Name} ({resource.Type}) {resource.Id}".TrimEnd())
                        );
            }
        }
    }

    private void Change(Func<StateChange> change, bool flush = true)
    {
        StateChange entry;
        lock (_lock)
        {
            if (!_begun)
            {
                SaveWhole();
            }
            entry = change();
            if (_fault is null)
            {
                _writer?.Append(entry);
            }
        }
        if (flush && _writer is not null && (_fault is not null || !Try(_writer.Flush)))
        {
            lock (_lock)
            {
                _unrecorded.AddRange(entry.Put.Select(put => put.Resource));
            }
        }
    }

    private void SaveWhole()
    {
        _begun = true;
        _ = _writer is null || Try(() => _writer.Save(Current));
    }

    // Nothing has been produced yet, so the numbers are the positions in the saved state.
    private void Number()
    {
        _numbers.Clear();
        foreach (var (index, resource) in _base.Index())
        {
            _numbers[resource] = index;
        }
        _nextResource = _base.Count;
    }

    // Also settles a create that an earlier run left pending: it was repeated, or its object was found.
    private List<int> Settle(ResourceState? replaced, ResourceState? produced)
    {
        var settled = new List<int>();
        foreach (var resource in new[] { replaced, produced })
        {
            if (resource is not null && _pending.Remove(resource, out var pending))
            {
                settled.Add(pending.Number);
            }
        }
        if (produced is not null && _leftOver.Any(left => left.Operation.Resource.Urn == produced.Urn))
        {
            settled.AddRange(_leftOver.Where(left => left.Operation.Resource.Urn == produced.Urn).Select(left => left.Number));
            _leftOver = [.. _leftOver.Where(left => left.Operation.Resource.Urn != produced.Urn)];
        }
        return settled;
    }

    private bool Try(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (EngineException e)
        {
            _fault ??= e;
            return false;
        }
    }
}

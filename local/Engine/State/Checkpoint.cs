namespace ZeroTrust.Engine.State;

/// <summary>
/// The state while a run changes it: what the run has produced so far, then what it has not touched yet. Every change is on disk
/// before the run goes on, so that a run may die at any moment.
/// </summary>
internal sealed class Checkpoint
{
    private readonly Lock _lock = new();
    private readonly Lock _writing = new();
    private readonly Action<Snapshot>? _save;
    private readonly List<ResourceState> _produced = [];
    private readonly HashSet<ResourceState> _done = new(ReferenceEqualityComparer.Instance);
    private readonly List<PendingOperation> _pending = [];
    private IReadOnlyList<ResourceState> _base;
    private IReadOnlyList<PendingOperation> _leftOver;
    private long _changes;
    private long _written;

    /// <param name="start">The state before the run.</param>
    /// <param name="save">Where changes go; null when nothing may be written, as in a preview.</param>
    public Checkpoint(Snapshot start, Action<Snapshot>? save)
    {
        _base = start.Resources;

        // Only a create leaves behind something nobody knows of; other operations are simply done again.
        _leftOver = [.. start.PendingOperations.Where(operation => operation.Kind == OperationKind.Creating)];
        _save = save;
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
                    PendingOperations = [.. _pending, .. _leftOver],
                };
            }
        }
    }

    /// <summary>Starts over from a refreshed state.</summary>
    public void Rebase(IReadOnlyList<ResourceState> resources) => Change(() => _base = resources);

    public void Begin(ResourceState resource, OperationKind kind) => Change(() => _pending.Add(new(resource, kind)));

    /// <summary>The operation is over: <paramref name="replaced"/> is the past, <paramref name="produced"/> the present.</summary>
    public void End(ResourceState? replaced, ResourceState? produced, bool write = true)
    {
        Note(() =>
        {
            _pending.RemoveAll(operation => ReferenceEquals(operation.Resource, replaced) || ReferenceEquals(operation.Resource, produced));
            if (replaced is not null)
            {
                _done.Add(replaced);
            }
            if (produced is not null)
            {
                _produced.Add(produced);

                // A create that an earlier run left open has been done over, or what it made has been found.
                _leftOver = [.. _leftOver.Where(operation => operation.Resource.Urn != produced.Urn)];
            }
        });
        if (write)
        {
            Flush();
        }
    }

    /// <summary>The operation is over and changed nothing.</summary>
    public void Fail(ResourceState resource) => Change(() => _pending.RemoveAll(operation => ReferenceEquals(operation.Resource, resource)));

    /// <summary>The user settled what became of the left-over creates.</summary>
    public void ForgetLeftOver() => Change(() => _leftOver = []);

    /// <summary>A resource already recorded was changed in place.</summary>
    public void Touch(Action change) => Change(change);

    /// <summary>Puts on disk what has changed since the last write.</summary>
    public void Flush()
    {
        if (_save is null)
        {
            return;
        }
        var wanted = Interlocked.Read(ref _changes);
        lock (_writing)
        {
            // Whoever waited here may find its change written by the one before: parallel steps share writes.
            if (_written >= wanted)
            {
                return;
            }
            var upTo = Interlocked.Read(ref _changes);
            _save(Current);
            _written = upTo;
        }
    }

    private void Change(Action change)
    {
        Note(change);
        Flush();
    }

    private void Note(Action change)
    {
        lock (_lock)
        {
            change();
            Interlocked.Increment(ref _changes);
        }
    }
}

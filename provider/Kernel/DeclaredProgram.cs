namespace ZeroTrust.Provider.Kernel;

/// <summary>
/// What the program of this run declares, as far as the engine has shown it, and which objects its resources have. Reports conflicts, and
/// keeps objects that the program still has from being deleted. It is never a reason to change or delete anything.
/// </summary>
internal sealed class DeclaredProgram
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DeclaredResource> _byUrn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _urnsByUse = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Ownership> _ownerships = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Id), HashSet<string>> _owners = [];
    private readonly HashSet<(string Type, string Id)> _deleted = [];
    private readonly HashSet<(string Urn, string Id)> _recorded = [];
    private readonly Dictionary<string, DeclaredResource> _announced = new(StringComparer.Ordinal);
    private bool _isDeleting;

    /// <summary>
    /// The resource as the program declares it; null when it does not. A refresh reads resources that the program may have dropped.
    /// </summary>
    public DeclaredResource? Find(string urn)
    {
        lock (_gate)
        {
            return _byUrn.GetValueOrDefault(urn);
        }
    }

    /// <summary>The names of all resources.</summary>
    public IReadOnlySet<string> Names()
    {
        lock (_gate)
        {
            return _byUrn.Keys.Select(UrnText.Name).ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>The resources of one kind.</summary>
    public IReadOnlyList<DeclaredResource<TArgs, TState>> All<TArgs, TState>()
        where TArgs : class
        where TState : class
    {
        lock (_gate)
        {
            return [.. _byUrn.Values.OfType<DeclaredResource<TArgs, TState>>()];
        }
    }

    /// <summary>Records what a resource declares, replacing its previous declaration; returns its conflicts with others.</summary>
    public IReadOnlyList<Problem> Declare(DeclaredResource resource)
    {
        lock (_gate)
        {
            foreach (var old in _byUrn.GetValueOrDefault(resource.Urn)?.Uses ?? [])
            {
                _urnsByUse[old.Of].Remove(resource.Urn);
            }

            _byUrn[resource.Urn] = resource;
            foreach (var use in resource.Uses)
            {
                Add(_urnsByUse, use.Of, resource.Urn);
            }

            return [.. resource.Uses.Select(use => Conflict(resource, use)).OfType<Problem>()];
        }
    }

    /// <summary>A component is about to declare a resource, which follows another one.</summary>
    public void Announce(string urn, DeclaredResource next)
    {
        lock (_gate)
        {
            _announced[urn] = next;
        }
    }

    /// <summary>The resource that was announced to follow this one; null if none was.</summary>
    public DeclaredResource? TakeAnnounced(string urn)
    {
        lock (_gate)
        {
            return _announced.Remove(urn, out var next) ? next : null;
        }
    }

    /// <summary>The resource that uses something whole; null when none does.</summary>
    public DeclaredResource? UserOf(string used)
    {
        lock (_gate)
        {
            return FirstUser(used, except: null, use => use.SharedAs is null);
        }
    }

    /// <summary>A Diff has shown that a resource has an object, and what becomes of it.</summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="changes">
    /// Whether an update changes it. Users can have any change replace a resource, so only the update shows that it stays.
    /// </param>
    /// <param name="replaces">Whether it is replaced.</param>
    public void Compared(string type, string urn, string id, bool changes, bool replaces)
    {
        Own(type, urn, replaces ? null : new(id, Stays: !changes));
        if (replaces)
        {
            lock (_gate)
            {
                _recorded.Add((urn, id));
            }
        }
    }

    /// <summary>A refresh has shown that the state has a resource's object.</summary>
    public void Refreshed(string urn, string id)
    {
        lock (_gate)
        {
            _recorded.Add((urn, id));
        }
    }

    /// <summary>Whether this run has shown that the state has an object as the resource's: creating it again replaces it.</summary>
    public bool IsRecorded(string urn, string id)
    {
        lock (_gate)
        {
            return _recorded.Contains((urn, id));
        }
    }

    /// <summary>A resource has created or updated an object: it stays.</summary>
    public void Wrote(string type, string urn, string id) => Own(type, urn, new(id, Stays: true));

    /// <summary>
    /// The resource because of which an object must not be deleted: the program has it under another name, or this run has shown that it
    /// stays. Null when it may be. The engine deletes what a rename, a replacement or an interrupted run leaves behind, without knowing
    /// that it is the same one.
    /// </summary>
    public string? KeeperOf(string type, string urn, string id)
    {
        lock (_gate)
        {
            return (_owners.GetValueOrDefault((type, id)) ?? [])
                .Where(owner => owner != urn || _ownerships[owner].Stays)
                .Min(StringComparer.Ordinal);
        }
    }

    /// <summary>
    /// Runs an action before the first of the deletions with which the engine ends a run: by then, all processes have created and updated
    /// what they had to.
    /// </summary>
    public void BeforeDeletions(Action action)
    {
        lock (_gate)
        {
            if (!_isDeleting)
            {
                _isDeleting = true;
                action();
            }
        }
    }

    /// <summary>A resource has deleted an object, which lists may still show for a while.</summary>
    public void Deleted(string type, string id)
    {
        lock (_gate)
        {
            _deleted.Add((type, id));
        }
    }

    /// <summary>
    /// Lets a resource adopt an object that exists; false when another resource of the program has it, or when this run has deleted it.
    /// </summary>
    public bool TryAdopt(string type, string urn, string id)
    {
        lock (_gate)
        {
            if (_owners.GetValueOrDefault((type, id)) is { Count: > 0 } || _deleted.Contains((type, id)))
            {
                return false;
            }

            Own(type, urn, new(id, Stays: true));
            return true;
        }
    }

    private void Own(string type, string urn, Ownership? ownership)
    {
        lock (_gate)
        {
            _isDeleting = false;
            if (_ownerships.Remove(urn, out var before))
            {
                _owners[(type, before.Id)].Remove(urn);
            }

            if (ownership is not null)
            {
                _ownerships[urn] = ownership;
                Add(_owners, (type, ownership.Id), urn);
            }
        }
    }

    private Problem? Conflict(DeclaredResource resource, ExclusiveUse use) =>
        FirstUser(use.Of, resource.Urn, theirs => theirs.SharedAs is null || theirs.SharedAs != use.SharedAs) is { } other
            ? new(use.Kind, use.Path, $"{resource.Description} and {other.Description} both {use.Doing}. {use.Kind.Remedy}")
            : null;

    // The first one by URN, so that every run names the same one.
    private DeclaredResource? FirstUser(string used, string? except, Func<ExclusiveUse, bool> condition)
    {
        DeclaredResource? first = null;
        foreach (var urn in _urnsByUse.GetValueOrDefault(used) ?? [])
        {
            if (
                urn != except
                && (first is null || string.CompareOrdinal(urn, first.Urn) < 0)
                && _byUrn[urn] is var resource
                && resource.Uses.Any(use => use.Of == used && condition(use))
            )
            {
                first = resource;
            }
        }

        return first;
    }

    private static void Add<TKey>(Dictionary<TKey, HashSet<string>> sets, TKey key, string value)
        where TKey : notnull
    {
        if (!sets.TryGetValue(key, out var set))
        {
            sets[key] = set = new(StringComparer.Ordinal);
        }

        set.Add(value);
    }

    /// <summary>An object that a resource has.</summary>
    /// <param name="Stays">Whether it is certain that the resource keeps it.</param>
    private sealed record Ownership(string Id, bool Stays);
}

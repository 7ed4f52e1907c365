namespace ZeroTrust.Provider.Model;

/// <summary>
/// Which objects the resources of this run have. An object that was taken over instead of created is not deleted for the resource that had it before:
/// the engine deletes what a rename or a replacement leaves behind, and cannot know that it is still in use.
/// </summary>
internal sealed class HeldObjects
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private readonly HashSet<string> _takenOver = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refreshed = new(StringComparer.Ordinal);

    /// <summary>A resource has the object, or had it and deleted it.</summary>
    public void Hold(string id)
    {
        lock (_gate)
        {
            _held.Add(id);
        }
    }

    /// <summary>Takes an object over; false when a resource has it already.</summary>
    public bool TakeOver(string id)
    {
        lock (_gate)
        {
            return _held.Add(id) && _takenOver.Add(id);
        }
    }

    /// <summary>A refresh found that a resource of the stack has the object.</summary>
    public void Refreshed(string id)
    {
        lock (_gate)
        {
            _refreshed.Add(id);
        }
    }

    /// <summary>Whether the object is one of the stack's that the program has not asked for: it will be deleted at the end of the update.</summary>
    public bool Leaves(string id)
    {
        lock (_gate)
        {
            return _refreshed.Contains(id) && !_held.Contains(id);
        }
    }

    public bool WasTakenOver(string id)
    {
        lock (_gate)
        {
            return _takenOver.Contains(id);
        }
    }
}

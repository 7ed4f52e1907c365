namespace ZeroTrust.Provider.Kernel;

/// <summary>
/// Which objects of one kind the resources of this run have. An object is not deleted while another resource of the program has it: the engine deletes what a
/// rename or a replacement leaves behind, and cannot know that it is still in use.
/// </summary>
internal sealed class HeldObjects
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _byUrn = new(StringComparer.Ordinal);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private readonly HashSet<string> _takenOver = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refreshed = new(StringComparer.Ordinal);

    /// <summary>A resource of the program has the object.</summary>
    /// <param name="stays">Whether it keeps it: false when it will be replaced.</param>
    public void Hold(string urn, string id, bool stays)
    {
        lock (_gate)
        {
            _held.Add(id);
            if (stays)
            {
                _byUrn[urn] = id;
            }
            else
            {
                _byUrn.Remove(urn);
            }
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

    /// <summary>A resource is to be deleted with its object; false when another one has it, and it has to stay.</summary>
    public bool LetGo(string urn, string id)
    {
        lock (_gate)
        {
            if (_takenOver.Contains(id) || _byUrn.Any(held => held.Value == id && held.Key != urn))
            {
                return false;
            }

            // Not found again by a creation that looks for what a dead run has left.
            _held.Add(id);
            _byUrn.Remove(urn);
            return true;
        }
    }
}

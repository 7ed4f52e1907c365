namespace ZeroTrust.Protocol.Values;

/// <summary>The current path of a reader or writer, for errors.</summary>
internal sealed class PropertyTrail
{
    private readonly List<PathSegment> _segments = [];
    private int _depth;

    /// <summary>Enters a member of the current value. It is left unless an error ends everything.</summary>
    public void Enter(PathSegment segment)
    {
        _segments.Add(segment);
        EnterInner();
    }

    /// <summary>Leaves a member.</summary>
    public void Leave()
    {
        _segments.RemoveAt(_segments.Count - 1);
        LeaveInner();
    }

    /// <summary>Enters the content of a wrapper, which has no segment.</summary>
    public void EnterInner()
    {
        if (++_depth > PropertyCodec.MaxDepth)
        {
            throw Error($"is nested more than {PropertyCodec.MaxDepth} levels deep; flatten it.");
        }
    }

    /// <summary>Leaves the content of a wrapper.</summary>
    public void LeaveInner() => _depth--;

    public PropertyFormatException Error(string problem) => new(new PropertyPath(_segments), problem);
}

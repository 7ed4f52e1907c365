namespace ZeroTrust.Protocol.Values;

/// <summary>The current path of a reader or writer, for errors.</summary>
internal sealed class PropertyTrail
{
    private readonly List<PathSegment> _segments = [];
    private int _depth;

    /// <summary>Visits a member of the current value.</summary>
    public TResult At<TState, TResult>(PathSegment segment, TState state, Func<TState, TResult> visit)
    {
        _segments.Add(segment);
        var result = Inside(state, visit);
        _segments.RemoveAt(_segments.Count - 1);
        return result;
    }

    /// <summary>Visits the content of a wrapper, which has no segment.</summary>
    public TResult Inside<TState, TResult>(TState state, Func<TState, TResult> visit)
    {
        if (++_depth > PropertyCodec.MaxDepth)
        {
            throw Error($"is nested more than {PropertyCodec.MaxDepth} levels deep; flatten it.");
        }

        var result = visit(state);
        _depth--;
        return result;
    }

    public PropertyFormatException Error(string problem) => new(new PropertyPath(_segments), problem);
}

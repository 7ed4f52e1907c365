namespace ZeroTrust.Protocol.Values;

/// <summary>One step of a <see cref="PropertyPath"/>: a key, an index, or the wildcard <c>*</c> for either.</summary>
public readonly record struct PathSegment
{
    private PathSegment(string? key, int index) => (Key, Index) = (key, index);

    /// <summary>The key; <see langword="null"/> for an index.</summary>
    public string? Key { get; }

    /// <summary>The index; 0 for a key.</summary>
    public int Index { get; }

    /// <summary>Whether the segment matches every other segment.</summary>
    public bool IsWildcard => Key == "*";

    /// <summary>A key, or the wildcard.</summary>
    public static implicit operator PathSegment(string key) => new(key, 0);

    /// <summary>An index.</summary>
    public static implicit operator PathSegment(int index) => new(null, index);

    /// <summary>Whether this segment equals <paramref name="other"/> or is the wildcard.</summary>
    public bool Matches(PathSegment other) => IsWildcard || this == other;
}

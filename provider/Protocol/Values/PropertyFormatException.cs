namespace ZeroTrust.Protocol.Values;

/// <summary>A value that the wire cannot carry, or that came malformed. Names the path, never the value.</summary>
public sealed class PropertyFormatException : FormatException
{
    internal PropertyFormatException(PropertyPath path, string problem)
        : base(path.IsRoot ? $"The value {problem}" : $"'{path}' {problem}")
    {
        Path = path;
    }

    /// <summary>Where the value is.</summary>
    public PropertyPath Path { get; }
}

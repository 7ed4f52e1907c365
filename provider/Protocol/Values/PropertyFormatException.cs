namespace ZeroTrust.Protocol.Values;

/// <summary>A value is malformed or cannot be represented in the protocol. The message contains the path, never the value.</summary>
public sealed class PropertyFormatException : FormatException
{
    internal PropertyFormatException(PropertyPath path, string problem)
        : base(path.IsRoot ? $"The value {problem}" : $"'{path}' {problem}")
    {
        Path = path;
    }

    /// <summary>Path of the value.</summary>
    public PropertyPath Path { get; }
}

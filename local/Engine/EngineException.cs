namespace ZeroTrust.Engine;

/// <summary>An error that the user can act on; the message is shown as is.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Creates an error with its message.</summary>
    public EngineException(string message)
        : base(message) { }

    /// <summary>Creates an error with its message and cause.</summary>
    public EngineException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>For serializers.</summary>
    public EngineException() { }
}

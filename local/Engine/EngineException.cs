namespace ZeroTrust.Engine;

/// <summary>Something the user can act on; its message is shown as it is.</summary>
public sealed class EngineException : Exception
{
    /// <summary>With the message to show.</summary>
    public EngineException(string message)
        : base(message) { }

    /// <summary>With the message to show and what caused it.</summary>
    public EngineException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>For serialisers; says nothing.</summary>
    public EngineException() { }
}

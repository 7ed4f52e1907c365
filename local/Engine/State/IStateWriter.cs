namespace ZeroTrust.Engine.State;

/// <summary>Where a run records what it does.</summary>
internal interface IStateWriter
{
    /// <summary>Stores everything, in place of all that was stored.</summary>
    /// <exception cref="EngineException">It cannot be written; what was stored stays.</exception>
    void Save(Snapshot snapshot);

    /// <summary>Adds a change to what was saved; <see cref="Flush"/> puts it on disk.</summary>
    void Append(StateChange change);

    /// <summary>Puts on disk what was appended.</summary>
    /// <exception cref="EngineException">It cannot be written; the next call tries again.</exception>
    void Flush();
}

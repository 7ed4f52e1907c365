namespace ZeroTrust.Engine.State;

/// <summary>Persists the changes of a run.</summary>
internal interface IStateWriter
{
    /// <summary>Replaces the stored state.</summary>
    /// <exception cref="EngineException">The state cannot be written; the stored one is intact.</exception>
    void Save(Snapshot snapshot);

    /// <summary>Appends a change; <see cref="Flush"/> writes it to disk.</summary>
    void Append(StateChange change);

    /// <summary>Writes appended changes to disk.</summary>
    /// <exception cref="EngineException">The changes cannot be written; the next call retries.</exception>
    void Flush();
}

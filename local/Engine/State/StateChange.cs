namespace ZeroTrust.Engine.State;

/// <summary>
/// One change to a saved snapshot. Resources and operations are identified by number: their index in the snapshot, then counting on.
/// </summary>
internal sealed record StateChange
{
    /// <summary>
    /// Added or changed resources. A new number is placed after all that were put or moved before; a known one keeps its place.
    /// </summary>
    public IReadOnlyList<(int Number, ResourceState Resource)> Put { get; init; } = [];

    /// <summary>Unchanged resources that the run has processed; they are placed as new ones are.</summary>
    public IReadOnlyList<int> Moved { get; init; } = [];

    /// <summary>Removed resources.</summary>
    public IReadOnlyList<int> Removed { get; init; } = [];

    /// <summary>Operations that started.</summary>
    public IReadOnlyList<(int Number, PendingOperation Operation)> Begun { get; init; } = [];

    /// <summary>Operations whose outcome is known.</summary>
    public IReadOnlyList<int> Settled { get; init; } = [];
}

namespace ZeroTrust.Engine.State;

/// <summary>
/// One change of a saved snapshot. Resources and operations go by numbers: those of the snapshot by their place in it, later ones count on.
/// </summary>
internal sealed record StateChange
{
    /// <summary>
    /// Resources as they are now. A new number comes after all that were put or moved before; a known one keeps its place.
    /// </summary>
    public IReadOnlyList<(int Number, ResourceState Resource)> Put { get; init; } = [];

    /// <summary>Resources of the snapshot that the run has come by and left as they are; they take their place as new ones do.</summary>
    public IReadOnlyList<int> Moved { get; init; } = [];

    /// <summary>Resources that are no more.</summary>
    public IReadOnlyList<int> Removed { get; init; } = [];

    /// <summary>Operations that begin.</summary>
    public IReadOnlyList<(int Number, PendingOperation Operation)> Begun { get; init; } = [];

    /// <summary>Operations whose outcome is known.</summary>
    public IReadOnlyList<int> Settled { get; init; } = [];
}

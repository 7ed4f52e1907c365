namespace ZeroTrust.Engine.State;

/// <summary>The state of a stack at one moment.</summary>
public sealed record Snapshot
{
    /// <summary>A stack that has never been deployed.</summary>
    public static Snapshot Empty { get; } = new();

    /// <summary>Resources in dependency order.</summary>
    public IReadOnlyList<ResourceState> Resources { get; init; } = [];

    /// <summary>Operations whose outcome is unknown.</summary>
    public IReadOnlyList<PendingOperation> PendingOperations { get; init; } = [];

    /// <summary>The stack's root resource; null if the stack was never deployed.</summary>
    public ResourceState? Stack => Resources.FirstOrDefault(resource => resource.Type == ResourceTypes.Stack && !resource.Delete);
}

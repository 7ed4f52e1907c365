namespace ZeroTrust.Engine.State;

/// <summary>Everything recorded of a stack at one moment.</summary>
public sealed record Snapshot
{
    /// <summary>A stack that has never been deployed.</summary>
    public static Snapshot Empty { get; } = new();

    /// <summary>Resources, each after those it depends on.</summary>
    public IReadOnlyList<ResourceState> Resources { get; init; } = [];

    /// <summary>Operations whose outcome is unknown.</summary>
    public IReadOnlyList<PendingOperation> PendingOperations { get; init; } = [];

    /// <summary>The stack's own resource, if it was ever deployed.</summary>
    public ResourceState? Stack => Resources.FirstOrDefault(resource => resource.Type == ResourceTypes.Stack && !resource.Delete);
}

namespace ZeroTrust.Engine.State;

/// <summary>The kind of an operation whose outcome is unknown.</summary>
public enum OperationKind
{
    /// <summary>The object may exist without being recorded.</summary>
    Creating,

    /// <summary>The object may have changed.</summary>
    Updating,

    /// <summary>The object may be gone.</summary>
    Deleting,

    /// <summary>A resource was being read.</summary>
    Reading,

    /// <summary>An existing object was being imported.</summary>
    Importing,
}

/// <summary>An operation that had started but not ended when the state was written.</summary>
public sealed record PendingOperation(ResourceState Resource, OperationKind Kind);

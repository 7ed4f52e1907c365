namespace ZeroTrust.Engine.State;

/// <summary>What a step was doing when its outcome was still open.</summary>
public enum OperationKind
{
    /// <summary>The object may exist without being recorded.</summary>
    Creating,

    /// <summary>The object may have changed.</summary>
    Updating,

    /// <summary>The object may be gone.</summary>
    Deleting,

    /// <summary>An external resource was being read.</summary>
    Reading,

    /// <summary>An existing object was being adopted.</summary>
    Importing,
}

/// <summary>A step that had begun and not ended when the state was written.</summary>
public sealed record PendingOperation(ResourceState Resource, OperationKind Kind);

namespace ZeroTrust.Engine.Deployment;

/// <summary>What a step does to a resource.</summary>
public enum StepOp
{
    /// <summary>Nothing changes.</summary>
    Same,

    /// <summary>The resource is created.</summary>
    Create,

    /// <summary>It is changed in place.</summary>
    Update,

    /// <summary>It is deleted.</summary>
    Delete,

    /// <summary>It is replaced; separate steps create and delete.</summary>
    Replace,

    /// <summary>The replacement is created.</summary>
    CreateReplacement,

    /// <summary>The replaced object is deleted.</summary>
    DeleteReplaced,

    /// <summary>It is read, not managed.</summary>
    Read,

    /// <summary>It is read in place of a managed one.</summary>
    ReadReplacement,

    /// <summary>Its current state is read.</summary>
    Refresh,

    /// <summary>An existing object is imported.</summary>
    Import,

    /// <summary>An existing object is imported in place of the managed one.</summary>
    ImportReplacement,

    /// <summary>A resource deleted for a replacement that was never created is forgotten.</summary>
    RemovePendingReplace,
}

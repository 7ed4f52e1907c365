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

    /// <summary>It is replaced as a whole; the steps that do it come beside this one.</summary>
    Replace,

    /// <summary>Its replacement is created.</summary>
    CreateReplacement,

    /// <summary>The one that was replaced is deleted.</summary>
    DeleteReplaced,

    /// <summary>It is looked up, not managed.</summary>
    Read,

    /// <summary>It is looked up in place of one that was managed.</summary>
    ReadReplacement,

    /// <summary>Its present state is read.</summary>
    Refresh,

    /// <summary>An existing object is adopted.</summary>
    Import,

    /// <summary>An existing object is adopted in place of the one before.</summary>
    ImportReplacement,

    /// <summary>A replacement that never came is forgotten.</summary>
    RemovePendingReplace,
}

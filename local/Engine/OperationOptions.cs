namespace ZeroTrust.Engine;

/// <summary>Options of one operation.</summary>
public sealed record OperationOptions
{
    /// <summary>Refreshes every resource first.</summary>
    public bool Refresh { get; init; }

    /// <summary>Stops after the preview.</summary>
    public bool PreviewOnly { get; init; }

    /// <summary>Skips the preview.</summary>
    public bool SkipPreview { get; init; }

    /// <summary>Fails with exit code 7 if anything changes.</summary>
    public bool ExpectNoChanges { get; init; }

    /// <summary>Continues after a failure with resources that do not depend on the failed one.</summary>
    public bool ContinueOnError { get; init; }

    /// <summary>URNs to operate on. <c>*</c> matches anything but a colon, <c>**</c> anything. Empty means all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Dependents of a target are targets as well.</summary>
    public bool TargetDependents { get; init; }

    /// <summary>Forgets pending creates of an interrupted run.</summary>
    public bool ClearPendingCreates { get; init; }

    /// <summary>Called after the preview; returns whether to continue. Null continues.</summary>
    public Func<OperationResult, bool>? Confirm { get; init; }
}

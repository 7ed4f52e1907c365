namespace ZeroTrust.Engine;

/// <summary>How one operation is to go about it.</summary>
public sealed record OperationOptions
{
    /// <summary>Reads every resource first.</summary>
    public bool Refresh { get; init; }

    /// <summary>Shows what would happen and stops there.</summary>
    public bool PreviewOnly { get; init; }

    /// <summary>Does it without showing first what would happen.</summary>
    public bool SkipPreview { get; init; }

    /// <summary>Fails, with exit code 7, when anything changes.</summary>
    public bool ExpectNoChanges { get; init; }

    /// <summary>After a failure, goes on with what does not depend on it.</summary>
    public bool ContinueOnError { get; init; }

    /// <summary>URNs to touch; <c>*</c> stands for anything but a colon, <c>**</c> for anything. All when empty.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>What depends on a target is one as well.</summary>
    public bool TargetDependents { get; init; }

    /// <summary>Forgets creates whose outcome an interrupted run left open.</summary>
    public bool ClearPendingCreates { get; init; }

    /// <summary>Asked after the preview whether to go on; null: yes.</summary>
    public Func<OperationResult, bool>? Confirm { get; init; }
}

using Pulumirpc;

namespace ZeroTrust.Engine.Plugins;

/// <summary>The kind of a property difference.</summary>
public enum DifferenceKind
{
    /// <summary>Added.</summary>
    Add,

    /// <summary>Added; replaces the resource.</summary>
    AddReplace,

    /// <summary>Deleted.</summary>
    Delete,

    /// <summary>Deleted; replaces the resource.</summary>
    DeleteReplace,

    /// <summary>Changed.</summary>
    Update,

    /// <summary>Changed; replaces the resource.</summary>
    UpdateReplace,
}

/// <summary>A difference at one property path.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="FromInputs">Whether the old value is an input; otherwise it is an output.</param>
public sealed record PropertyDifference(DifferenceKind Kind, bool FromInputs)
{
    /// <summary>Whether this difference replaces the resource.</summary>
    public bool Replaces => Kind is DifferenceKind.AddReplace or DifferenceKind.DeleteReplace or DifferenceKind.UpdateReplace;

    internal PropertyDifference AsReplacing() =>
        this with
        {
            Kind = Kind switch
            {
                DifferenceKind.Add => DifferenceKind.AddReplace,
                DifferenceKind.Delete => DifferenceKind.DeleteReplace,
                DifferenceKind.Update => DifferenceKind.UpdateReplace,
                _ => Kind,
            },
        };

    internal PropertyDifference Inverted() =>
        this with
        {
            Kind = Kind switch
            {
                DifferenceKind.Add => DifferenceKind.Delete,
                DifferenceKind.Delete => DifferenceKind.Add,
                DifferenceKind.AddReplace => DifferenceKind.DeleteReplace,
                DifferenceKind.DeleteReplace => DifferenceKind.AddReplace,
                _ => Kind,
            },
        };
}

/// <summary>Whether and how a resource differs from its desired state.</summary>
internal sealed record DiffResult
{
    public static DiffResult None { get; } = new();

    public bool Changed { get; init; }

    /// <summary>Whether the provider answered "unknown"; the caller then compares inputs.</summary>
    public bool Undecided { get; init; }

    public IReadOnlyList<string> ReplaceKeys { get; init; } = [];

    public IReadOnlyList<string> ChangedKeys { get; init; } = [];

    public bool DeleteBeforeReplace { get; init; }

    /// <summary>Differences by property path; null when the provider returned none.</summary>
    public IReadOnlyDictionary<string, PropertyDifference>? Details { get; init; }

    public bool Replaces => ReplaceKeys.Count > 0 || (Details?.Values.Any(difference => difference.Replaces) ?? false);

    public static DiffResult ReplacedBecauseOf(string key) => new() { Changed = true, ReplaceKeys = [key] };

    public static DiffResult From(DiffResponse response) =>
        new()
        {
            Changed = response.Changes == DiffResponse.Types.DiffChanges.DiffSome,
            Undecided = response.Changes == DiffResponse.Types.DiffChanges.DiffUnknown,
            ReplaceKeys = [.. response.Replaces],
            ChangedKeys = [.. response.Diffs],
            DeleteBeforeReplace = response.DeleteBeforeReplace,
            Details = response.HasDetailedDiff
                ? response.DetailedDiff.ToDictionary(
                    pair => pair.Key,
                    pair => new PropertyDifference(Kind(pair.Value.Kind), pair.Value.InputDiff)
                )
                : null,
        };

    /// <summary>The inverse difference, as a refresh shows it.</summary>
    public DiffResult Inverted() => this with { Details = Details?.ToDictionary(pair => pair.Key, pair => pair.Value.Inverted()) };

    private static DifferenceKind Kind(PropertyDiff.Types.Kind kind) => Enum.IsDefined(kind) ? (DifferenceKind)kind : DifferenceKind.Update;
}

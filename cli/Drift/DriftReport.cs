using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ZeroTrust.Cli.Drift;

/// <summary>How a resource compares with the account.</summary>
internal enum ResourceStatus
{
    /// <summary>As declared.</summary>
    InSync,

    /// <summary>Exists, with differences.</summary>
    Drifted,

    /// <summary>Recorded, but no longer in the account.</summary>
    Missing,

    /// <summary>Could not be read.</summary>
    Unreadable,
}

/// <summary>What happened in the account.</summary>
internal enum ChangeInAccount
{
    Added,
    Removed,
    Changed,
}

/// <summary>Accepted drift.</summary>
internal sealed record Accepted(string Reason, DateOnly Expires);

/// <summary>One difference: a property, or an entry of a list.</summary>
/// <param name="Path">The property, such as <c>captivePortal</c> or <c>splitTunnel.routes</c>.</param>
/// <param name="Declared">The value in the program; null if it has none.</param>
/// <param name="Recorded">The value in the state; null if it has none.</param>
/// <param name="Actual">The value in the account; null if it has none.</param>
internal sealed record Difference(string Path, ChangeInAccount Change, JsonNode? Declared, JsonNode? Recorded, JsonNode? Actual)
{
    /// <summary>The entry's address, host or suffix; null for a property that is not a list.</summary>
    public string? Entry { get; init; }

    /// <summary>The properties of a changed entry that differ.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>Whether the entry is one of Cloudflare's defaults that <c>includeDefaults</c> keeps.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool KeptDefault { get; init; }

    public Accepted? Accepted { get; init; }

    /// <summary>Property and entry, for people.</summary>
    [JsonIgnore]
    public string Where => Entry is null ? Path : $"{Path} {Entry}";
}

/// <summary>A list with differences, and its entries that are as declared.</summary>
internal sealed record ListContext(string Path, IReadOnlyList<string> Unchanged);

/// <summary>One resource of a state, compared with the account.</summary>
internal sealed record ResourceReport(string Stack, string Type, string Name, string Id, string Urn, ResourceStatus Status)
{
    public IReadOnlyList<Difference> Differences { get; init; } = [];

    public IReadOnlyList<ListContext> Lists { get; init; } = [];

    /// <summary>Why it could not be read.</summary>
    public string? Problem { get; init; }

    /// <summary>For a resource that is missing.</summary>
    public Accepted? Accepted { get; init; }

    [JsonIgnore]
    public string Source { get; init; } = "";

    [JsonIgnore]
    public string Label => $"{Type}/{Name}";

    /// <summary>Whether it has drift that is not accepted.</summary>
    [JsonIgnore]
    public bool IsDrift =>
        Status switch
        {
            ResourceStatus.Missing => Accepted is null,
            ResourceStatus.Drifted => Differences.Any(difference => difference.Accepted is null),
            _ => false,
        };

    /// <summary>Whether all its drift is accepted.</summary>
    [JsonIgnore]
    public bool IsAccepted => Status is ResourceStatus.Missing or ResourceStatus.Drifted && !IsDrift;
}

/// <summary>An object of the account that is in no state.</summary>
internal sealed record UnmanagedObject(string Type, string Name, string Id)
{
    public Accepted? Accepted { get; init; }

    [JsonIgnore]
    public string Label => $"{Type}/{Name}";
}

/// <summary>Numbers of a report.</summary>
internal sealed record DriftSummary(int Resources, int InSync, int Drifted, int Missing, int Unmanaged, int Accepted, int Unreadable);

/// <summary>What a check found.</summary>
internal sealed record DriftReport(DateTimeOffset CheckedAt, string Version, IReadOnlyList<string> Stacks)
{
    public const int InSync = 0;

    public const int Drift = 2;

    public IReadOnlyList<ResourceReport> Resources { get; init; } = [];

    /// <summary>Null if the report does not include them.</summary>
    public IReadOnlyList<UnmanagedObject>? Unmanaged { get; init; }

    /// <summary>Notes about the acceptance file.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    [JsonIgnore]
    public IReadOnlyList<UnmanagedObject> Strangers => [.. (Unmanaged ?? []).Where(found => found.Accepted is null)];

    public DriftSummary Summary =>
        new(
            Resources.Count,
            Resources.Count(resource => resource.Status == ResourceStatus.InSync),
            Resources.Count(resource => resource.IsDrift && resource.Status == ResourceStatus.Drifted),
            Resources.Count(resource => resource.IsDrift && resource.Status == ResourceStatus.Missing),
            Strangers.Count,
            Resources.Count(resource => resource.IsAccepted) + (Unmanaged?.Count ?? 0) - Strangers.Count,
            Resources.Count(resource => resource.Status == ResourceStatus.Unreadable)
        );

    /// <summary>Drift is certain even when a part could not be read; being in sync is not.</summary>
    [JsonIgnore]
    public int ExitCode =>
        Summary switch
        {
            { Drifted: > 0 } or { Missing: > 0 } or { Unmanaged: > 0 } => Drift,
            { Unreadable: > 0 } => CommandErrors.ExitCode,
            _ => InSync,
        };

    /// <summary>The outcome in one sentence.</summary>
    [JsonIgnore]
    public string Verdict
    {
        get
        {
            var numbers = Summary;
            string[] parts =
            [
                .. numbers.Drifted > 0 ? [$"{numbers.Drifted} {(numbers.Drifted == 1 ? "differs" : "differ")}"] : Array.Empty<string>(),
                .. numbers.Missing > 0 ? [$"{numbers.Missing} {(numbers.Missing == 1 ? "is" : "are")} missing"] : Array.Empty<string>(),
                .. numbers.Unreadable > 0 ? [$"{numbers.Unreadable} could not be read"] : Array.Empty<string>(),
            ];
            var resources = numbers.Resources == 1 ? "1 resource" : $"{numbers.Resources} resources";
            var verdict =
                numbers.Resources == 0 ? "The state has no Zero Trust resources."
                : parts.Length > 0 ? $"Of {resources}, {Join(parts)}."
                : numbers.Accepted > 0 ? $"{resources} checked: only accepted differences."
                : $"{resources} checked: all as declared.";
            return numbers.Unmanaged switch
            {
                0 => verdict,
                1 => $"{verdict} 1 object is not managed by any state.",
                _ => $"{verdict} {numbers.Unmanaged} objects are not managed by any state.",
            };
        }
    }

    private static string Join(string[] parts) => parts.Length == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}

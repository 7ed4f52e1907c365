using System.Globalization;
using System.Text.Json.Nodes;

namespace ZeroTrust.Cli.Drift.Reports;

/// <summary>Wording that the reports share.</summary>
internal static class Wording
{
    public const string Missing = "is recorded in the state but no longer in the account";
    public const string Unmanaged = "is in the account but in no state";

    public static string Date(DriftReport report) => report.CheckedAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>What happened, in one sentence without its subject.</summary>
    public static string Of(Difference difference) =>
        (difference.Entry, difference.Change) switch
        {
            (not null, ChangeInAccount.Added) => "was added in the account",
            (not null, ChangeInAccount.Removed) when difference.KeptDefault => "was removed from the account; includeDefaults keeps it",
            (not null, ChangeInAccount.Removed) => "was removed from the account",
            (not null, _) =>
                $"was changed in the account: {string.Join(", ", (difference.Fields ?? []).Select(field => Field(difference, field)))}",
            _ => $"is {Plain.Text(difference.Actual)}, declared {Plain.Text(difference.Declared)}",
        };

    public static string Of(Accepted accepted) => $"accepted until {AcceptanceFile.Day(accepted.Expires)}: {accepted.Reason}";

    /// <summary>One side of a difference; for an entry, its properties other than its key.</summary>
    public static string Value(Difference difference, JsonNode? value) =>
        difference.Entry is not { } entry ? Plain.Text(value)
        : value is null ? "–"
        : Plain.Details(value, entry) is { Length: > 0 } details ? details
        : "present";

    private static string Field(Difference difference, string field) =>
        $"{field} is {Plain.Text(difference.Actual?[field])}, declared {Plain.Text(difference.Declared?[field])}";
}

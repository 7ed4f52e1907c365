using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Areas;

/// <summary>Search, time filters and sorting, shared by the lists of devices and of registrations.</summary>
internal static class DeviceQueries
{
    /// <summary>The string at a dotted path, such as <c>user.email</c>.</summary>
    public static string? Path(this JsonObject node, string path) =>
        path.Split('.').Aggregate((JsonNode?)node, (current, name) => (current as JsonObject)?[name]).AsText();

    public static IEnumerable<JsonObject> SearchedIn(this IEnumerable<JsonObject> items, Query query, params string[] paths) =>
        query.Text("search") is { } text
            ? items.Where(item => paths.Any(path => item.Path(path)?.Contains(text, StringComparison.OrdinalIgnoreCase) == true))
            : items;

    public static IEnumerable<JsonObject> SeenBetween(this IEnumerable<JsonObject> items, Query query)
    {
        var (after, before) = (query.Time("seen_after"), query.Time("seen_before"));
        return items.Where(item =>
            (after is null && before is null)
            || (
                Timestamps.TryParse(item.Text("last_seen_at"), out var seen)
                && (after is null || seen >= after)
                && (before is null || seen <= before)
            )
        );
    }

    /// <summary>Sorts by sort_by and sort_order; the default is the order of creation.</summary>
    public static IEnumerable<JsonObject> SortedBy(
        this IEnumerable<JsonObject> items,
        Query query,
        Func<JsonObject, string, string?> key,
        params string[] allowed
    )
    {
        var descending = query.OneOf("sort_order", "asc", "asc", "desc") == "desc";
        if (query.Text("sort_by") is null)
        {
            return descending ? items.Reverse() : items;
        }

        var name = query.OneOf("sort_by", "", allowed);
        return descending
            ? items.OrderByDescending(item => key(item, name), StringComparer.Ordinal)
            : items.OrderBy(item => key(item, name), StringComparer.Ordinal);
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Http;

/// <summary>Cloudflare's two kinds of pagination.</summary>
internal static class Pages
{
    // The real maximum is undocumented. A larger per_page is silently reduced, so clients must follow the cursor.
    private const int MaxCursorPage = 100;

    /// <summary>Pagination by page and per_page.</summary>
    public static ApiResult Numbered(Query query, IEnumerable<JsonObject> items, Func<JsonObject, JsonObject> view)
    {
        var all = items.ToArray();
        var page = query.Number("page", 1, 1, int.MaxValue);
        var perPage = query.Number("per_page", 20, 1, 1000);
        var shown = all.Skip((int)Math.Min((page - 1L) * perPage, int.MaxValue)).Take(perPage).Select(view).ToArray();
        return ApiResult.List(shown) with
        {
            ResultInfo = new()
            {
                ["page"] = page,
                ["per_page"] = perPage,
                ["count"] = shown.Length,
                ["total_count"] = all.Length,
            },
        };
    }

    /// <summary>Pagination by cursor: the response's cursor requests the next page; it is empty on the last page.</summary>
    public static ApiResult Cursor(Query query, IEnumerable<JsonObject> items, Func<JsonObject, JsonObject> view)
    {
        var all = items.ToArray();
        var perPage = Math.Min(query.Number("per_page", 50, 1, int.MaxValue), MaxCursorPage);
        var start = query.Text("cursor") is { } cursor ? Decode(cursor) : 0;
        var shown = all.Skip(start).Take(perPage).Select(view).ToArray();
        var next = start + shown.Length < all.Length ? Encode(start + shown.Length) : "";
        return ApiResult.List(shown) with
        {
            ResultInfo = new()
            {
                ["cursor"] = next,
                ["per_page"] = perPage,
                ["count"] = shown.Length,
                ["total_count"] = all.Length,
            },
        };
    }

    private static string Encode(int start) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(start.ToString(CultureInfo.InvariantCulture)));

    private static int Decode(string cursor) =>
        Base64Url.IsValid(cursor)
        && int.TryParse(Base64Url.DecodeFromChars(cursor), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : throw ApiErrors.InvalidQuery("cursor", "is not one of ours");
}

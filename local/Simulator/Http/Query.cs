using System.Globalization;
using Microsoft.AspNetCore.Http;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Http;

/// <summary>A query string. A malformed value is an error that names the parameter.</summary>
internal sealed class Query(IQueryCollection values)
{
    /// <summary>The query that requests the first page.</summary>
    public Query WithoutPage() => new(new QueryCollection(values.Where(value => value.Key is not ("page" or "cursor")).ToDictionary()));

    public string? Text(string name) => values[name] is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>All values of a repeated key.</summary>
    public string[] All(string name) => [.. values[name].OfType<string>().Where(v => v.Length > 0)];

    public bool? Flag(string name) =>
        Text(name) switch
        {
            null => null,
            "true" => true,
            "false" => false,
            _ => throw ApiErrors.InvalidQuery(name, "must be true or false"),
        };

    public DateTimeOffset? Time(string name) =>
        Text(name) is not { } text ? null
        : Timestamps.TryParse(text, out var time) ? time
        : throw ApiErrors.InvalidQuery(name, "must be an RFC 3339 time");

    public int Number(string name, int fallback, int min, int max) =>
        Text(name) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number
        : throw ApiErrors.InvalidQuery(name, $"must be a number from {min} to {max}");

    public string OneOf(string name, string fallback, params ReadOnlySpan<string> allowed)
    {
        var text = Text(name) ?? fallback;
        return allowed.Contains(text) ? text : throw ApiErrors.InvalidQuery(name, $"must be one of {string.Join(", ", allowed!)}");
    }
}

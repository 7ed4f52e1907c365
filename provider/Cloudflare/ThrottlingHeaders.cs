using System.Globalization;
using System.Net.Http.Headers;

namespace ZeroTrust.Cloudflare;

/// <summary>Parses rate-limit headers.</summary>
internal static class ThrottlingHeaders
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(5);

    /// <summary>The wait that the API asks for; <see langword="null"/> when it asks for none, so that the client chooses its own.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (First(headers, "retry-after-ms") is { } text && Number(text) is { } milliseconds and > 0 and <= int.MaxValue)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        // A date is the server's: this machine's clock may differ.
        var wait = headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - (headers.Date ?? now);
        return wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>The tightest limit in the headers, or <see langword="null"/>.</summary>
    public static ServerBudget? Budget(HttpResponseHeaders headers, DateTimeOffset now) =>
        headers.TryGetValues("Ratelimit", out var values)
            ? values
                .SelectMany(value => value.Split(','))
                .Select(Current)
                .Where(budget => budget is not null)
                .MinBy(budget => budget!.Remaining)
            : Older(headers, now);

    // "default";r=50;t=30
    private static ServerBudget? Current(string item)
    {
        double? remaining = null,
            seconds = null;
        foreach (var parameter in item.Split(';', StringSplitOptions.TrimEntries))
        {
            if (parameter.StartsWith("r=", StringComparison.OrdinalIgnoreCase))
            {
                remaining = Number(parameter[2..]);
            }
            else if (parameter.StartsWith("t=", StringComparison.OrdinalIgnoreCase))
            {
                seconds = Number(parameter[2..]);
            }
        }

        return Create(remaining, seconds);
    }

    // Before September 2025: x-ratelimit-remaining, and x-ratelimit-reset as a date.
    private static ServerBudget? Older(HttpResponseHeaders headers, DateTimeOffset now) =>
        First(headers, "x-ratelimit-remaining") is { } remaining
        && First(headers, "x-ratelimit-reset") is { } reset
        && DateTimeOffset.TryParse(reset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? Create(Number(remaining.Split(',')[0]), (at - now).TotalSeconds)
            : null;

    private static ServerBudget? Create(double? remaining, double? seconds) =>
        remaining is >= 0 and <= int.MaxValue && seconds is >= 0
            ? new((int)remaining, TimeSpan.FromSeconds(Math.Min(seconds.Value, LongestWindow.TotalSeconds)))
            : null;

    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}

using System.Globalization;

namespace ZeroTrust.Simulator.State;

/// <summary>Timestamps in Cloudflare's format: RFC 3339, UTC, microseconds.</summary>
internal static class Timestamps
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>Whether a time is in a period; a period may have no end.</summary>
    public static bool Between(string? from, string? to, DateTimeOffset time) =>
        TryParse(from, out var start) && start <= time && (!TryParse(to, out var end) || time < end);
}

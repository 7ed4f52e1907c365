using System.Globalization;
using System.Text.RegularExpressions;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Durations as programs write them: <c>5m</c>, <c>1h30m</c>, <c>300000000000ns</c>.</summary>
internal static partial class CustomTimeoutText
{
    /// <summary>The duration in seconds; zero for an empty string.</summary>
    public static double Seconds(string text)
    {
        var parts = Part().Matches(text);
        return text.Length == parts.Sum(part => part.Length)
            ? parts.Sum(part => double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * SecondsPer(part.Groups[2].Value))
            : throw new EngineException($"'{text}' in customTimeouts is not a duration; write something like '5m' or '1h30m'.");
    }

    private static double SecondsPer(string unit) =>
        unit switch
        {
            "h" => 3600,
            "m" => 60,
            "s" => 1,
            "ms" => 1e-3,
            "us" or "µs" => 1e-6,
            _ => 1e-9,
        };

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)")]
    private static partial Regex Part();
}

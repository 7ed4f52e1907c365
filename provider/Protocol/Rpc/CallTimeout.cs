using System.Globalization;

namespace ZeroTrust.Protocol.Rpc;

/// <summary>The header <c>grpc-timeout</c>: at most eight digits and a unit.</summary>
internal static class CallTimeout
{
    public const string HeaderName = "grpc-timeout";

    // The longest that a timer takes. Longer is as good as no limit.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Never shorter than asked for: a call must not be cut off early.</summary>
    public static string Format(TimeSpan timeout)
    {
        var milliseconds = Math.Max(1, (long)Math.Ceiling(timeout.TotalMilliseconds));
        return milliseconds <= 99_999_999
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds}m")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(99_999_999, (milliseconds + 999) / 1000)}S");
    }

    /// <exception cref="RpcException">The text is no timeout.</exception>
    public static TimeSpan? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Length is < 2 or > 9
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            throw Malformed(text);
        }

        var timeout = text[^1] switch
        {
            'H' => TimeSpan.FromHours(amount),
            'M' => TimeSpan.FromMinutes(amount),
            'S' => TimeSpan.FromSeconds(amount),
            'm' => TimeSpan.FromMilliseconds(amount),
            'u' => TimeSpan.FromMicroseconds(amount),
            'n' => TimeSpan.FromTicks(amount / TimeSpan.NanosecondsPerTick),
            _ => throw Malformed(text),
        };
        return timeout > Longest ? null : timeout;
    }

    private static RpcException Malformed(string text) =>
        new(RpcStatusCode.Internal, $"'{text}' in grpc-timeout is not a timeout; it needs up to 8 digits and one of H, M, S, m, u, n.");
}

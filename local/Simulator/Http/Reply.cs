using System.Text.Json.Nodes;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Http;

/// <summary>An HTTP answer, ready to be sent.</summary>
internal sealed record Reply(int Status, string Body, string ContentType = "application/json")
{
    /// <summary>Seconds for the Retry-After header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Value of the Ratelimit header.</summary>
    public string? RateLimit { get; init; }

    /// <summary>Value of the Ratelimit-Policy header.</summary>
    public string? RateLimitPolicy { get; init; }

    public static Reply Json(int status, JsonNode body) => new(status, body.ToReadable());

    public static Reply Of(ApiException refusal) => Json(refusal.Status, Envelope.Of(refusal));
}

using System.Globalization;

namespace ZeroTrust.Cloudflare;

/// <summary>Kinds of failed calls.</summary>
internal enum CloudflareErrorKind
{
    /// <summary>The object does not exist.</summary>
    NotFound,

    /// <summary>The credentials are missing or rejected (401).</summary>
    Unauthorized,

    /// <summary>The credentials lack permission (403).</summary>
    Forbidden,

    /// <summary>Rate-limited for longer than Cloudflare's block lasts (429).</summary>
    RateLimited,

    /// <summary>Cloudflare refused the request (other 4xx).</summary>
    Refused,

    /// <summary>Cloudflare is unreachable or responds with 5xx, and retries are exhausted.</summary>
    Unavailable,

    /// <summary>No response within the timeout of an attempt, and retries are exhausted.</summary>
    Timeout,

    /// <summary>The response is not what the API documents.</summary>
    UnexpectedResponse,

    /// <summary>The response to a create was lost, and the object has not appeared.</summary>
    UnknownOutcome,
}

/// <summary>An error in Cloudflare's response.</summary>
internal sealed record CloudflareError(int Code, string Message)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"code {Code} '{Message}'");
}

/// <summary>A failed call. The message says what failed, why, and what was changed; it contains no secrets.</summary>
internal class CloudflareException(CloudflareErrorKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public CloudflareErrorKind Kind { get; } = kind;

    /// <summary>HTTP status; <see langword="null"/> without a response.</summary>
    public int? Status { get; init; }

    /// <summary>Cloudflare's codes and messages, shortened.</summary>
    public IReadOnlyList<CloudflareError> Errors { get; init; } = [];

    /// <summary>Cloudflare's request ID, for its support.</summary>
    public string? RayId { get; init; }

    public string Method { get; init; } = "";

    /// <summary>Path template without IDs.</summary>
    public string Route { get; init; } = "";

    /// <summary>Whether Cloudflare may have executed the call although it failed here.</summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>Whether Cloudflare reported success, but with a response that is unreadable or contradictory.</summary>
    public bool IsUnclear => Status is >= 200 and < 300;

    public bool HasCode(int code) => Errors.Any(error => error.Code == code);
}

/// <summary>The response to a create was lost and the object has not appeared: it may or may not exist.</summary>
internal sealed class CloudflareUnknownOutcomeException(string message, Exception? inner = null)
    : CloudflareException(CloudflareErrorKind.UnknownOutcome, message, inner);

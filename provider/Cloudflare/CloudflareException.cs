using System.Globalization;

namespace ZeroTrust.Cloudflare;

/// <summary>What went wrong with a call.</summary>
internal enum CloudflareErrorKind
{
    /// <summary>The object is gone, or never was.</summary>
    NotFound,

    /// <summary>There are no credentials, or Cloudflare does not accept them (401).</summary>
    Unauthorized,

    /// <summary>The credentials may not do this (403).</summary>
    Forbidden,

    /// <summary>Throttled for longer than Cloudflare's block lasts (429).</summary>
    RateLimited,

    /// <summary>Cloudflare refuses the request (other 4xx).</summary>
    Refused,

    /// <summary>Cloudflare cannot be reached or answers 5xx, and retries ran out.</summary>
    Unavailable,

    /// <summary>No answer within the limit on an attempt, and retries ran out.</summary>
    Timeout,

    /// <summary>The answer is not what the API documents.</summary>
    UnexpectedAnswer,

    /// <summary>The answer to a creation was lost, and what it made is not to be seen.</summary>
    UnknownOutcome,
}

/// <summary>One of Cloudflare's own errors.</summary>
internal sealed record CloudflareError(int Code, string Message)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"code {Code} '{Message}'");
}

/// <summary>A call failed. The message says what, why, and what was and was not changed; it holds no secret.</summary>
internal class CloudflareException(CloudflareErrorKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public CloudflareErrorKind Kind { get; } = kind;

    /// <summary>HTTP status; <see langword="null"/> when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>Cloudflare's codes and messages, shortened.</summary>
    public IReadOnlyList<CloudflareError> Errors { get; init; } = [];

    /// <summary>What Cloudflare's support asks for.</summary>
    public string? RayId { get; init; }

    public string Method { get; init; } = "";

    /// <summary>Path template, without ids.</summary>
    public string Route { get; init; } = "";

    /// <summary>Whether Cloudflare may have carried the call out although it failed here.</summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>Whether Cloudflare answered with a success that cannot be read, or that contradicts itself.</summary>
    public bool IsUnclear => Status is >= 200 and < 300;

    /// <summary>Whether the same call may succeed later without a change.</summary>
    public bool IsTransient => Kind is CloudflareErrorKind.RateLimited or CloudflareErrorKind.Unavailable or CloudflareErrorKind.Timeout;

    public bool HasCode(int code) => Errors.Any(error => error.Code == code);
}

/// <summary>The answer to a creation was lost, and what it made is not to be seen: it may or may not exist.</summary>
internal sealed class CloudflareUnknownOutcomeException(string message, Exception? inner = null)
    : CloudflareException(CloudflareErrorKind.UnknownOutcome, message, inner);

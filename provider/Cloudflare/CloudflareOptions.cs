using System.Net;

namespace ZeroTrust.Cloudflare;

/// <summary>Options of the API client: credentials, base URL and limits.</summary>
internal sealed record CloudflareOptions
{
    /// <summary>Account of resources that do not set one; 32 hexadecimal digits.</summary>
    public string? AccountId { get; init; }

    /// <summary>API token; takes precedence over a key.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Global API key; needs <see cref="Email"/>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Email address of the user who owns <see cref="ApiKey"/>.</summary>
    public string? Email { get; init; }

    /// <summary>Base URL of the API.</summary>
    /// <value>https, or http on loopback; default Cloudflare's.</value>
    public string BaseUrl { get; init; } = "https://api.cloudflare.com/client/v4";

    /// <summary>Maximum number of requests within any five minutes.</summary>
    /// <value>1 to 1,000,000; default 1,100. Cloudflare allows 1,200 per user, including the dashboard and other tools.</value>
    public int MaxRequestsPerFiveMinutes { get; init; } = 1_100;

    /// <summary>Maximum number of retries of a repeatable call after a network or server error.</summary>
    /// <value>0 to 20; default 5, about 15 seconds. Rate limits do not count and are waited out, unless this is 0.</value>
    public int MaxRetries { get; init; } = 5;

    /// <summary>Timeout of one attempt, not including its wait for the rate limiter.</summary>
    /// <value>1 second to 5 minutes; default 30 seconds.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether profiles' lists are taken from the response that lists the profiles.</summary>
    /// <value>Default true.</value>
    public bool BulkReads { get; init; } = true;

    /// <summary>Version of this provider, for the <c>User-Agent</c>.</summary>
    public string Version { get; init; } = "0.0.0";

    /// <summary>Base URL without a trailing slash. Requires valid options.</summary>
    public Uri BaseUri => new(BaseUrl.TrimEnd('/'));

    /// <summary>Whether the API is on this machine. Requires valid options.</summary>
    public bool IsLoopback => LeadsToLoopback(BaseUri);

    /// <summary>Validates the options; returns messages with the names of the provider's properties.</summary>
    /// <remarks>Missing credentials are reported on first use.</remarks>
    public IEnumerable<(string Property, string Message)> Check()
    {
        if (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            yield return ("baseUrl", $"'{Shown}' is not an https URL; leave it out to use Cloudflare's.");
        }
        else if (url.Scheme == "http" && !LeadsToLoopback(url))
        {
            yield return (
                "baseUrl",
                $"'{Shown}' would send the credentials unencrypted; write 'https'. Only 'localhost' and loopback addresses may use http."
            );
        }
        else if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            yield return ("baseUrl", "has a user, query or fragment; write scheme, host and path only.");
        }

        if (ApiKey is { Length: > 0 } && Email is not { Length: > 0 })
        {
            yield return ("email", "is missing: an API key works only with its user's email. Set it, or use apiToken instead.");
        }

        foreach (var (property, value) in new[] { ("apiToken", ApiToken), ("apiKey", ApiKey), ("email", Email) })
        {
            if (value is { Length: > 0 } && value.AsSpan().ContainsAnyExceptInRange('!', '~'))
            {
                yield return (property, "contains a space, a line break or a character outside ASCII; check how it was copied.");
            }
        }

        if (MaxRequestsPerFiveMinutes is < 1 or > 1_000_000)
        {
            yield return ("maxRequestsPerFiveMinutes", $"is {MaxRequestsPerFiveMinutes}; write 1 to 1000000.");
        }

        if (MaxRetries is < 0 or > 20)
        {
            yield return ("maxRetries", $"is {MaxRetries}; write 0 to 20.");
        }

        if (RequestTimeout < TimeSpan.FromSeconds(1) || RequestTimeout > TimeSpan.FromMinutes(5))
        {
            yield return ("requestTimeout", $"is {RequestTimeout.TotalSeconds} seconds; write 1 to 300.");
        }
    }

    // Other names may resolve to other machines. The framework also maps 'loopback' to 'localhost', which is not universal.
    private static bool LeadsToLoopback(Uri url) =>
        (url.Host == "localhost" && url.OriginalString.Contains("localhost", StringComparison.OrdinalIgnoreCase))
        || (IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));

    // Without user name and password.
    private string Shown => BaseUrl.LastIndexOf('@') is >= 0 and var end ? $"…{BaseUrl[(end + 1)..]}" : BaseUrl;

    /// <summary>The options without secrets.</summary>
    public override string ToString() =>
        $"{nameof(CloudflareOptions)} {{ {nameof(BaseUrl)} = {Shown}, {nameof(AccountId)} = {AccountId} }}";
}

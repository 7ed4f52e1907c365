using System.Net;

namespace ZeroTrust.Cloudflare;

/// <summary>How the API client reaches Cloudflare, and as whom.</summary>
internal sealed record CloudflareOptions
{
    /// <summary>Account of resources that name none; 32 hexadecimal digits.</summary>
    public string? AccountId { get; init; }

    /// <summary>API token; preferred to a key.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Global API key; needs <see cref="Email"/>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Address of the user whose <see cref="ApiKey"/> it is.</summary>
    public string? Email { get; init; }

    /// <summary>Where the API is.</summary>
    /// <value>https, or http on loopback; default Cloudflare's own.</value>
    public string BaseUrl { get; init; } = "https://api.cloudflare.com/client/v4";

    /// <summary>Most requests that are sent within any five minutes.</summary>
    /// <value>1 to 1,000,000; default 1,100: Cloudflare allows a user 1,200, and the dashboard and other tools count too.</value>
    public int MaxRequestsPerFiveMinutes { get; init; } = 1_100;

    /// <summary>How often a call that may be repeated is repeated after a fault of the network or the server.</summary>
    /// <value>0 to 20; default 5, which is about 15 seconds. Being throttled does not count: it is waited out, unless this is 0.</value>
    public int MaxRetries { get; init; } = 5;

    /// <summary>Limit on one attempt, its wait for a turn left out.</summary>
    /// <value>1 second to 5 minutes; default 30 seconds.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the lists of all profiles are read with the profiles, in one request.</summary>
    /// <value>Default true.</value>
    public bool BulkReads { get; init; } = true;

    /// <summary>Version of this provider, for the <c>User-Agent</c>.</summary>
    public string Version { get; init; } = "0.0.0";

    /// <summary>Base URL without a trailing slash. Only valid when <see cref="Check"/> found nothing.</summary>
    public Uri BaseUri => new(BaseUrl.TrimEnd('/'));

    /// <summary>Whether the API is on this machine. Only valid when <see cref="Check"/> found nothing.</summary>
    public bool IsLoopback => LeadsToLoopback(BaseUri);

    /// <summary>What is wrong with the options, each with the name of the provider's property.</summary>
    /// <remarks>Missing credentials are no problem yet: they matter on first use.</remarks>
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
                $"'{Shown}' would send the credentials unencrypted; write 'https'. Only 'localhost' and addresses of loopback may use http."
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

    // Any other name leads where the resolver says. 'loopback' the framework takes for 'localhost', others do not.
    private static bool LeadsToLoopback(Uri url) =>
        (url.Host == "localhost" && url.OriginalString.Contains("localhost", StringComparison.OrdinalIgnoreCase))
        || (IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));

    // Without a user and password.
    private string Shown => BaseUrl.LastIndexOf('@') is >= 0 and var end ? $"…{BaseUrl[(end + 1)..]}" : BaseUrl;

    /// <summary>Without the secrets.</summary>
    public override string ToString() =>
        $"{nameof(CloudflareOptions)} {{ {nameof(BaseUrl)} = {Shown}, {nameof(AccountId)} = {AccountId} }}";
}

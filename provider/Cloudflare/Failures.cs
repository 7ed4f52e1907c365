using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ZeroTrust.Cloudflare;

/// <summary>Creates exceptions whose messages say what was called, why it failed, and what was changed.</summary>
internal static class Failures
{
    private const int LongestMessage = 300;
    private const int LongestExcerpt = 100;
    private const int MostErrors = 5;

    /// <summary>
    /// Bytes of a response from which its excerpt is taken: more than the longest secret, a match expression, with every character escaped.
    /// </summary>
    private const int ExcerptBytes = 1 << 17;

    /// <summary>Cloudflare's code for an invalid path or an invalid ID in it. It does not mean that the object is missing.</summary>
    public const int NoSuchRoute = 7003;

    /// <summary>Missing objects by code, with the routes on which the missing object is the call's own.</summary>
    private static readonly Dictionary<int, (string What, string Route)> Missing = new()
    {
        [1002] = ("the tunnel", "/warp_connector"),
        [1015] = ("the route", "/teamnet/routes"),
        [1046] = ("the virtual network", "/teamnet/virtual_networks"),
        [1054] = ("the tunnel's token", "/warp_connector"),
        [1055] = ("the tunnel's configuration", "/warp_connector"),
        [2052] = ("the device profile", "/devices/polic"),
        [2053] = ("the managed network", "/devices/networks"),
    };

    /// <summary>Codes for malformed credentials, which come with status 400.</summary>
    private static readonly int[] MalformedCredentialsCodes = [6003, 6111];

    /// <summary>
    /// Comes with status 403. The message says whether the token itself is refused ("Invalid access token", "Cannot use the access token
    /// from location: …") or lacks permission ("Unauthorized to access requested resource").
    /// </summary>
    private const int RefusedTokenCode = 9109;

    /// <summary>No credentials are configured; nothing was sent.</summary>
    public static CloudflareException NoCredentials(ApiCall call) =>
        Own(
            call,
            CloudflareErrorKind.Unauthorized,
            "no credentials are configured. Set apiToken (or CLOUDFLARE_API_TOKEN), or apiKey and email."
        );

    /// <summary>The object does not exist.</summary>
    public static CloudflareException Gone(ApiCall call) => Own(call, CloudflareErrorKind.NotFound, "it does not exist.");

    /// <summary>There was no response.</summary>
    /// <param name="call">The call.</param>
    /// <param name="fault">The cause.</param>
    /// <param name="certificate">Why the server's certificate is not trusted, if that is the cause.</param>
    /// <param name="mayHaveArrived">Whether Cloudflare may have executed the request.</param>
    /// <param name="attempts">Number of attempts.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="redactor">Redacts secrets.</param>
    public static CloudflareException NoResponse(
        ApiCall call,
        Exception fault,
        string? certificate,
        bool mayHaveArrived,
        int attempts,
        CloudflareOptions options,
        Redactor redactor
    )
    {
        var seconds = options.RequestTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var host = options.BaseUri.Authority;
        var (kind, reason) = fault switch
        {
            OperationCanceledException => (CloudflareErrorKind.Timeout, "no response before the run was interrupted"),
            TimeoutException => (CloudflareErrorKind.Timeout, $"no response within {seconds} seconds"),
            _ when certificate is not null => (
                CloudflareErrorKind.Unavailable,
                $"the certificate of '{host}' is not trusted: {certificate}"
            ),
            _ => (CloudflareErrorKind.Unavailable, $"no response ({Reason(fault, host)})"),
        };
        var remedy =
            certificate is not null
                ? "Check baseUrl; if your own proxy inspects TLS, "
                    + "add its certificate authority to those that this machine trusts (SSL_CERT_FILE)"
            : !mayHaveArrived ? "Check the network, proxies and baseUrl, then run it again"
            : fault is TimeoutException ? "Run it again; requestTimeout allows more time"
            : "Run it again";
        return new(kind, Compose(call, $"{reason}{After(attempts)}. {remedy}", mayHaveArrived, null, redactor), fault)
        {
            Method = call.Method.Method,
            Route = call.Route,
            MayHaveArrived = mayHaveArrived,
        };
    }

    /// <summary>The response is an error.</summary>
    public static CloudflareException Refused(ApiCall call, ApiResponse response, Envelope envelope, Redactor redactor)
    {
        CloudflareError[] errors =
        [
            .. envelope
                .Errors.OfType<EnvelopeError>()
                .Take(MostErrors)
                .Select(error => new CloudflareError(
                    error.Code ?? 0,
                    Cut(redactor.Redact(Cut(error.Message ?? "", ExcerptBytes)), LongestMessage)
                )),
        ];
        var kind = KindOf(response.Status, errors);
        var details = string.Join(", ", [Status(response), .. errors.Select(error => error.ToString())]);
        return Create(call, response, kind, errors, Reason(kind, call, response, errors, details), redactor);
    }

    /// <summary>The response is not what the API documents, for example a proxy's page or a result of another type.</summary>
    public static CloudflareException Unexpected(ApiCall call, ApiResponse response, string problem, Redactor redactor)
    {
        var kind = response.Status switch
        {
            // For these, Cloudflare's edge responds with a page.
            (int)HttpStatusCode.TooManyRequests or >= 500 => KindOf(response.Status, []),
            _ => CloudflareErrorKind.UnexpectedResponse,
        };
        var reason =
            kind == CloudflareErrorKind.UnexpectedResponse
                ? $"the response is not from Cloudflare's API ({Status(response)}, {problem}{Beginning(call, response, redactor)}). "
                    + "Check baseUrl and proxies; if they are right, please report this"
                : Reason(kind, call, response, [], Status(response));
        return Create(call, response, kind, [], reason, redactor);
    }

    /// <summary>The response exceeds the call's size limit.</summary>
    public static CloudflareException TooLong(ApiCall call, ApiResponse response, Redactor redactor) =>
        Create(
            call,
            response,
            CloudflareErrorKind.UnexpectedResponse,
            [],
            $"the response is longer than {call.MaxResponseBytes >> 20} MiB, more than Cloudflare's API returns here ({Status(response)}). "
                + "Check baseUrl and proxies",
            redactor
        );

    /// <summary>The response to a create was lost, and the search for the object was inconclusive.</summary>
    public static CloudflareUnknownOutcomeException UnknownOutcome(CloudflareException lost, string findings, Redactor redactor) =>
        new($"{lost.Message} {redactor.Redact(findings)}", lost)
        {
            Status = lost.Status,
            Errors = lost.Errors,
            RayId = lost.RayId,
            Method = lost.Method,
            Route = lost.Route,
            MayHaveArrived = true,
        };

    /// <summary>A list was written, but not all of it is stored.</summary>
    public static CloudflareException NotStored(ApiCall call, IReadOnlyList<string> missing, int wanted, Redactor redactor) =>
        Own(
            call,
            CloudflareErrorKind.UnexpectedResponse,
            $"Cloudflare stored the list without {missing.Count} of its {wanted} entries ({Names(missing, redactor)}). "
                + "The rest of the list was changed; run a refresh.",
            mayHaveArrived: true
        );

    /// <summary>Another writer undid changes to a list after every attempt.</summary>
    public static CloudflareException Contested(ApiCall call, IReadOnlyList<string> entries, int attempts, Redactor redactor) =>
        Own(
            call,
            CloudflareErrorKind.UnexpectedResponse,
            $"another writer is changing this list. After {attempts} attempts these entries are still not as written: "
                + $"{Names(entries, redactor)}. "
                + "Run it again when the other writer is done.",
            mayHaveArrived: true
        );

    /// <summary>The same failure with another sentence about what was changed.</summary>
    public static CloudflareException Add(CloudflareException failure, string sentence) =>
        new(failure.Kind, $"{failure.Message} {sentence}", failure)
        {
            Status = failure.Status,
            Errors = failure.Errors,
            RayId = failure.RayId,
            Method = failure.Method,
            Route = failure.Route,
            MayHaveArrived = failure.MayHaveArrived,
        };

    private static CloudflareException Own(ApiCall call, CloudflareErrorKind kind, string reason, bool mayHaveArrived = false) =>
        new(kind, $"{call.Method} {call.Subject}: {reason}")
        {
            Method = call.Method.Method,
            Route = call.Route,
            MayHaveArrived = mayHaveArrived,
        };

    private static CloudflareException Create(
        ApiCall call,
        ApiResponse response,
        CloudflareErrorKind kind,
        IReadOnlyList<CloudflareError> errors,
        string reason,
        Redactor redactor
    )
    {
        // Even if the response is unreadable, a success status means that the call was executed.
        var mayHaveArrived = response.Status is < 300 or >= 500 or (int)HttpStatusCode.RequestTimeout;
        return new(kind, Compose(call, reason, mayHaveArrived, response.RayId, redactor))
        {
            Status = response.Status,
            Errors = errors,
            RayId = response.RayId,
            Method = call.Method.Method,
            Route = call.Route,
            MayHaveArrived = mayHaveArrived,
        };
    }

    private static CloudflareErrorKind KindOf(int status, CloudflareError[] errors) =>
        status switch
        {
            < 300 => CloudflareErrorKind.UnexpectedResponse,
            (int)HttpStatusCode.Unauthorized => CloudflareErrorKind.Unauthorized,
            (int)HttpStatusCode.Forbidden when errors.Any(RefusesToken) => CloudflareErrorKind.Unauthorized,
            (int)HttpStatusCode.Forbidden => CloudflareErrorKind.Forbidden,
            (int)HttpStatusCode.TooManyRequests => CloudflareErrorKind.RateLimited,
            (int)HttpStatusCode.RequestTimeout => CloudflareErrorKind.Timeout,
            >= 500 => CloudflareErrorKind.Unavailable,
            _ when errors.Any(error => Missing.ContainsKey(error.Code)) => CloudflareErrorKind.NotFound,
            _ when errors.Any(error => MalformedCredentialsCodes.Contains(error.Code)) => CloudflareErrorKind.Unauthorized,
            (int)HttpStatusCode.NotFound when !errors.Any(error => error.Code == NoSuchRoute) => CloudflareErrorKind.NotFound,
            _ => CloudflareErrorKind.Refused,
        };

    private static bool RefusesToken(CloudflareError error) =>
        error.Code == RefusedTokenCode && error.Message.Contains("access token", StringComparison.OrdinalIgnoreCase);

    private static string Reason(CloudflareErrorKind kind, ApiCall call, ApiResponse response, CloudflareError[] errors, string details) =>
        kind switch
        {
            CloudflareErrorKind.NotFound => NotThere(call, errors, details),
            CloudflareErrorKind.Unauthorized => $"Cloudflare rejected the credentials ({details}). "
                + $"Check apiToken (or CLOUDFLARE_API_TOKEN), or apiKey and email{TokenOnly(call)}",
            CloudflareErrorKind.Forbidden =>
                $"the credentials lack permission ({details}). The token needs the permission '{call.Endpoint.Permission}'"
                    + (
                        call.AccountId is { } account
                            ? $" in account '{account}'; a token for another account gets the same error"
                            : " here"
                    )
                    + $". A new token or permission takes a moment to become valid{TokenOnly(call)}",
            CloudflareErrorKind.RateLimited =>
                $"Cloudflare is rate-limiting these credentials ({details}){Wait(response)}{After(response.Attempts)}. "
                    + "Run it again later; if other tools use the same credentials, lower maxRequestsPerFiveMinutes",
            CloudflareErrorKind.Unavailable or CloudflareErrorKind.Timeout =>
                $"Cloudflare failed ({details}){After(response.Attempts)}. Run it again; see www.cloudflarestatus.com for outages",
            CloudflareErrorKind.UnexpectedResponse =>
                $"Cloudflare's response contradicts itself: a success status with an error ({details}). Run it again",
            _ when details.Contains($"code {NoSuchRoute}", StringComparison.Ordinal) =>
                $"Cloudflare does not have this path ({details}). Check accountId and baseUrl",
            _ => $"Cloudflare refused it ({details})",
        };

    // The missing object may be the call's own, or one that it refers to, such as the tunnel of a route.
    private static string NotThere(ApiCall call, CloudflareError[] errors, string details)
    {
        var named = errors.Select(error => Missing.GetValueOrDefault(error.Code)).FirstOrDefault(missing => missing.What is not null);
        if (named is { What: { } what, Route: { } route } && !call.Route.Contains(route, StringComparison.Ordinal))
        {
            return $"{what} that it refers to does not exist ({details}). "
                + $"If the program manages {what}, pulumi up --refresh creates it again";
        }

        var isChange = call.Method == HttpMethod.Patch || call.Method == HttpMethod.Put;
        var remedy = isChange ? ". If it was deleted outside of Pulumi, pulumi up --refresh creates it again" : "";
        return $"it does not exist ({details}){remedy}";
    }

    private static string Compose(ApiCall call, string reason, bool mayHaveArrived, string? rayId, Redactor redactor)
    {
        var message = new StringBuilder($"{call.Method} {call.Subject}: {reason}.");
        if (call.Method != HttpMethod.Get)
        {
            message.Append(mayHaveArrived ? " It may have taken effect." : " Nothing changed.");
        }

        if (rayId is not null)
        {
            message.Append(CultureInfo.InvariantCulture, $" Ray ID {Cut(rayId, LongestExcerpt)}.");
        }

        // Control characters from a server would control the user's terminal.
        return string.Concat(redactor.Redact(message.ToString()).Select(unit => char.IsControl(unit) ? ' ' : unit));
    }

    // The framework's messages are only resource keys in a trimmed program, and may contain a proxy's password.
    private static string Reason(Exception fault, string host) =>
        (fault as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"cannot resolve the name '{host}'",
            HttpRequestError.ConnectionError => $"cannot connect to '{host}'{Code(fault)}",
            HttpRequestError.SecureConnectionError => $"cannot establish a TLS connection to '{host}'",
            HttpRequestError.ProxyTunnelError => $"the proxy refused to connect to '{host}'{Status(fault)}",
            HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse => $"'{host}' sent an invalid HTTP response",
            HttpRequestError.VersionNegotiationError => $"'{host}' does not support this HTTP version",
            _ when fault is InvalidDataException => $"'{host}' sent a response that cannot be decompressed",
            _ => "the connection was lost",
        };

    private static string Code(Exception fault) => fault.InnerException is SocketException socket ? $": {socket.SocketErrorCode}" : "";

    private static string Status(Exception fault) =>
        fault is HttpRequestException { StatusCode: { } status }
            ? string.Create(CultureInfo.InvariantCulture, $": status {(int)status}")
            : "";

    private static string TokenOnly(ApiCall call) =>
        call.Route.Contains("/physical-devices", StringComparison.Ordinal)
        || call.Route.Contains("/registrations", StringComparison.Ordinal)
            ? ". Cloudflare documents this endpoint for API tokens only, not for API keys"
            : "";

    private static string Status(ApiResponse response) => response.Status.ToString(CultureInfo.InvariantCulture);

    private static string After(int attempts) =>
        attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $" after {attempts} attempts") : "";

    private static string Wait(ApiResponse response) =>
        response.RetryAfter is { } wait
            ? string.Create(CultureInfo.InvariantCulture, $" and asks to wait {Math.Ceiling(wait.TotalSeconds)} seconds,")
            : "";

    private static string Names(IReadOnlyList<string> entries, Redactor redactor) =>
        Cut(redactor.Redact(string.Join(", ", entries)), LongestMessage);

    // Surrogate pairs, such as emoji, are not split.
    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : $"{text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)]}…";

    private static string Beginning(ApiCall call, ApiResponse response, Redactor redactor)
    {
        if (call.HasSecretResponse || response.Body is not { IsEmpty: false } body)
        {
            return "";
        }

        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, ExcerptBytes)]);
        var oneLine = string.Join(' ', redactor.Redact(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $", starting '{Cut(oneLine, LongestExcerpt)}'";
    }
}

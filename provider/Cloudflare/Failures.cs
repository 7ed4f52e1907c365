using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ZeroTrust.Texts;

namespace ZeroTrust.Cloudflare;

/// <summary>Turns what went wrong into words: what was called, why it failed, what was and was not changed.</summary>
internal static class Failures
{
    private const int LongestMessage = 300;
    private const int LongestBeginning = 100;
    private const int MostErrors = 5;

    /// <summary>
    /// As much of an answer as is looked at for its beginning. A secret that this cuts in two is far behind what is shown.
    /// </summary>
    private const int Looked = 8_192;

    /// <summary>Cloudflare does not know the path, or an id in it: nothing is said about the object.</summary>
    public const int NoSuchRoute = 7003;

    /// <summary>What there is none of, by code, and where it is the object of the call itself.</summary>
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

    /// <summary>The request's credentials are not even well formed; comes with status 400.</summary>
    private static readonly int[] MalformedCredentialsCodes = [6003, 6111];

    /// <summary>Credentials are missing: found out here, before anything is sent.</summary>
    public static CloudflareException NoCredentials(ApiCall call) =>
        Own(
            call,
            CloudflareErrorKind.Unauthorized,
            "there are no credentials. Set apiToken (or CLOUDFLARE_API_TOKEN), or apiKey and email."
        );

    /// <summary>Cloudflare has not accepted the credentials just before, which was told in full.</summary>
    public static CloudflareException RejectedBefore(ApiCall call) =>
        Own(
            call,
            CloudflareErrorKind.Unauthorized,
            "Cloudflare does not accept the credentials, see the first such error. Nothing changed."
        );

    /// <summary>The object is gone.</summary>
    public static CloudflareException Gone(ApiCall call) => Own(call, CloudflareErrorKind.NotFound, "Cloudflare does not have it.");

    /// <summary>There was no answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="fault">What happened instead.</param>
    /// <param name="certificate">What is wrong with the server's certificate, when that is the reason.</param>
    /// <param name="mayHaveArrived">Whether the request may have been carried out.</param>
    /// <param name="attempts">How often it was sent.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="redactor">Takes secrets out.</param>
    public static CloudflareException NoAnswer(
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
            OperationCanceledException => (CloudflareErrorKind.Timeout, "no answer by the time the run was interrupted"),
            TimeoutException => (CloudflareErrorKind.Timeout, $"no answer within {seconds} seconds"),
            _ when certificate is not null => (
                CloudflareErrorKind.Unavailable,
                $"the certificate of '{host}' is not trusted: {certificate}"
            ),
            _ => (CloudflareErrorKind.Unavailable, $"no answer ({Reason(fault, host)})"),
        };
        var remedy =
            certificate is not null
                ? "Check baseUrl; when a proxy of your own inspects TLS, add its certificate authority to those that this machine trusts (SSL_CERT_FILE)"
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

    /// <summary>The answer is an error.</summary>
    public static CloudflareException Refused(ApiCall call, Answer answer, Envelope envelope, Redactor redactor)
    {
        CloudflareError[] errors =
        [
            .. envelope
                .Errors.OfType<EnvelopeError>()
                .Take(MostErrors)
                .Select(error => new CloudflareError(error.Code ?? 0, Excerpt.Of(redactor.Redact(error.Message ?? ""), LongestMessage))),
        ];
        var kind = KindOf(answer.Status, errors);
        var details = string.Join(", ", [Status(answer), .. errors.Select(error => error.ToString())]);
        return Create(call, answer, kind, errors, Reason(kind, call, answer, errors, details), redactor);
    }

    /// <summary>The answer is not what the API documents: a proxy's page, say, or a result of another shape.</summary>
    public static CloudflareException Unexpected(ApiCall call, Answer answer, string problem, Redactor redactor)
    {
        var kind = answer.Status switch
        {
            // Cloudflare's edge answers these with a page.
            (int)HttpStatusCode.TooManyRequests or >= 500 => KindOf(answer.Status, []),
            _ => CloudflareErrorKind.UnexpectedAnswer,
        };
        var reason =
            kind == CloudflareErrorKind.UnexpectedAnswer
                ? $"the answer is not one of Cloudflare's API ({Status(answer)}, {problem}{Beginning(call, answer, redactor)}). "
                    + "Check baseUrl and proxies; if they are right, please report this"
                : Reason(kind, call, answer, [], Status(answer));
        return Create(call, answer, kind, [], reason, redactor);
    }

    /// <summary>The answer is longer than anything the API has to say.</summary>
    public static CloudflareException TooLong(ApiCall call, Answer answer, Redactor redactor) =>
        Create(
            call,
            answer,
            CloudflareErrorKind.UnexpectedAnswer,
            [],
            $"the answer is longer than {call.LongestAnswer >> 20} MiB, more than Cloudflare's API has to say here ({Status(answer)}). Check baseUrl and proxies",
            redactor
        );

    /// <summary>The answer to a creation was lost, and looking for what it made did not settle it.</summary>
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
    public static CloudflareException NotStored(ApiCall call, IReadOnlyList<string> missing, int wanted) =>
        Own(
            call,
            CloudflareErrorKind.UnexpectedAnswer,
            $"Cloudflare stored the list without {missing.Count} of its {wanted} entries ({Names(missing)}). The rest of the list was changed; read it again.",
            mayHaveArrived: true
        );

    /// <summary>Entries of a list were written again and again, and somebody else took them away each time.</summary>
    public static CloudflareException Contested(ApiCall call, IReadOnlyList<string> entries, int attempts) =>
        Own(
            call,
            CloudflareErrorKind.UnexpectedAnswer,
            $"somebody else writes this list at the same time. After {attempts} attempts these of its entries are not as written here: {Names(entries)}. "
                + "Run it again when the other one is done.",
            mayHaveArrived: true
        );

    /// <summary>The same failure, with more to say about what was changed.</summary>
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
        Answer answer,
        CloudflareErrorKind kind,
        IReadOnlyList<CloudflareError> errors,
        string reason,
        Redactor redactor
    )
    {
        // A success that cannot be read was carried out all the same.
        var mayHaveArrived = answer.Status is < 300 or >= 500 or (int)HttpStatusCode.RequestTimeout;
        return new(kind, Compose(call, reason, mayHaveArrived, answer.RayId, redactor))
        {
            Status = answer.Status,
            Errors = errors,
            RayId = answer.RayId,
            Method = call.Method.Method,
            Route = call.Route,
            MayHaveArrived = mayHaveArrived,
        };
    }

    private static CloudflareErrorKind KindOf(int status, CloudflareError[] errors) =>
        status switch
        {
            < 300 => CloudflareErrorKind.UnexpectedAnswer,
            (int)HttpStatusCode.Unauthorized => CloudflareErrorKind.Unauthorized,
            (int)HttpStatusCode.Forbidden => CloudflareErrorKind.Forbidden,
            (int)HttpStatusCode.TooManyRequests => CloudflareErrorKind.RateLimited,
            (int)HttpStatusCode.RequestTimeout => CloudflareErrorKind.Timeout,
            >= 500 => CloudflareErrorKind.Unavailable,
            _ when errors.Any(error => Missing.ContainsKey(error.Code)) => CloudflareErrorKind.NotFound,
            _ when errors.Any(error => MalformedCredentialsCodes.Contains(error.Code)) => CloudflareErrorKind.Unauthorized,
            (int)HttpStatusCode.NotFound when !errors.Any(error => error.Code == NoSuchRoute) => CloudflareErrorKind.NotFound,
            _ => CloudflareErrorKind.Refused,
        };

    private static string Reason(CloudflareErrorKind kind, ApiCall call, Answer answer, CloudflareError[] errors, string details) =>
        kind switch
        {
            CloudflareErrorKind.NotFound => $"{NotThere(call, errors)} ({details})",
            CloudflareErrorKind.Unauthorized => $"Cloudflare does not accept the credentials ({details}). "
                + $"Check apiToken (or CLOUDFLARE_API_TOKEN), or apiKey and email{TokenOnly(call)}",
            CloudflareErrorKind.Forbidden =>
                $"the credentials may not do this ({details}). The token needs the permission '{call.Endpoint.Permission}'"
                    + (
                        call.AccountId is { } account
                            ? $" in account '{account}': a token of another account is answered in the same way"
                            : " here"
                    )
                    + $". A new token or permission takes a moment to work{TokenOnly(call)}",
            CloudflareErrorKind.RateLimited => $"Cloudflare throttles these credentials ({details}){Wait(answer)}{After(answer.Attempts)}. "
                + "Run it again later; if other tools use the same credentials, lower maxRequestsPerFiveMinutes",
            CloudflareErrorKind.Unavailable or CloudflareErrorKind.Timeout =>
                $"Cloudflare failed ({details}){After(answer.Attempts)}. Run it again; www.cloudflarestatus.com tells of outages",
            CloudflareErrorKind.UnexpectedAnswer =>
                $"Cloudflare's answer contradicts itself: a success that is none ({details}). Run it again",
            _ when details.Contains($"code {NoSuchRoute}", StringComparison.Ordinal) =>
                $"Cloudflare does not know this path ({details}). Check accountId and baseUrl",
            _ => $"Cloudflare refused it ({details})",
        };

    // What is missing may be what the call is about, or something that it names, such as the tunnel of a route.
    private static string NotThere(ApiCall call, CloudflareError[] errors) =>
        errors.Select(error => Missing.GetValueOrDefault(error.Code)).FirstOrDefault(missing => missing.What is not null)
            is { What: { } what, Route: { } route }
        && !call.Route.Contains(route, StringComparison.Ordinal)
            ? $"Cloudflare does not have {what} that it names"
            : "Cloudflare does not have it";

    private static string Compose(ApiCall call, string reason, bool mayHaveArrived, string? rayId, Redactor redactor)
    {
        var message = new StringBuilder($"{call.Method} {call.Subject}: {reason}.");
        if (call.Method != HttpMethod.Get)
        {
            message.Append(mayHaveArrived ? " It may have been carried out all the same." : " Nothing changed.");
        }

        if (rayId is not null)
        {
            message.Append(CultureInfo.InvariantCulture, $" Ray ID {rayId}.");
        }

        return redactor.Redact(message.ToString());
    }

    // The framework's own words are resource keys in a trimmed program, and may quote a proxy's password.
    private static string Reason(Exception fault, string host) =>
        (fault as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"the name '{host}' cannot be resolved",
            HttpRequestError.ConnectionError => $"'{host}' cannot be connected to{Code(fault)}",
            HttpRequestError.SecureConnectionError => $"there is no secure connection to '{host}'",
            HttpRequestError.ProxyTunnelError => $"the proxy does not connect to '{host}'{Status(fault)}",
            HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse => $"'{host}' does not speak HTTP as it should",
            HttpRequestError.VersionNegotiationError => $"'{host}' speaks another version of HTTP",
            _ => "the connection broke",
        };

    private static string Code(Exception fault) => fault.InnerException is SocketException socket ? $": {socket.SocketErrorCode}" : "";

    private static string Status(Exception fault) =>
        fault is HttpRequestException { StatusCode: { } status }
            ? string.Create(CultureInfo.InvariantCulture, $": it answers {(int)status}")
            : "";

    private static string TokenOnly(ApiCall call) =>
        call.Route.Contains("/physical-devices", StringComparison.Ordinal)
        || call.Route.Contains("/registrations", StringComparison.Ordinal)
            ? ". This endpoint takes an API token only, no API key"
            : "";

    private static string Status(Answer answer) => answer.Status.ToString(CultureInfo.InvariantCulture);

    private static string After(int attempts) =>
        attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $" after {attempts} attempts") : "";

    private static string Wait(Answer answer) =>
        answer.RetryAfter is { } wait
            ? string.Create(CultureInfo.InvariantCulture, $" and asks to wait for {Math.Ceiling(wait.TotalSeconds)} seconds,")
            : "";

    private static string Names(IReadOnlyList<string> entries) => Excerpt.Of(string.Join(", ", entries), LongestMessage);

    private static string Beginning(ApiCall call, Answer answer, Redactor redactor)
    {
        if (call.SecretAnswer || answer.Body is not { IsEmpty: false } body)
        {
            return "";
        }

        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, Looked)]);
        var oneLine = string.Join(' ', redactor.Redact(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $", starting '{Excerpt.Of(oneLine, LongestBeginning)}'";
    }
}

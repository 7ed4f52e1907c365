using System.Globalization;
using System.Net;
using System.Text;
using ZeroTrust.Texts;

namespace ZeroTrust.Cloudflare;

/// <summary>Turns what went wrong into words: what was called, why it failed, what was and was not changed.</summary>
internal static class Failures
{
    private const int LongestMessage = 300;
    private const int MostErrors = 5;

    /// <summary>Cloudflare does not know the path, or an id in it: nothing is said about the object.</summary>
    public const int NoSuchRoute = 7003;

    /// <summary>Tunnel, route, virtual network, tunnel token, tunnel configuration, device profile, managed network: there is none.</summary>
    private static readonly int[] GoneCodes = [1002, 1015, 1046, 1054, 1055, 2052, 2053];

    /// <summary>The request's credentials are not even well formed; comes with status 400.</summary>
    private static readonly int[] MalformedCredentialsCodes = [6003, 6111];

    /// <summary>Credentials are missing: found out here, before anything is sent.</summary>
    public static CloudflareException NoCredentials(ApiCall call) => new(
        CloudflareErrorKind.Unauthorized,
        $"{call.Method} {call.Subject}: there are no credentials. Set apiToken (or CLOUDFLARE_API_TOKEN), or apiKey and email.")
    {
        Method = call.Method.Method,
        Route = call.Route,
    };

    /// <summary>The object is gone.</summary>
    public static CloudflareException Gone(ApiCall call) => new(
        CloudflareErrorKind.NotFound,
        $"{call.Method} {call.Subject}: Cloudflare does not have it.")
    {
        Method = call.Method.Method,
        Route = call.Route,
    };

    /// <summary>There was no answer.</summary>
    public static CloudflareException NoAnswer(ApiCall call, Exception fault, bool mayHaveArrived, int attempts, CloudflareOptions options)
    {
        var seconds = options.RequestTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var error = (fault as HttpRequestException)?.HttpRequestError.ToString() ?? "connection lost";
        var (kind, reason) = fault is TimeoutException
            ? (CloudflareErrorKind.Timeout, $"no answer within {seconds} seconds")
            : (CloudflareErrorKind.Unavailable, $"no answer ({error}: {fault.Message})");
        var remedy = !mayHaveArrived ? "Check the network, proxies and baseUrl, then run it again"
            : kind == CloudflareErrorKind.Timeout ? "Run it again; requestTimeout allows more time"
            : "Run it again";
        return new(kind, Compose(call, $"{reason}{After(attempts)}. {remedy}", mayHaveArrived, null, options), fault)
        {
            Method = call.Method.Method,
            Route = call.Route,
            MayHaveArrived = mayHaveArrived,
        };
    }

    /// <summary>The answer is an error.</summary>
    public static CloudflareException Refused(ApiCall call, Answer answer, Envelope envelope, CloudflareOptions options)
    {
        CloudflareError[] errors =
        [
            .. (envelope.Errors ?? []).OfType<EnvelopeError>().Take(MostErrors)
                .Select(error => new CloudflareError(error.Code ?? 0, Excerpt.Of(Redact(error.Message ?? "", call, options), LongestMessage))),
        ];
        var kind = KindOf(answer.Status, errors);
        var details = string.Join(", ", [Status(answer), .. errors.Select(error => error.ToString())]);
        return Create(call, answer, kind, errors, Reason(kind, call, answer, details), options);
    }

    /// <summary>The answer is not what the API documents: a proxy's page, say, or a result of another shape.</summary>
    public static CloudflareException Unexpected(ApiCall call, Answer answer, string problem, CloudflareOptions options)
    {
        var kind = answer.Status switch
        {
            // Cloudflare's edge answers these with a page.
            (int)HttpStatusCode.TooManyRequests or >= 500 => KindOf(answer.Status, []),
            _ => CloudflareErrorKind.UnexpectedAnswer,
        };
        var reason = kind == CloudflareErrorKind.UnexpectedAnswer
            ? $"the answer is not one of Cloudflare's API ({Status(answer)}, {problem}{Beginning(call, answer, options)}). "
                + "Check baseUrl and proxies; if they are right, please report this"
            : Reason(kind, call, answer, Status(answer));
        return Create(call, answer, kind, [], reason, options);
    }

    /// <summary>The answer to a creation was lost, and looking for what it made did not settle it.</summary>
    public static CloudflareUnknownOutcomeException UnknownOutcome(
        ApiCall call, CloudflareException lost, string findings, CloudflareOptions options) => new(
        $"{lost.Message} {Redact(findings, call, options)}",
        lost)
        {
            Status = lost.Status,
            Errors = lost.Errors,
            RayId = lost.RayId,
            Method = lost.Method,
            Route = lost.Route,
            MayHaveArrived = true,
        };

    /// <summary>A list was written, but not all of it is in the answer.</summary>
    public static CloudflareException NotStored(ApiCall call, IReadOnlyList<string> missing, int wanted) => new(
        CloudflareErrorKind.UnexpectedAnswer,
        $"{call.Method} {call.Subject}: Cloudflare stored the list without {missing.Count} of its {wanted} entries "
        + $"({Excerpt.Of(string.Join(", ", missing), LongestMessage)}). The rest of the list was changed; read it again.")
    {
        Method = call.Method.Method,
        Route = call.Route,
        MayHaveArrived = true,
    };

    /// <summary>The same failure, with more to say about what was changed.</summary>
    public static CloudflareException Add(CloudflareException failure, string sentence) => new(
        failure.Kind,
        $"{failure.Message} {sentence}",
        failure)
    {
        Status = failure.Status,
        Errors = failure.Errors,
        RayId = failure.RayId,
        Method = failure.Method,
        Route = failure.Route,
        MayHaveArrived = failure.MayHaveArrived,
    };

    private static CloudflareException Create(
        ApiCall call, Answer answer, CloudflareErrorKind kind, IReadOnlyList<CloudflareError> errors, string reason, CloudflareOptions options)
    {
        // A success that cannot be read was carried out all the same.
        var mayHaveArrived = answer.Status is < 300 or >= 500 or (int)HttpStatusCode.RequestTimeout;
        return new(kind, Compose(call, reason, mayHaveArrived, answer.RayId, options))
        {
            Status = answer.Status,
            Errors = errors,
            RayId = answer.RayId,
            Method = call.Method.Method,
            Route = call.Route,
            MayHaveArrived = mayHaveArrived,
        };
    }

    private static CloudflareErrorKind KindOf(int status, CloudflareError[] errors) => status switch
    {
        (int)HttpStatusCode.Unauthorized => CloudflareErrorKind.Unauthorized,
        (int)HttpStatusCode.Forbidden => CloudflareErrorKind.Forbidden,
        (int)HttpStatusCode.TooManyRequests => CloudflareErrorKind.RateLimited,
        (int)HttpStatusCode.RequestTimeout => CloudflareErrorKind.Timeout,
        >= 500 => CloudflareErrorKind.Unavailable,
        _ when errors.Any(error => GoneCodes.Contains(error.Code)) => CloudflareErrorKind.NotFound,
        _ when errors.Any(error => MalformedCredentialsCodes.Contains(error.Code)) => CloudflareErrorKind.Unauthorized,
        (int)HttpStatusCode.NotFound when !errors.Any(error => error.Code == NoSuchRoute) => CloudflareErrorKind.NotFound,
        _ => CloudflareErrorKind.Refused,
    };

    private static string Reason(CloudflareErrorKind kind, ApiCall call, Answer answer, string details) => kind switch
    {
        CloudflareErrorKind.NotFound => $"Cloudflare does not have it ({details})",
        CloudflareErrorKind.Unauthorized =>
            $"Cloudflare does not accept the credentials ({details}). "
            + $"Check apiToken (or CLOUDFLARE_API_TOKEN), or apiKey and email{TokenOnly(call)}",
        CloudflareErrorKind.Forbidden =>
            $"the credentials may not do this ({details}). The token needs the permission '{call.Endpoint.Permission}' here; "
            + $"a new token or permission takes a moment to work{TokenOnly(call)}",
        CloudflareErrorKind.RateLimited =>
            $"Cloudflare throttles these credentials ({details}){Wait(answer)}{After(answer.Attempts)}. "
            + "Run it again later; if other tools use the same credentials, lower maxRequestsPerFiveMinutes",
        CloudflareErrorKind.Unavailable or CloudflareErrorKind.Timeout =>
            $"Cloudflare failed ({details}){After(answer.Attempts)}. Run it again; www.cloudflarestatus.com tells of outages",
        _ when details.Contains($"code {NoSuchRoute}", StringComparison.Ordinal) =>
            $"Cloudflare does not know this path ({details}). Check accountId and baseUrl",
        _ => $"Cloudflare refused it ({details})",
    };

    private static string Compose(ApiCall call, string reason, bool mayHaveArrived, string? rayId, CloudflareOptions options)
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

        return Redact(message.ToString(), call, options);
    }

    private static string TokenOnly(ApiCall call) =>
        call.Route.Contains("/physical-devices", StringComparison.Ordinal) || call.Route.Contains("/registrations", StringComparison.Ordinal)
            ? ". This endpoint takes an API token only, no API key"
            : "";

    private static string Status(Answer answer) => answer.Status.ToString(CultureInfo.InvariantCulture);

    private static string After(int attempts) => attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $" after {attempts} attempts") : "";

    private static string Wait(Answer answer) => answer.RetryAfter is { } wait
        ? string.Create(CultureInfo.InvariantCulture, $" and asks to wait for {Math.Ceiling(wait.TotalSeconds)} seconds,")
        : "";

    private static string Beginning(ApiCall call, Answer answer, CloudflareOptions options)
    {
        if (call.SecretAnswer || answer.Body.Length == 0)
        {
            return "";
        }

        var text = Encoding.UTF8.GetString(answer.Body, 0, Math.Min(answer.Body.Length, 4 * LongestMessage));
        var oneLine = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $", starting '{Excerpt.Of(Redact(oneLine, call, options), 100)}'";
    }

    // Cloudflare may quote the request in its messages, and a proxy its headers.
    private static string Redact(string text, ApiCall call, CloudflareOptions options) =>
        new[] { options.ApiToken, options.ApiKey }.Concat(call.Secrets).OfType<string>().Where(secret => secret.Length >= 4)
            .Aggregate(text, (redacted, secret) => redacted.Replace(secret, "[secret]", StringComparison.Ordinal));
}

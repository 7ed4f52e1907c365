using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ZeroTrust.Simulator.Faults;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Http;

/// <summary>Serves <c>/client/v4</c>: faults, authentication, rate limit, routing and the request log around the handlers.</summary>
internal sealed class ApiServer(
    SimulatorOptions options, RouteTable routes, SimulatorState state, FaultPlan faults, RequestLog log, RateLimit rateLimit)
{
    public const string Prefix = "/client/v4";

    private readonly Authentication _authentication = new(options);
    private int _rays;

    /// <param name="http">The request.</param>
    /// <param name="gone">Signals that the client gave up or the simulator stops.</param>
    public async Task HandleAsync(HttpContext http, CancellationToken gone)
    {
        var arrived = options.TimeProvider.GetUtcNow();
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var pathAndQuery = target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..] : target;
        var path = pathAndQuery.Split('?')[0];
        var method = http.Request.Method;
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(gone);

        var fault = faults.Take(method, path);
        var reply = fault?.Kind switch
        {
            FaultKind.NoAnswer or FaultKind.ConnectionReset => null,
            FaultKind.Status => StatusFault(fault),
            FaultKind.Html => new Reply(fault.HttpStatus, $"<html><body><h1>{fault.HttpStatus}</h1></body></html>", "text/html"),
            FaultKind.MalformedJson => Half(Process(http.Request, path, body, arrived, reordered: false)),
            _ => Process(http.Request, path, body, arrived, reordered: fault?.Kind == FaultKind.ReorderedList),
        };
        reply = fault?.Kind == FaultKind.LostAnswer ? null : reply;

        // Logged before it is sent: whoever has the answer finds the request in the log.
        log.Add(new LoggedRequest(arrived, method, pathAndQuery, reply?.Status ?? 0, options.KeepBodies ? body : ""));
        if (fault?.Kind is FaultKind.Slow or FaultKind.NoAnswer)
        {
            var delay = fault.Kind == FaultKind.Slow ? fault.Delay : Timeout.InfiniteTimeSpan;
            await Task.Delay(delay, options.TimeProvider, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (reply is null || gone.IsCancellationRequested)
        {
            http.Abort();
            return;
        }

        await SendAsync(http.Response, reply, gone);
    }

    private Reply Process(HttpRequest request, string path, string body, DateTimeOffset arrived, bool reordered)
    {
        if (_authentication.Identify(request.Headers) is not { } caller)
        {
            return Reply.Of(ApiErrors.Unauthenticated());
        }

        var budget = rateLimit.Take(caller.Credential);
        if (!budget.Allowed)
        {
            return Reply.Of(ApiErrors.Throttled()) with { RetryAfter = budget.Seconds };
        }

        return Run(request, path, body, arrived, caller, reordered) with
        {
            RateLimit = $"\"default\";r={budget.Remaining};t={budget.Seconds}",
            RateLimitPolicy = $"\"default\";q={rateLimit.Quota};w={(int)rateLimit.Length.TotalSeconds}",
        };
    }

    private Reply Run(
        HttpRequest request, string path, string body, DateTimeOffset arrived, Authentication.Caller caller, bool reordered)
    {
        try
        {
            var (route, parameters) = routes.Match(request.Method, path) ?? throw ApiErrors.NoRoute(path);
            _authentication.Authorize(caller, route, parameters);
            Answer Handle(AccountData data) => route.Handler(new ApiCall(data, parameters, new Query(request.Query), body, arrived));
            var answer = route.Method == "GET" ? state.Read(Handle) : state.Change(Handle);
            return Reply.Json(200, Envelope.Of(reordered ? Reversed(answer) : answer));
        }
        catch (ApiException refusal)
        {
            return Reply.Of(refusal);
        }
        catch (Exception e)
        {
            // A full disk, state that was edited into a wrong shape, or a bug: never a silent 500.
            return Reply.Of(new ApiException(500, 1001, "internal server error", hint: $"Simulator: {e.GetType().Name}: {e.Message}"));
        }
    }

    private static Answer Reversed(Answer answer) =>
        answer.Result is JsonArray list ? answer with { Result = new JsonArray([.. list.Reverse().Select(n => n?.DeepClone())]) } : answer;

    private static Reply StatusFault(Fault fault)
    {
        var (code, message) = fault.HttpStatus switch
        {
            401 or 403 => (10000, "Authentication error"),
            429 => (971, "Please wait and consider throttling your request speed"),
            >= 500 => (1001, "internal server error"),
            _ => (1000, "request refused"),
        };
        return Reply.Of(new ApiException(fault.HttpStatus, fault.Code ?? code, message)) with
        {
            RetryAfter = fault.RetryAfter is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null,
        };
    }

    private static Reply Half(Reply reply) => reply with { Body = reply.Body[..(reply.Body.Length / 2)] };

    private async Task SendAsync(HttpResponse response, Reply reply, CancellationToken gone)
    {
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        response.Headers["cf-ray"] = $"{Ids.Hex($"ray:{Interlocked.Increment(ref _rays)}", 16)}-SIM";
        if (reply.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (reply.RateLimit is { } limit)
        {
            response.Headers["Ratelimit"] = limit;
            response.Headers["Ratelimit-Policy"] = reply.RateLimitPolicy;
        }

        await response.WriteAsync(reply.Body, gone);
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ZeroTrust.Simulator.Faults;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Http;

/// <summary>Serves <c>/client/v4</c>: faults, authentication, rate limit, routing and the request log around the handlers.</summary>
internal sealed class ApiServer(
    SimulatorOptions options,
    RouteTable routes,
    SimulatorState state,
    FaultPlan faults,
    RequestLog log,
    RateLimit rateLimit
)
{
    public const string Prefix = "/client/v4";

    private readonly Authentication _authentication = new(options);
    private int _rays;

    /// <param name="http">The request.</param>
    /// <param name="gone">Cancelled when the client gives up or the simulator stops.</param>
    public async Task HandleAsync(HttpContext http, CancellationToken gone)
    {
        var arrived = options.TimeProvider.GetUtcNow();
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var pathAndQuery = target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..] : target;
        var path = pathAndQuery.Split('?')[0];
        var method = http.Request.Method;
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(gone);

        var rule = faults.Take(method, path);
        var reply = rule?.Fault.Applied == false ? Damage.Unprocessed : Process(http.Request, path, body, arrived, rule);
        reply = rule is null ? reply : Damage.Apply(rule.Fault, reply, http.Request, body);

        // Logged before it is sent, so that a client that has the response finds the request in the log.
        var status = reply.Ending is ReplyEnding.Cut or ReplyEnding.Silent ? 0 : reply.Status;
        log.Add(new LoggedRequest(arrived, method, pathAndQuery, status, options.KeepBodies ? body : ""));
        await WaitAsync(options.Latency + (rule?.Fault is { Kind: FaultKind.Slow, Delay: var delay } ? delay : TimeSpan.Zero), gone);
        if (reply.Ending == ReplyEnding.Silent)
        {
            await WaitAsync(Timeout.InfiniteTimeSpan, gone);
        }

        if (reply.Ending is ReplyEnding.Cut or ReplyEnding.Silent || gone.IsCancellationRequested)
        {
            http.Abort();
            return;
        }

        await SendAsync(http, reply, gone);
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken gone)
    {
        if (delay != TimeSpan.Zero)
        {
            await Task.Delay(delay, options.TimeProvider, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Reply Process(HttpRequest request, string path, string body, DateTimeOffset arrived, FaultRule? rule)
    {
        if (_authentication.Identify(request.Headers) is not { } caller)
        {
            return Reply.Of(ApiErrors.Unauthenticated());
        }

        var budget = rateLimit.Take(caller.Credential);
        if (!budget.Allowed)
        {
            return Reply.Of(ApiErrors.Throttled()).With("Retry-After", $"{budget.Seconds}");
        }

        var reply = Run(request, path, body, arrived, caller, rule);
        return rateLimit.IsOff
            ? reply
            : reply
                .With("Ratelimit", $"\"default\";r={budget.Remaining};t={budget.Seconds}")
                .With("Ratelimit-Policy", $"\"default\";q={rateLimit.Quota};w={(int)rateLimit.Length.TotalSeconds}");
    }

    private Reply Run(HttpRequest request, string path, string body, DateTimeOffset arrived, Authentication.Caller caller, FaultRule? rule)
    {
        try
        {
            var (route, parameters) = routes.Match(request.Method, path) ?? throw ApiErrors.NoRoute(path);
            _authentication.Authorize(caller, route, parameters);
            var query = new Query(request.Query);
            query = rule?.Fault.Kind == FaultKind.EndlessPages ? query.WithoutPage() : query;
            ApiResult Handle(AccountData data) => route.Handler(new ApiCall(route, data, parameters, query, body, arrived));
            return Reply.Json(
                200,
                Envelope.Of(route.Method == "GET" ? state.Read(data => Read(Handle, data, rule)) : state.Change(Handle))
            );
        }
        catch (ApiException refusal)
        {
            return Reply.Of(refusal);
        }
        catch (Exception e)
        {
            // A full disk, a malformed edit of the state, or a bug: the hint explains the 500.
            return Reply.Of(new ApiException(500, 1001, "internal server error", hint: $"Simulator: {e.GetType().Name}: {e.Message}"));
        }
    }

    private static ApiResult Read(Func<AccountData, ApiResult> handle, AccountData data, FaultRule? rule) =>
        rule switch
        {
            { Before: { } before, Fault.Kind: FaultKind.StaleResponse } => handle(before),
            { Before: { } before } => Damage.Mix(handle(data), handle(before), rule.Fault.Fields),
            _ => handle(data),
        };

    private async Task SendAsync(HttpContext http, Reply reply, CancellationToken gone)
    {
        var response = http.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        response.Headers["cf-ray"] = $"{Ids.Hex($"ray:{Interlocked.Increment(ref _rays)}", 16)}-SIM";
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        if (reply.Body.Length == 0)
        {
            return;
        }

        if (reply.Ending == ReplyEnding.Complete)
        {
            await response.Body.WriteAsync(reply.Body, gone);
            return;
        }

        response.ContentLength = reply.Body.Length;
        await response.Body.WriteAsync(reply.Body.AsMemory(0, reply.Body.Length / 2), gone);
        await response.Body.FlushAsync(gone);
        await WaitAsync(reply.Ending == ReplyEnding.SilentInBody ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, gone);
        http.Abort();
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;

namespace ZeroTrust.Cloudflare;

/// <summary>Sends calls over HTTP: in turn, each attempt within its limit, repeated where that is safe.</summary>
internal sealed class Transport : IDisposable
{
    /// <summary>Cloudflare's block after throttling lasts five minutes; whoever is told to wait for longer is told so at once.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(6);

    /// <summary>Waits of 1, 2, 4 … 64 seconds when a throttled answer names none: as many as it takes to outlast the block.</summary>
    private const int ThrottledRetries = 10;

    /// <summary>What a creation that is under way may still take when its caller cancels.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly CloudflareOptions _options;
    private readonly Uri _baseUri;
    private readonly TimeProvider _time;
    private readonly Action<string>? _log;
    private readonly HttpClient _http;
    private readonly RateLimiter _limiter;
    private readonly ResiliencePipeline<Attempt> _pipeline;

    public Transport(CloudflareOptions options, TimeProvider time, HttpMessageHandler? handler, Action<string>? log)
    {
        (_options, _baseUri, _time, _log) = (options, options.BaseUri, time, log);
        _http = new(handler ?? CreateHandler(_baseUri), disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };

        // Cloudflare's other limit, 200 a second from one address, is one of its edge: loopback has none.
        var perMinutes = (options.MaxRequestsPerFiveMinutes, TimeSpan.FromMinutes(5));
        _limiter = _baseUri.IsLoopback ? new(time, perMinutes) : new(time, perMinutes, (150, TimeSpan.FromSeconds(1)));
        _pipeline = CreatePipeline(options.MaxRetries, time);
    }

    /// <summary>The answer, whatever its status.</summary>
    /// <exception cref="CloudflareException">There was none.</exception>
    public async Task<Answer> SendAsync(ApiCall call, CancellationToken ct)
    {
        var progress = new Progress(call);
        var last = await _pipeline.ExecuteAsync(
            static (state, token) => state.Self.AttemptAsync(state.Progress, token), (Self: this, Progress: progress), ct);
        return last.Answer is { } answer
            ? answer with { Attempts = progress.Attempts }
            : throw Failures.NoAnswer(call, last.Fault!, last.MayHaveArrived, progress.Attempts, _options);
    }

    public void Dispose()
    {
        _http.Dispose();
        _limiter.Dispose();
    }

    private static ResiliencePipeline<Attempt> CreatePipeline(int maxRetries, TimeProvider time)
    {
        var pipeline = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time };
        if (maxRetries > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions<Attempt>
            {
                Name = "throttled",
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result.Next == Next.WaitItsTurn),
                MaxRetryAttempts = ThrottledRetries,
                Delay = TimeSpan.Zero,
            });
            pipeline.AddRetry(new RetryStrategyOptions<Attempt>
            {
                Name = "fault",
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result.Next == Next.Repeat),
                MaxRetryAttempts = maxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(0.5),
                MaxDelay = TimeSpan.FromSeconds(20),
                DelayGenerator = static args => ValueTask.FromResult(args.Outcome.Result.Answer?.RetryAfter),
            });
        }

        return pipeline.Build();
    }

    private static SocketsHttpHandler CreateHandler(Uri baseUri) => new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        AutomaticDecompression = DecompressionMethods.All,
        EnableMultipleHttp2Connections = true,
        UseProxy = !baseUri.IsLoopback,
        UseCookies = false,

        // A redirect would carry the credentials to another place.
        AllowAutoRedirect = false,
    };

    private async ValueTask<Attempt> AttemptAsync(Progress progress, CancellationToken ct)
    {
        var call = progress.Call;
        var asked = _time.GetTimestamp();
        await _limiter.WaitForTurnAsync(ct);
        progress.Attempts++;
        var started = _time.GetTimestamp();
        progress.Waited = _time.GetElapsedTime(asked, started);
        ServerBudget? budget = null;
        using var limit = new CancellationTokenSource(_options.RequestTimeout, _time);
        await using var cancelled = ct.UnsafeRegister(_ => CutOff(call, limit), null);
        try
        {
            using var request = CreateRequest(call);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token);
            var now = _time.GetUtcNow();
            budget = ThrottlingHeaders.Budget(response.Headers, now);
            var answer = new Answer(
                (int)response.StatusCode,
                await response.Content.ReadAsByteArrayAsync(limit.Token),
                response.Headers.TryGetValues("CF-Ray", out var ray) ? ray.FirstOrDefault() : null,
                ThrottlingHeaders.RetryAfter(response.Headers, now));
            Log(progress, started, answer.Status.ToString(CultureInfo.InvariantCulture));
            return Judge(progress, answer);
        }
        catch (OperationCanceledException cut) when (ct.IsCancellationRequested && call.Repeatable)
        {
            throw new OperationCanceledException(cut.Message, cut, ct);
        }
        catch (OperationCanceledException late)
        {
            Log(progress, started, "no answer in time");

            // While connecting, the handler's own limit is the shorter one.
            var connecting = !limit.IsCancellationRequested && late.InnerException is TimeoutException;
            return Judge(call, new TimeoutException("no answer in time", late), mayHaveArrived: !connecting);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            Log(progress, started, fault is HttpRequestException http ? http.HttpRequestError.ToString() : "connection lost");
            return Judge(call, fault, mayHaveArrived: !NeverConnected(fault));
        }
        finally
        {
            _limiter.Answered(budget);
        }
    }

    private static void CutOff(ApiCall call, CancellationTokenSource limit)
    {
        if (call.Repeatable)
        {
            limit.Cancel();
        }
        else
        {
            limit.CancelAfter(Grace);
        }
    }

    private Attempt Judge(Progress progress, Answer answer)
    {
        var next = answer.Status switch
        {
            (int)HttpStatusCode.TooManyRequests => Next.WaitItsTurn,
            (int)HttpStatusCode.RequestTimeout or >= 500 when progress.Call.Repeatable => Next.Repeat,
            _ => Next.Stop,
        };
        if (next == Next.WaitItsTurn)
        {
            var pause = answer.RetryAfter ?? TimeSpan.FromSeconds(1 << Math.Min(progress.TimesThrottled++, 6));
            if (pause <= LongestWait)
            {
                // The block is on the account's user, not on this call: everybody waits.
                _limiter.Pause(pause);
                _log?.Invoke(string.Create(CultureInfo.InvariantCulture, $"Throttled: all requests wait {Math.Ceiling(pause.TotalSeconds)} s"));
            }
        }

        return new(answer.RetryAfter > LongestWait ? Next.Stop : next, answer, null, true);
    }

    private static Attempt Judge(ApiCall call, Exception fault, bool mayHaveArrived) =>
        new(call.Repeatable || !mayHaveArrived ? Next.Repeat : Next.Stop, null, fault, mayHaveArrived);

    private static bool NeverConnected(Exception fault) =>
        fault is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };

    private HttpRequestMessage CreateRequest(ApiCall call)
    {
        var request = new HttpRequestMessage(call.Method, $"{_baseUri}{call.Path}{(call.Query.Length > 0 ? "?" : "")}{call.Query}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Options.Set(ApiRoute.OfRequest, call.Endpoint);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("pulumi-resource-zerotrust", _options.Version));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_options.ApiToken is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        else
        {
            request.Headers.TryAddWithoutValidation("X-Auth-Email", _options.Email);
            request.Headers.TryAddWithoutValidation("X-Auth-Key", _options.ApiKey);
        }

        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        return request;
    }

    // Never the path (ids), the query (users' addresses), a body or a token.
    private void Log(Progress progress, long started, string outcome)
    {
        var took = _time.GetElapsedTime(started).TotalMilliseconds;
        var waited = progress.Waited >= TimeSpan.FromSeconds(1) ? $", waited {Math.Round(progress.Waited.TotalSeconds)} s for its turn" : "";
        _log?.Invoke(string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Call.Method} {progress.Call.Route}: {outcome} after {took:F0} ms, attempt {progress.Attempts}{waited}"));
    }

    /// <summary>What follows an attempt.</summary>
    private enum Next
    {
        Stop,
        Repeat,
        WaitItsTurn,
    }

    /// <summary>An answer, or the fault that there was instead and whether the request may have arrived all the same.</summary>
    private readonly record struct Attempt(Next Next, Answer? Answer, Exception? Fault, bool MayHaveArrived);

    private sealed class Progress(ApiCall call)
    {
        public ApiCall Call { get; } = call;

        public int Attempts { get; set; }

        public int TimesThrottled { get; set; }

        /// <summary>How long the last attempt waited for its turn.</summary>
        public TimeSpan Waited { get; set; }
    }
}

/// <summary>An answer as it came.</summary>
internal sealed record Answer(int Status, byte[] Body, string? RayId, TimeSpan? RetryAfter)
{
    /// <summary>How many attempts it took.</summary>
    public int Attempts { get; init; }
}

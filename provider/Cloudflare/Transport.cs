using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Polly;
using Polly.Retry;

namespace ZeroTrust.Cloudflare;

/// <summary>Sends calls over HTTP, with rate limiting, a timeout for each attempt, and retries where they are safe.</summary>
internal sealed class Transport : IDisposable
{
    /// <summary>Cloudflare's rate-limit block lasts five minutes; a longer wait is reported as an error at once.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(6);

    /// <summary>Enough waits of 1, 2, 4 … 64 seconds to outlast the block when a 429 has no <c>Retry-After</c>.</summary>
    private const int ThrottledRetries = 10;

    /// <summary>Maximum concurrent requests; further ones wait here, where the wait does not count toward an attempt's timeout.</summary>
    private const int MaxInFlight = 32;

    private readonly CloudflareOptions _options;
    private readonly Redactor _redactor;
    private readonly string _baseUrl;
    private readonly TimeProvider _time;
    private readonly Action<string>? _log;
    private readonly Action<string>? _report;
    private readonly HttpClient _http;
    private readonly RateLimiter _limiter;
    private readonly ResiliencePipeline<Attempt> _pipeline;

    private string? _certificate;

    /// <param name="options">The client's options.</param>
    /// <param name="redactor">Redacts secrets in failures.</param>
    /// <param name="time">The clock.</param>
    /// <param name="handler">Test replacement for the network, or <see langword="null"/>.</param>
    /// <param name="log">Receives a line for each attempt.</param>
    /// <param name="report">Receives messages about long waits.</param>
    public Transport(
        CloudflareOptions options,
        Redactor redactor,
        TimeProvider time,
        HttpMessageHandler? handler,
        Action<string>? log,
        Action<string>? report
    )
    {
        (_options, _redactor, _baseUrl, _time, _log, _report) = (
            options,
            redactor,
            options.BaseUri.AbsoluteUri.TrimEnd('/'),
            time,
            log,
            report
        );
        _http = new(handler ?? CreateHandler(), disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };

        // Cloudflare's edge also limits requests to 200 per second and IP address; loopback has no edge.
        var perMinutes = (options.MaxRequestsPerFiveMinutes, TimeSpan.FromMinutes(5));
        _limiter = options.IsLoopback
            ? new(time, perMinutes) { MaxInFlight = MaxInFlight, Report = report }
            : new(time, perMinutes, (150, TimeSpan.FromSeconds(1))) { MaxInFlight = MaxInFlight, Report = report };
        _pipeline = CreatePipeline(options.MaxRetries, time);
    }

    /// <summary>The response, whatever its status.</summary>
    /// <exception cref="CloudflareException">There was no response.</exception>
    public async Task<ApiResponse> SendAsync(ApiCall call, CancellationToken ct)
    {
        var progress = new Progress(call);
        var last = await _pipeline.ExecuteAsync(
            static (state, token) => state.Self.AttemptAsync(state.Progress, token),
            (Self: this, Progress: progress),
            ct
        );
        return last.Response is { } response
            ? response with
            {
                Attempts = progress.Attempts,
            }
            : throw Failures.NoResponse(call, last.Fault!, last.Certificate, last.MayHaveArrived, progress.Attempts, _options, _redactor);
    }

    public void Dispose()
    {
        _http.Dispose();
        _limiter.Dispose();
    }

    private ResiliencePipeline<Attempt> CreatePipeline(int maxRetries, TimeProvider time)
    {
        var pipeline = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time };
        if (maxRetries > 0)
        {
            pipeline.AddRetry(
                new RetryStrategyOptions<Attempt>
                {
                    Name = "throttled",
                    ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result.Next == Next.WaitItsTurn),
                    MaxRetryAttempts = ThrottledRetries,
                    Delay = TimeSpan.Zero,
                }
            );
            pipeline.AddRetry(
                new RetryStrategyOptions<Attempt>
                {
                    Name = "fault",
                    ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result.Next == Next.Repeat),
                    MaxRetryAttempts = maxRetries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromSeconds(0.5),
                    MaxDelay = TimeSpan.FromSeconds(20),
                    DelayGenerator = args => ValueTask.FromResult(Asked(args.Outcome.Result.Response)),
                }
            );
        }

        return pipeline.Build();
    }

    private TimeSpan? Asked(ApiResponse? response)
    {
        if (response?.RetryAfter > RateLimiter.LongWait)
        {
            _report?.Invoke(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A request will wait {Math.Ceiling(response.RetryAfter.Value.TotalSeconds):0} s: "
                        + $"Cloudflare responded with status {response.Status} and asked to retry then."
                )
            );
        }

        return response?.RetryAfter;
    }

    private SocketsHttpHandler CreateHandler() =>
        new()
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AutomaticDecompression = DecompressionMethods.All,
            EnableMultipleHttp2Connections = true,
            UseProxy = !_options.IsLoopback,
            UseCookies = false,

            // A redirect would send the credentials elsewhere.
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = IsTrusted },
        };

    // The framework decides. Its reason is kept here, because exceptions in a trimmed program do not contain it.
    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        var reasons = (chain?.ChainStatus ?? []).Select(status => status.Status.ToString()).Distinct().Prepend(errors.ToString());
        _certificate = $"{certificate?.Subject ?? "none"}, issued by {certificate?.Issuer ?? "none"} ({string.Join(", ", reasons)})";
        return false;
    }

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
        await using var cancelled = ct.UnsafeRegister(_ => limit.Cancel(), null);
        try
        {
            using var request = CreateRequest(call);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var now = _time.GetUtcNow();
            budget = ThrottlingHeaders.Budget(response.Headers, now);
            var received = new ApiResponse(
                (int)response.StatusCode,
                await ReadAsync(call, response.Content, limit.Token),
                response.Headers.TryGetValues("CF-Ray", out var ray) ? ray.FirstOrDefault() : null,
                ThrottlingHeaders.RetryAfter(response.Headers, now)
            );
            Log(progress, started, received.Status.ToString(CultureInfo.InvariantCulture));
            return Judge(progress, received);
        }
        catch (OperationCanceledException cut) when (ct.IsCancellationRequested && call.Repeatable)
        {
            throw new OperationCanceledException(cut.Message, cut, ct);
        }
        catch (OperationCanceledException late)
        {
            Log(progress, started, "no response in time");

            // While connecting, the handler's own timeout is shorter.
            Exception fault =
                ct.IsCancellationRequested ? late
                : limit.IsCancellationRequested || late.InnerException is not TimeoutException
                    ? new TimeoutException("no response in time", late)
                : new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)SocketError.TimedOut));
            return Judge(call, fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException)
        {
            Log(progress, started, fault is HttpRequestException http ? http.HttpRequestError.ToString() : "connection lost");
            return Judge(call, fault);
        }
        finally
        {
            _limiter.Complete(budget);
        }
    }

    private Attempt Judge(Progress progress, ApiResponse response)
    {
        var next = response.Status switch
        {
            (int)HttpStatusCode.TooManyRequests => Next.WaitItsTurn,
            (int)HttpStatusCode.RequestTimeout or >= 500 when progress.Call.Repeatable => Next.Repeat,
            _ => Next.Stop,
        };
        if (next == Next.WaitItsTurn)
        {
            var pause = response.RetryAfter ?? TimeSpan.FromSeconds(1 << Math.Min(progress.TimesThrottled++, 6));
            if (pause <= LongestWait)
            {
                // The block applies to the user, so all calls wait.
                _limiter.Pause(pause);
                _log?.Invoke(
                    string.Create(CultureInfo.InvariantCulture, $"Throttled: all requests wait {Math.Ceiling(pause.TotalSeconds)} s")
                );
            }
        }

        return new(response.RetryAfter > LongestWait ? Next.Stop : next, response, null, true);
    }

    private Attempt Judge(ApiCall call, Exception fault)
    {
        var mayHaveArrived = !NeverConnected(fault);

        // Retrying does not help against an untrusted certificate.
        var certificate = fault is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } ? _certificate : null;
        var isOver = certificate is not null || fault is OperationCanceledException;
        return new(!isOver && (call.Repeatable || !mayHaveArrived) ? Next.Repeat : Next.Stop, null, fault, mayHaveArrived)
        {
            Certificate = certificate,
        };
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(ApiCall call, HttpContent content, CancellationToken ct)
    {
        await using var body = await content.ReadAsStreamAsync(ct);
        try
        {
            return call.KeepsResult
                ? await ResponseBody.ReadAsync(body, call.MaxResponseBytes, ct)
                : await ResponseBody.ReadWithoutResultAsync(body, call.MaxResponseBytes, ct);
        }
        catch (InvalidOperationException damaged)
        {
            // So Brotli's decoder reports what the others report as invalid data.
            throw new InvalidDataException(damaged.Message, damaged);
        }
    }

    private static bool NeverConnected(Exception fault) =>
        fault
            is HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError,
            };

    private HttpRequestMessage CreateRequest(ApiCall call)
    {
        var request = new HttpRequestMessage(call.Method, $"{_baseUrl}{call.Path}{(call.Query.Length > 0 ? "?" : "")}{call.Query}")
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

    // Never log the path (IDs), the query (email addresses), a body or a token.
    private void Log(Progress progress, long started, string outcome)
    {
        var took = _time.GetElapsedTime(started).TotalMilliseconds;
        var waited =
            progress.Waited >= TimeSpan.FromSeconds(1) ? $", waited {Math.Round(progress.Waited.TotalSeconds)} s for its turn" : "";
        _log?.Invoke(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{progress.Call.Method} {progress.Call.Route}: {outcome} after {took:F0} ms, attempt {progress.Attempts}{waited}"
            )
        );
    }

    /// <summary>What to do after an attempt.</summary>
    private enum Next
    {
        Stop,
        Repeat,
        WaitItsTurn,
    }

    /// <summary>A response, or a fault and whether the request may have reached Cloudflare.</summary>
    private readonly record struct Attempt(Next Next, ApiResponse? Response, Exception? Fault, bool MayHaveArrived)
    {
        /// <summary>Why the server's certificate is not trusted.</summary>
        public string? Certificate { get; init; }
    }

    private sealed class Progress(ApiCall call)
    {
        public ApiCall Call { get; } = call;

        public int Attempts { get; set; }

        public int TimesThrottled { get; set; }

        /// <summary>How long the last attempt waited for the rate limiter.</summary>
        public TimeSpan Waited { get; set; }
    }
}

/// <summary>An HTTP response.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">
/// The decompressed body, without its result if the call does not keep it; <see langword="null"/> when it exceeds the call's limit.
/// </param>
/// <param name="RayId">Cloudflare's request ID, for its support.</param>
/// <param name="RetryAfter">The wait that the server asks for.</param>
internal sealed record ApiResponse(int Status, ReadOnlyMemory<byte>? Body, string? RayId, TimeSpan? RetryAfter)
{
    /// <summary>Number of attempts.</summary>
    public int Attempts { get; init; }
}

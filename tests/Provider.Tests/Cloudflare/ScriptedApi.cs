using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>A sent request.</summary>
internal sealed record SentRequest(
    string Method,
    string Path,
    string Query,
    string? Body,
    DateTimeOffset Time,
    IReadOnlyDictionary<string, string> Headers
)
{
    public string Line => Query.Length > 0 ? $"{Method} {Path}?{Query}" : $"{Method} {Path}";
}

/// <summary>The script's reply to a request.</summary>
internal delegate Task<HttpResponseMessage> Reply(SentRequest request, CancellationToken ct);

/// <summary>Replies of the API.</summary>
internal static class Replies
{
    public static Reply Result(string? json, string info = "null") =>
        Json(HttpStatusCode.OK, $$"""{"success":true,"errors":[],"messages":[],"result":{{json ?? "null"}},"result_info":{{info}}}""");

    public static Reply Error(int status, int code, string message) =>
        Json(
            (HttpStatusCode)status,
            $$"""
            {"success":false,"errors":[{"code":{{code}},"message":{{JsonValue.Create(
                message
            ).ToJsonString()}}}],"messages":[],"result":null}
            """
        );

    public static Reply Json(HttpStatusCode status, string body, string type = "application/json") =>
        (_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) });

    /// <summary>Not compressed, whatever its header says.</summary>
    public static Reply Damaged(string encoding) =>
        (_, _) =>
        {
            var body = new MemoryStream("""{"success":true,"result":null}"""u8.ToArray());
            Stream decompressed = encoding switch
            {
                "br" => new BrotliStream(body, CompressionMode.Decompress),
                "gzip" => new GZipStream(body, CompressionMode.Decompress),
                _ => new ZLibStream(body, CompressionMode.Decompress),
            };
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(decompressed) });
        };

    public static Reply Page(int status, string html) => Json((HttpStatusCode)status, html, "text/html");

    public static Reply Broken(HttpRequestError error) => (_, _) => throw new HttpRequestException(error, "broken");

    public static Reply Silence() =>
        async (_, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            throw new InvalidOperationException("The request must not complete.");
        };

    public static Reply With(this Reply reply, string header, string value) =>
        async (request, ct) =>
        {
            var response = await reply(request, ct);
            response.Headers.TryAddWithoutValidation(header, value);
            return response;
        };
}

/// <summary>Answers requests with a script and records them. Not a mock: the script has state, and requests arrive in parallel.</summary>
internal sealed class ScriptedApi(Func<SentRequest, Reply> script) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<SentRequest> _requests = [];
    private TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public IReadOnlyList<SentRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public IEnumerable<string> Lines => Requests.Select(request => request.Line);

    /// <summary>Sends the replies in sequence; further requests fail.</summary>
    public static ScriptedApi InTurn(params Reply[] replies)
    {
        var next = -1;
        return new(request =>
        {
            var index = Interlocked.Increment(ref next);
            return index < replies.Length ? replies[index] : throw new InvalidOperationException($"Not in the script: {request.Line}");
        });
    }

    /// <summary>Stores the bodies of PUT requests by path and returns them to reads.</summary>
    /// <param name="initial">The initial value.</param>
    /// <param name="otherwise">Overrides the reply to a request; null does not.</param>
    public static ScriptedApi Storing(string initial, Func<SentRequest, Reply?>? otherwise = null)
    {
        var stored = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        return new(request =>
        {
            if (otherwise?.Invoke(request) is { } reply)
            {
                return reply;
            }

            if (request.Method == "PUT")
            {
                stored[request.Path] = request.Body!;
            }

            return Replies.Result(stored.GetValueOrDefault(request.Path, initial));
        });
    }

    /// <summary>Waits until the given number of requests has been sent.</summary>
    public async Task WhenSentAsync(int count)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_requests.Count >= count)
                {
                    return;
                }

                next = _sent.Task;
            }

            await next;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var sent = new SentRequest(
            request.Method.Method,
            uri.AbsolutePath.Replace("/client/v4", "", StringComparison.Ordinal),
            uri.Query.TrimStart('?'),
            request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken),
            Time.GetUtcNow(),
            request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase)
        );
        TaskCompletionSource signal;
        lock (_gate)
        {
            _requests.Add(sent);
            signal = _sent;
            _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        signal.SetResult();
        return await script(sent)(sent, cancellationToken);
    }
}

/// <summary>A client with a scripted API and its own clock.</summary>
internal sealed class Harness : IDisposable
{
    public const string Account = "0123456789abcdef0123456789abcdef";
    public const string Token = "a-token-that-is-secret";

    public static readonly CloudflareOptions Options = new() { ApiToken = Token, RequestTimeout = TimeSpan.FromDays(1) };

    /// <summary>
    /// Attempt timeout. It never fires on its own in tests; see <see cref="SteppedTimeProvider.Never"/>.
    /// </summary>
    public static TimeSpan Limit => Options.RequestTimeout;

    public Harness(ScriptedApi api, CloudflareOptions? options = null, Action<string>? report = null)
    {
        Api = api;
        api.Time = Time;
        Client = new(options ?? Options, Time, api, Log.Add, report);
    }

    public Harness(params Reply[] replies)
        : this(ScriptedApi.InTurn(replies)) { }

    public SteppedTimeProvider Time { get; } = new();

    public ScriptedApi Api { get; }

    public CloudflareClient Client { get; }

    public List<string> Log { get; } = [];

    public Task<T> RunAsync<T>(Func<CloudflareClient, Task<T>> call) => Time.RunAsync(call(Client));

    public Task RunAsync(Func<CloudflareClient, Task> call) => Time.RunAsync(call(Client));

    public async Task<CloudflareException> FailsAsync(Func<CloudflareClient, Task> call)
    {
        try
        {
            await RunAsync(call);
        }
        catch (CloudflareException failure)
        {
            return failure;
        }

        throw new AssertionException("The call did not fail.");
    }

    public void Dispose()
    {
        Client.Dispose();
        Api.Dispose();
    }
}

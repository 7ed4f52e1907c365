using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ZeroTrust.Cloudflare;

/// <summary>Sends calls and reads their answers as records: what the areas of the API are written against.</summary>
internal sealed class JsonApi(CloudflareOptions options, Transport transport)
{
    /// <summary>How long a read that many ask for is shared: long enough for a refresh, short enough to see what others change.</summary>
    public static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(10);

    /// <summary>As many as the cursor endpoints have been seen to give.</summary>
    private const int CursorPageSize = 100;

    public CloudflareOptions Options => options;

    /// <summary>The result of a call that has one.</summary>
    public async Task<T> SendAsync<T>(ApiCall call, CancellationToken ct)
        where T : class
    {
        var (answer, envelope) = await CallAsync(call, ct);
        return Result<T>(call, answer, envelope) ?? throw Failures.Unexpected(call, answer, "without a result", options);
    }

    /// <summary>The result of a call, which may have none.</summary>
    public async Task<T?> SendForOptionalAsync<T>(ApiCall call, CancellationToken ct)
        where T : class
    {
        var (answer, envelope) = await CallAsync(call, ct);
        return Result<T>(call, answer, envelope);
    }

    /// <summary>A call of which only the success counts.</summary>
    public Task SendAsync(ApiCall call, CancellationToken ct) => CallAsync(call, ct);

    /// <summary>The result, or <see langword="null"/> when the object is gone.</summary>
    public async Task<T?> FindAsync<T>(ApiCall call, CancellationToken ct)
        where T : class
    {
        try
        {
            return await SendAsync<T>(call, ct);
        }
        catch (CloudflareException gone) when (gone.Kind == CloudflareErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>What was found.</summary>
    /// <exception cref="CloudflareException">It is gone, perhaps softly: the API had an answer all the same.</exception>
    public static async Task<T> RequireAsync<T>(Task<T?> find, ApiCall call)
        where T : class =>
        await find ?? throw Failures.Gone(call);

    /// <summary>Deletes; when the object is gone, perhaps by an attempt whose answer was lost, that is as good.</summary>
    public async Task DeleteAsync(ApiCall call, CancellationToken ct)
    {
        try
        {
            await SendAsync(call, ct);
        }
        catch (CloudflareException gone) when (gone.Kind == CloudflareErrorKind.NotFound)
        {
        }
    }

    /// <summary>A list, all pages of it; <c>null</c> is how the API writes an empty one.</summary>
    /// <param name="call">The call, without its paging.</param>
    /// <param name="pageSize"><see langword="null"/> for endpoints without paging; should one say that there is more, it is asked for.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<T>> ListAsync<T>(ApiCall call, int? pageSize, CancellationToken ct)
        where T : class
    {
        List<T> all = [];
        JsonElement? previous = null;
        for (var page = 1; ; page++)
        {
            var query = Joined(call.Query, new QueryString()
                .Add("page", pageSize is null && page == 1 ? null : page)
                .Add("per_page", pageSize));
            var (answer, envelope) = await CallAsync(call with { Query = query }, ct);
            var items = Items<T>(call, answer, envelope);
            if (previous is { } before && envelope.Result is { } current && JsonElement.DeepEquals(before, current))
            {
                // The endpoint has no pages after all: this is the first one again.
                return all;
            }

            previous = envelope.Result;
            all.AddRange(items);
            var more = envelope.ResultInfo?.TotalCount is { } total ? all.Count < total : items.Count == pageSize;
            if (items.Count == 0 || !more)
            {
                return all;
            }
        }
    }

    /// <summary>A list behind cursors, page by page.</summary>
    public async IAsyncEnumerable<T> ListByCursorAsync<T>(ApiCall call, int? limit, [EnumeratorCancellation] CancellationToken ct)
        where T : class
    {
        var left = limit ?? int.MaxValue;
        string? cursor = null;
        while (left > 0)
        {
            var query = Joined(call.Query, new QueryString().Add("cursor", cursor).Add("per_page", Math.Min(left, CursorPageSize)));
            var (answer, envelope) = await CallAsync(call with { Query = query }, ct);
            var items = Items<T>(call, answer, envelope);
            foreach (var item in items.Take(left))
            {
                yield return item;
            }

            left -= Math.Min(left, items.Count);
            var next = envelope.ResultInfo?.Cursor;
            if (items.Count == 0 || string.IsNullOrEmpty(next) || next == cursor)
            {
                yield break;
            }

            cursor = next;
        }
    }

    /// <summary>Does something to many objects, some at a time; a failure says how many were done before it.</summary>
    public static async Task InChunksAsync(IReadOnlyList<string> ids, int size, Func<string[], Task> send)
    {
        var done = 0;
        foreach (var chunk in ids.Distinct(StringComparer.Ordinal).Chunk(size))
        {
            try
            {
                await send(chunk);
            }
            catch (CloudflareException failure) when (done > 0)
            {
                throw Failures.Add(failure, $"The first {done} of {ids.Count} were done before it.");
            }

            done += chunk.Length;
        }
    }

    private static string Joined(string query, QueryString paging) =>
        string.Join('&', new[] { query, paging.ToString() }.Where(part => part.Length > 0));

    private async Task<(Answer Answer, Envelope Envelope)> CallAsync(ApiCall call, CancellationToken ct)
    {
        if (options is { ApiToken: null or "" } and ({ ApiKey: null or "" } or { Email: null or "" }))
        {
            throw Failures.NoCredentials(call);
        }

        var answer = await transport.SendAsync(call, ct);
        var envelope = Open(answer) ?? throw Failures.Unexpected(call, answer, "no JSON envelope", options);
        return answer.Status is >= 200 and < 300 && envelope.Success == true
            ? (answer, envelope)
            : throw Failures.Refused(call, answer, envelope, options);
    }

    // Only a body that says whether it is a success is Cloudflare's: a proxy's 404 must not pass for "the object is gone".
    private static Envelope? Open(Answer answer)
    {
        if (answer is { Status: >= 200 and < 300, Body.Length: 0 })
        {
            return new() { Success = true };
        }

        try
        {
            var envelope = JsonSerializer.Deserialize(answer.Body, CloudflareJson.TypeInfo<Envelope>());
            return envelope?.Success is null ? null : envelope;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private List<T> Items<T>(ApiCall call, Answer answer, Envelope envelope)
        where T : class =>
        envelope.Result switch
        {
            { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(item => Read<T>(call, answer, item)).OfType<T>()],
            null or { ValueKind: JsonValueKind.Null } => [],
            _ => throw Failures.Unexpected(call, answer, "its result is no list", options),
        };

    private T? Result<T>(ApiCall call, Answer answer, Envelope envelope)
        where T : class =>
        envelope.Result is { } result ? Read<T>(call, answer, result) : null;

    private T? Read<T>(ApiCall call, Answer answer, JsonElement json)
        where T : class
    {
        try
        {
            return json.Deserialize(CloudflareJson.TypeInfo<T>());
        }
        catch (JsonException malformed)
        {
            throw Failures.Unexpected(call, answer, $"its result cannot be read at '{malformed.Path}'", options);
        }
    }
}

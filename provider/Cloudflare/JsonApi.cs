using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ZeroTrust.Cloudflare;

/// <summary>Sends calls and parses their responses; the base of all API areas.</summary>
/// <remarks>
/// An unreadable response is a failure, never an empty result. After a write with an unreadable response, the stored object is read.
/// </remarks>
internal sealed class JsonApi(CloudflareOptions options, Transport transport, Redactor redactor, TimeProvider time)
{
    /// <summary>How long a shared read is valid: long enough for a refresh, short enough to notice changes by others.</summary>
    public static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(30);

    /// <summary>How long rejected credentials are not tried again. Short, because a new token takes a moment to become valid.</summary>
    private static readonly TimeSpan RejectedFor = TimeSpan.FromSeconds(10);

    /// <summary>The largest page that the cursor endpoints were observed to return.</summary>
    private const int CursorPageSize = 100;

    /// <summary>Maximum number of pages; at most endpoints' page size, a million objects.</summary>
    private const int MostPages = 1_000;

    private readonly Lock _gate = new();
    private volatile Rejection? _rejection;

    public CloudflareOptions Options => options;

    public Redactor Redactor => redactor;

    /// <summary>Sends a call that must have a result.</summary>
    public async Task<T> SendAsync<T>(ApiCall call, CancellationToken ct)
        where T : class
    {
        var (response, envelope) = await CallAsync(call, ct);
        return Result<T>(call, response, envelope) ?? throw Failures.Unexpected(call, response, "without a result", redactor);
    }

    /// <summary>Sends a call that may have no result.</summary>
    public async Task<T?> SendForOptionalAsync<T>(ApiCall call, CancellationToken ct)
        where T : class
    {
        var (response, envelope) = await CallAsync(call, ct);
        return Result<T>(call, response, envelope);
    }

    /// <summary>Sends a call without using its result. If the outcome is unclear, a repeatable call is repeated once.</summary>
    public async Task SendAsync(ApiCall call, CancellationToken ct)
    {
        var command = call.WithoutResult();
        try
        {
            await CallAsync(command, ct);
        }
        catch (CloudflareException unclear) when (unclear.IsUnclear && call.Repeatable)
        {
            await CallAsync(command, ct);
        }
    }

    /// <summary>
    /// Changes an object and returns it as stored. If the response leaves the outcome unclear, the object is read.
    /// </summary>
    /// <param name="change">The change; its body holds the new values.</param>
    /// <param name="read">Reads the object.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="CloudflareException">Refused, or the response is unreadable and the change was not stored.</exception>
    public async Task<T> ChangeAsync<T>(ApiCall change, ApiCall read, CancellationToken ct)
        where T : class
    {
        CloudflareException? doubt = null;
        try
        {
            if (await SendForOptionalAsync<T>(change, ct) is { } changed)
            {
                return changed;
            }
        }
        catch (CloudflareException unclear) when (unclear.IsUnclear)
        {
            doubt = unclear;
        }

        var (response, envelope) = await CallAsync(read, ct);
        var stored = Result<T>(read, response, envelope) ?? throw Failures.Unexpected(read, response, "without a result", redactor);
        return doubt is null || JsonPart.IsPartOf(change.Body, envelope.Result) ? stored : throw doubt;
    }

    /// <summary>The result, or <see langword="null"/> when the object does not exist.</summary>
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

    /// <summary>The object that <paramref name="find"/> finds.</summary>
    /// <exception cref="CloudflareException">It does not exist or is soft-deleted.</exception>
    public static async Task<T> RequireAsync<T>(Task<T?> find, ApiCall call)
        where T : class => await find ?? throw Failures.Gone(call);

    /// <summary>Deletes; succeeds if the object does not exist, for example after an attempt whose response was lost.</summary>
    public async Task DeleteAsync(ApiCall call, CancellationToken ct)
    {
        try
        {
            await SendAsync(call, ct);
        }
        catch (CloudflareException gone) when (gone.Kind == CloudflareErrorKind.NotFound) { }
    }

    /// <summary>All pages of a list. The API writes an empty list as <c>null</c>.</summary>
    /// <param name="call">The call without paging.</param>
    /// <param name="pageSize">
    /// <see langword="null"/> for endpoints without paging; further pages are still read if a response says that there are more.
    /// </param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<T>> ListAsync<T>(ApiCall call, int? pageSize, CancellationToken ct)
        where T : class => await ListOrNullAsync<T>(call, pageSize, ct) ?? [];

    /// <summary>Like <see cref="ListAsync"/>, but returns <see langword="null"/> when the API wrote <c>null</c>.</summary>
    public async Task<IReadOnlyList<T>?> ListOrNullAsync<T>(ApiCall call, int? pageSize, CancellationToken ct)
        where T : class
    {
        List<T> all = [];
        List<ReadOnlyMemory<byte>> pages = [];
        for (var page = 1; ; page++)
        {
            var query = Joined(
                call.Query,
                new QueryString().Add("page", pageSize is null && page == 1 ? null : page).Add("per_page", pageSize)
            );
            var (response, envelope) = await CallAsync(call with { Query = query }, ct);
            var items = Items<T>(call, response, envelope);
            if (items.Count != pageSize && pages.Count > 0 && pages[^1].Span.SequenceEqual(envelope.Result.Span))
            {
                // The endpoint ignores paging and returned the first page again.
                return all;
            }

            if (page > MostPages || pages.Exists(earlier => earlier.Span.SequenceEqual(envelope.Result.Span)))
            {
                throw Failures.Unexpected(call, response, "its paging does not end", redactor);
            }

            all.AddRange(items);
            var more = envelope.Paging?.TotalCount is { } total && total >= all.Count ? all.Count < total : items.Count == pageSize;
            if (items.Count == 0 || !more)
            {
                return envelope.IsNull && page == 1 ? null : all;
            }

            pages.Add(envelope.Result);
        }
    }

    /// <summary>A list with cursor paging, page by page.</summary>
    public async IAsyncEnumerable<T> ListByCursorAsync<T>(ApiCall call, int? limit, [EnumeratorCancellation] CancellationToken ct)
        where T : class
    {
        var left = limit ?? int.MaxValue;
        string? cursor = null;
        HashSet<string> seen = [];
        while (left > 0)
        {
            var query = Joined(call.Query, new QueryString().Add("cursor", cursor).Add("per_page", Math.Min(left, CursorPageSize)));
            var (response, envelope) = await CallAsync(call with { Query = query }, ct);
            var items = Items<T>(call, response, envelope);
            foreach (var item in items.Take(left))
            {
                yield return item;
            }

            left -= Math.Min(left, items.Count);
            var next = envelope.Paging?.Cursor;
            if (items.Count == 0 || string.IsNullOrEmpty(next) || next == cursor)
            {
                yield break;
            }

            if (!seen.Add(next) || seen.Count > MostPages)
            {
                throw Failures.Unexpected(call, response, "its paging does not end", redactor);
            }

            cursor = next;
        }
    }

    /// <summary>Processes many objects in chunks; a failure says how many were processed before it.</summary>
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
                throw Failures.Add(failure, $"The first {done} of {ids.Count} had been processed.");
            }

            done += chunk.Length;
        }
    }

    private static string Joined(string query, QueryString paging) =>
        string.Join('&', new[] { query, paging.ToString() }.Where(part => part.Length > 0));

    private async Task<(ApiResponse Response, Envelope Envelope)> CallAsync(ApiCall call, CancellationToken ct)
    {
        if (options is { ApiToken: null or "" } and ({ ApiKey: null or "" } or { Email: null or "" }))
        {
            throw Failures.NoCredentials(call);
        }

        if (RecentRejection() is { } rejection)
        {
            throw rejection;
        }

        redactor.Add(call.Secrets);
        var response = await transport.SendAsync(call, ct);
        var envelope = Open(call, response);
        return response.Status is >= 200 and < 300 && envelope.Success ? (response, envelope) : throw Refusal(call, response, envelope);
    }

    private Envelope Open(ApiCall call, ApiResponse response)
    {
        if (response.Body is not { } body)
        {
            throw Failures.TooLong(call, response, redactor);
        }

        // Only a DELETE may succeed without a body.
        return response.Status == 204 && call.Method == HttpMethod.Delete
            ? new() { Success = true }
            : Envelope.Read(body) ?? throw Failures.Unexpected(call, response, body.IsEmpty ? "empty" : "no JSON envelope", redactor);
    }

    // All calls use the same credentials, so calls that are rejected together fail with the same error.
    private CloudflareException Refusal(ApiCall call, ApiResponse response, Envelope envelope)
    {
        var refused = Failures.Refused(call, response, envelope, redactor);
        if (refused.Kind != CloudflareErrorKind.Unauthorized)
        {
            return refused;
        }

        lock (_gate)
        {
            var first = RecentRejection() ?? refused;
            _rejection = new(first, time.GetTimestamp());
            return first;
        }
    }

    private CloudflareException? RecentRejection() =>
        _rejection is { } rejection && time.GetElapsedTime(rejection.At) < RejectedFor ? rejection.First : null;

    private List<T> Items<T>(ApiCall call, ApiResponse response, Envelope envelope)
        where T : class
    {
        if (envelope.IsNull)
        {
            return [];
        }

        var reader = new Utf8JsonReader(envelope.Result.Span);
        if (envelope.Result.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw Failures.Unexpected(call, response, envelope.Result.IsEmpty ? "without a result" : "its result is not a list", redactor);
        }

        List<T> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Read<T>(call, response, ref reader) is not { } item)
            {
                continue;
            }

            items.Add(
                item is IIdentified { Identity: "" }
                    ? throw Failures.Unexpected(call, response, "an object in its list has no ID", redactor)
                    : item
            );
        }

        return items;
    }

    private T? Result<T>(ApiCall call, ApiResponse response, Envelope envelope)
        where T : class
    {
        if (envelope.IsNull)
        {
            return null;
        }

        if (envelope.Result.IsEmpty)
        {
            throw Failures.Unexpected(call, response, "without a result", redactor);
        }

        var reader = new Utf8JsonReader(envelope.Result.Span);
        var result = Read<T>(call, response, ref reader);
        var isAnother =
            result is IIdentified { Identity: var id }
            && (
                call.ObjectId is { } wanted
                    ? !id.Equals(wanted, StringComparison.OrdinalIgnoreCase)
                    : id.Length == 0 && call.Method == HttpMethod.Post
            );
        return isAnother ? throw Failures.Unexpected(call, response, "its result is a different object, or none", redactor) : result;
    }

    private T? Read<T>(ApiCall call, ApiResponse response, ref Utf8JsonReader reader)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(ref reader, CloudflareJson.TypeInfo<T>());
        }
        catch (JsonException malformed)
        {
            throw Failures.Unexpected(call, response, $"its result cannot be read at '{malformed.Path}'", redactor);
        }
    }

    private sealed record Rejection(CloudflareException First, long At);
}

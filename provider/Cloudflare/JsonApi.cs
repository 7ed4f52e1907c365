using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ZeroTrust.Cloudflare;

/// <summary>Sends calls and reads their answers as records: what the areas of the API are written against.</summary>
/// <remarks>
/// An answer that cannot be read is a failure, never an empty one. After a write it says nothing: what is stored then is looked at.
/// </remarks>
internal sealed class JsonApi(CloudflareOptions options, Transport transport, Redactor redactor, TimeProvider time)
{
    /// <summary>How long a read that many ask for is shared: long enough for a refresh, short enough to see what others change.</summary>
    public static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(30);

    /// <summary>How long credentials that were not accepted are not tried again: a new token takes a moment to work.</summary>
    private static readonly TimeSpan RejectedFor = TimeSpan.FromSeconds(10);

    /// <summary>As many as the cursor endpoints have been seen to give.</summary>
    private const int CursorPageSize = 100;

    /// <summary>More pages than this are no list: with the pages of most endpoints, a million objects.</summary>
    private const int MostPages = 1_000;

    private long _rejectedAt;

    public CloudflareOptions Options => options;

    public Redactor Redactor => redactor;

    /// <summary>The result of a call that has one.</summary>
    public async Task<T> SendAsync<T>(ApiCall call, CancellationToken ct)
        where T : class
    {
        var (answer, envelope) = await CallAsync(call, ct);
        return Result<T>(call, answer, envelope) ?? throw Failures.Unexpected(call, answer, "without a result", redactor);
    }

    /// <summary>The result of a call, which may have none.</summary>
    public async Task<T?> SendForOptionalAsync<T>(ApiCall call, CancellationToken ct)
        where T : class
    {
        var (answer, envelope) = await CallAsync(call, ct);
        return Result<T>(call, answer, envelope);
    }

    /// <summary>A call of which only the success counts. When the answer does not tell, it is made once more: it may be repeated.</summary>
    public async Task SendAsync(ApiCall call, CancellationToken ct)
    {
        try
        {
            await CallAsync(call, ct);
        }
        catch (CloudflareException unclear) when (unclear.IsUnclear && call.Repeatable)
        {
            await CallAsync(call, ct);
        }
    }

    /// <summary>
    /// A call that changes an object; returns the object as it is stored then. When the answer does not tell, the object is read.
    /// </summary>
    /// <param name="change">The change: its body holds what the object shall have.</param>
    /// <param name="read">Reads the object.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="CloudflareException">Refused, or the answer cannot be read and the object is not as the change wants
    /// it.</exception>
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

        var (answer, envelope) = await CallAsync(read, ct);
        var stored = Result<T>(read, answer, envelope) ?? throw Failures.Unexpected(read, answer, "without a result", redactor);
        return doubt is null || JsonPart.IsPartOf(change.Body, envelope.Result) ? stored : throw doubt;
    }

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
        where T : class => await find ?? throw Failures.Gone(call);

    /// <summary>Deletes; when the object is gone, perhaps by an attempt whose answer was lost, that is as good.</summary>
    public async Task DeleteAsync(ApiCall call, CancellationToken ct)
    {
        try
        {
            await SendAsync(call, ct);
        }
        catch (CloudflareException gone) when (gone.Kind == CloudflareErrorKind.NotFound) { }
    }

    /// <summary>A list, all pages of it; <c>null</c> is how the API writes an empty one.</summary>
    /// <param name="call">The call, without its paging.</param>
    /// <param name="pageSize">
    /// <see langword="null"/> for endpoints without paging; should one say that there is more, it is asked for.
    /// </param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<T>> ListAsync<T>(ApiCall call, int? pageSize, CancellationToken ct)
        where T : class => await ListOrNullAsync<T>(call, pageSize, ct) ?? [];

    /// <summary>As <see cref="ListAsync"/>, for those who must know whether the API wrote the list or <c>null</c>.</summary>
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
            var (answer, envelope) = await CallAsync(call with { Query = query }, ct);
            var items = Items<T>(call, answer, envelope);
            if (pages.Count > 0 && pages[^1].Span.SequenceEqual(envelope.Result.Span))
            {
                // The endpoint has no pages after all: this is the first one again.
                return all;
            }

            if (page > MostPages || pages.Exists(earlier => earlier.Span.SequenceEqual(envelope.Result.Span)))
            {
                throw Failures.Unexpected(call, answer, "its pages never end", redactor);
            }

            all.AddRange(items);
            var more = envelope.Paging?.TotalCount is { } total ? all.Count < total : items.Count == pageSize;
            if (items.Count == 0 || !more)
            {
                return envelope.IsNull && page == 1 ? null : all;
            }

            pages.Add(envelope.Result);
        }
    }

    /// <summary>A list behind cursors, page by page.</summary>
    public async IAsyncEnumerable<T> ListByCursorAsync<T>(ApiCall call, int? limit, [EnumeratorCancellation] CancellationToken ct)
        where T : class
    {
        var left = limit ?? int.MaxValue;
        string? cursor = null;
        HashSet<string> seen = [];
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
            var next = envelope.Paging?.Cursor;
            if (items.Count == 0 || string.IsNullOrEmpty(next) || next == cursor)
            {
                yield break;
            }

            if (!seen.Add(next) || seen.Count > MostPages)
            {
                throw Failures.Unexpected(call, answer, "its pages never end", redactor);
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

        if (AreRejected())
        {
            throw Failures.RejectedBefore(call);
        }

        redactor.Add(call.Secrets);
        var answer = await transport.SendAsync(call, ct);
        var envelope = Open(call, answer);
        return answer.Status is >= 200 and < 300 && envelope.Success ? (answer, envelope) : throw Refusal(call, answer, envelope);
    }

    private Envelope Open(ApiCall call, Answer answer)
    {
        if (answer.Body is not { } body)
        {
            throw Failures.TooLong(call, answer, redactor);
        }

        // What is deleted has nothing more to say; everything else has.
        return answer.Status == 204 && call.Method == HttpMethod.Delete
            ? new() { Success = true }
            : Envelope.Read(body) ?? throw Failures.Unexpected(call, answer, body.IsEmpty ? "empty" : "no JSON envelope", redactor);
    }

    // Everybody's credentials are the same: told once, in full.
    private CloudflareException Refusal(ApiCall call, Answer answer, Envelope envelope)
    {
        var refused = Failures.Refused(call, answer, envelope, redactor);
        if (refused.Kind != CloudflareErrorKind.Unauthorized)
        {
            return refused;
        }

        var told = AreRejected();
        Interlocked.Exchange(ref _rejectedAt, time.GetTimestamp());
        return told ? Failures.RejectedBefore(call) : refused;
    }

    private bool AreRejected() => Interlocked.Read(ref _rejectedAt) is var at and not 0 && time.GetElapsedTime(at) < RejectedFor;

    private List<T> Items<T>(ApiCall call, Answer answer, Envelope envelope)
        where T : class
    {
        if (envelope.IsNull)
        {
            return [];
        }

        var reader = new Utf8JsonReader(envelope.Result.Span);
        if (envelope.Result.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw Failures.Unexpected(call, answer, envelope.Result.IsEmpty ? "without a result" : "its result is no list", redactor);
        }

        List<T> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Read<T>(call, answer, ref reader) is not { } item)
            {
                continue;
            }

            items.Add(
                item is IIdentified { Identity: "" }
                    ? throw Failures.Unexpected(call, answer, "an object of its list has no id", redactor)
                    : item
            );
        }

        return items;
    }

    private T? Result<T>(ApiCall call, Answer answer, Envelope envelope)
        where T : class
    {
        if (envelope.IsNull)
        {
            return null;
        }

        if (envelope.Result.IsEmpty)
        {
            throw Failures.Unexpected(call, answer, "without a result", redactor);
        }

        var reader = new Utf8JsonReader(envelope.Result.Span);
        var result = Read<T>(call, answer, ref reader);
        var isAnother =
            result is IIdentified { Identity: var id }
            && (
                call.ObjectId is { } wanted
                    ? !id.Equals(wanted, StringComparison.OrdinalIgnoreCase)
                    : id.Length == 0 && call.Method == HttpMethod.Post
            );
        return isAnother ? throw Failures.Unexpected(call, answer, "its result is another object, or none", redactor) : result;
    }

    private T? Read<T>(ApiCall call, Answer answer, ref Utf8JsonReader reader)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(ref reader, CloudflareJson.TypeInfo<T>());
        }
        catch (JsonException malformed)
        {
            throw Failures.Unexpected(call, answer, $"its result cannot be read at '{malformed.Path}'", redactor);
        }
    }
}

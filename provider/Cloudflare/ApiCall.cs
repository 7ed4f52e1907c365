using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZeroTrust.Cloudflare;

/// <summary>One request: what is called, and what may be done when its answer is lost.</summary>
internal sealed record ApiCall
{
    /// <summary>Ten times what a list of 1,000 entries takes.</summary>
    private const int OfOneObject = 4 << 20;

    /// <summary>What 100,000 profiles take with their lists.</summary>
    private const int OfManyObjects = 256 << 20;

    // Cloudflare's have 32 or 36; a path beyond all limits is refused by whatever stands before the API.
    private const int MaxIdLength = 200;

    private ApiCall(ApiRoute endpoint, string path, string subject)
    {
        (Endpoint, Path, Subject) = (endpoint, path, subject);
    }

    public ApiRoute Endpoint { get; }

    public HttpMethod Method => Endpoint.Method;

    /// <summary>Path template, for logs and errors: it holds no ids.</summary>
    public string Route => Endpoint.Path;

    /// <summary>Path below the base URL.</summary>
    public string Path { get; }

    /// <summary>What the call is about, in words.</summary>
    public string Subject { get; }

    /// <summary>Without the question mark; may hold addresses of users, so it is never logged.</summary>
    public string Query { get; init; } = "";

    public byte[]? Body { get; init; }

    /// <summary>The account in the path.</summary>
    public string? AccountId { get; private init; }

    /// <summary>
    /// The one object that the call is about, which the answer has to be about as well; <see langword="null"/>: none or many.
    /// </summary>
    public string? ObjectId { get; private init; }

    /// <summary>Bytes of the answer, unpacked, that are read at most.</summary>
    public int LongestAnswer { get; private init; } = OfOneObject;

    /// <summary>
    /// Whether doing it twice is doing it once. A call that creates is not: it is sent again only when it certainly did not arrive.
    /// </summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>Whether the answer is itself a secret, of which errors must not quote a piece.</summary>
    public bool SecretAnswer { get; init; }

    /// <summary>Secrets in the body.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <param name="endpoint">What is called.</param>
    /// <param name="ids">What stands in its path, in order.</param>
    /// <param name="subject">What the call is about, in words.</param>
    public static ApiCall To(ApiRoute endpoint, IReadOnlyList<string> ids, string subject)
    {
        var path = new StringBuilder();
        var next = 0;
        foreach (var segment in endpoint.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path.Append('/').Append(segment[0] == '{' ? Escape(ids[next++]) : segment);
        }

        return new(endpoint, path.ToString(), subject)
        {
            AccountId = endpoint.Path.StartsWith("/accounts/", StringComparison.Ordinal) ? ids[0] : null,
            ObjectId = endpoint.Path.EndsWith("_id}", StringComparison.Ordinal) ? ids[^1] : null,
        };
    }

    /// <summary>A call whose answer is a page of all objects of a kind.</summary>
    public ApiCall ForMany() => this with { LongestAnswer = OfManyObjects };

    /// <summary>With <paramref name="body"/> as JSON.</summary>
    public ApiCall With<T>(T body) => this with { Body = JsonSerializer.SerializeToUtf8Bytes(body, CloudflareJson.TypeInfo<T>()) };

    /// <summary>With <paramref name="body"/> as JSON; <c>tunnel_secret</c> in it is a secret.</summary>
    public ApiCall With(JsonObject body) =>
        this with
        {
            Body = Encoding.UTF8.GetBytes(body.ToJsonString()),
            Secrets = body["tunnel_secret"] is JsonValue value && value.TryGetValue(out string? secret) ? [secret] : [],
        };

    // An empty id would turn the path of one object into that of all of them, and dots into another path altogether.
    private static string Escape(string id) =>
        string.IsNullOrWhiteSpace(id) || id is "." or ".." ? throw new FormatException($"'{id}' is not an id.")
        : id.Length > MaxIdLength ? throw new FormatException($"An id of {id.Length} characters is none of Cloudflare's.")
        : Uri.EscapeDataString(id);
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZeroTrust.Cloudflare;

/// <summary>One API request, and whether it may be repeated when its response is lost.</summary>
internal sealed record ApiCall
{
    /// <summary>Ten times the size of a list with 1,000 entries.</summary>
    private const int OfOneObject = 4 << 20;

    /// <summary>The size of 100,000 profiles with their lists.</summary>
    private const int OfManyObjects = 256 << 20;

    // Cloudflare's IDs have 32 or 36 characters; proxies refuse paths that are too long.
    private const int MaxIdLength = 200;

    private ApiCall(ApiRoute endpoint, string path, string subject)
    {
        (Endpoint, Path, Subject) = (endpoint, path, subject);
    }

    public ApiRoute Endpoint { get; }

    public HttpMethod Method => Endpoint.Method;

    /// <summary>Path template without IDs, for logs and errors.</summary>
    public string Route => Endpoint.Path;

    /// <summary>Path below the base URL.</summary>
    public string Path { get; }

    /// <summary>What the call is about, for error messages.</summary>
    public string Subject { get; }

    /// <summary>Query string without the question mark. Never logged, because it may contain users' email addresses.</summary>
    public string Query { get; init; } = "";

    public byte[]? Body { get; init; }

    /// <summary>Account ID in the path.</summary>
    public string? AccountId { get; private init; }

    /// <summary>ID of the object in the path, which the response must have too; <see langword="null"/> for none or many.</summary>
    public string? ObjectId { get; private init; }

    /// <summary>Maximum size of the decompressed response in bytes.</summary>
    public int MaxResponseBytes { get; private init; } = OfOneObject;

    /// <summary>Whether the response's result is used.</summary>
    public bool KeepsResult { get; private init; } = true;

    /// <summary>
    /// Whether the call is idempotent. A call that is not, such as a create, is repeated only if it certainly did not reach Cloudflare.
    /// </summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>Whether the response contains a secret, so that errors must not quote it.</summary>
    public bool HasSecretResponse { get; init; }

    /// <summary>Secrets in the body.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="ids">IDs for the placeholders of its path, in order.</param>
    /// <param name="subject">What the call is about, for error messages.</param>
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

    /// <summary>The call with the size limit of a response that lists all objects of a kind.</summary>
    public ApiCall ForMany() => this with { MaxResponseBytes = OfManyObjects };

    /// <summary>The call when only its success matters. The result may be long, since it is not kept.</summary>
    public ApiCall WithoutResult() => this with { KeepsResult = false, MaxResponseBytes = OfManyObjects };

    /// <summary>The call with <paramref name="body"/> as JSON.</summary>
    public ApiCall With<T>(T body) => this with { Body = JsonSerializer.SerializeToUtf8Bytes(body, CloudflareJson.TypeInfo<T>()) };

    /// <summary>The call with <paramref name="body"/> as JSON, whose <c>tunnel_secret</c> is a secret.</summary>
    public ApiCall With(JsonObject body) =>
        this with
        {
            Body = Encoding.UTF8.GetBytes(body.ToJsonString()),
            Secrets = body["tunnel_secret"] is JsonValue value && value.TryGetValue(out string? secret) ? [secret] : [],
        };

    // An empty ID would turn the path of one object into that of its collection, and dots into another path.
    private static string Escape(string id) =>
        string.IsNullOrWhiteSpace(id) || id is "." or ".." ? throw new FormatException($"'{id}' is not an ID.")
        : id.Length > MaxIdLength ? throw new FormatException($"An ID of {id.Length} characters is not a Cloudflare ID.")
        : Uri.EscapeDataString(id);
}

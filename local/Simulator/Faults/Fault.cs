namespace ZeroTrust.Simulator.Faults;

/// <summary>A fault that affects one request.</summary>
public sealed record Fault
{
    private static readonly string[] ListsOfProfiles = ["exclude", "include", "fallback_domains"];

    private Fault(FaultKind kind)
    {
        Kind = kind;
        Applied =
            kind
                is not (
                    FaultKind.Status
                    or FaultKind.Html
                    or FaultKind.NoResponse
                    or FaultKind.ConnectionReset
                    or FaultKind.Redirect
                    or FaultKind.EchoedSecrets
                );
        HttpStatus = kind == FaultKind.Html ? 502 : 503;
    }

    /// <summary>The request is not processed, and the client gets no response.</summary>
    public static Fault NoResponse { get; } = new(FaultKind.NoResponse);

    /// <summary>The connection breaks before the request is processed.</summary>
    public static Fault ConnectionReset { get; } = new(FaultKind.ConnectionReset);

    /// <summary>The request is processed, but the connection breaks before the response.</summary>
    public static Fault LostResponse { get; } = new(FaultKind.LostResponse);

    /// <summary>The request is processed, but only the first half of the response's JSON arrives.</summary>
    public static Fault MalformedJson { get; } = new(FaultKind.MalformedJson);

    /// <summary>The request is processed; a list in the response has another order.</summary>
    public static Fault ReorderedList { get; } = new(FaultKind.ReorderedList);

    /// <summary>The kind of fault.</summary>
    public FaultKind Kind { get; }

    /// <summary>Whether the request is processed.</summary>
    /// <value>The default depends on the kind.</value>
    public bool Applied { get; init; }

    /// <summary>HTTP status of <see cref="FaultKind.Status"/> and <see cref="FaultKind.Html"/>.</summary>
    public int HttpStatus { get; init; }

    /// <summary>Delay of <see cref="FaultKind.Slow"/>.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Value of the Retry-After header, in whole seconds; null sends none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Cloudflare's error code in the body of <see cref="FaultKind.Status"/>; null means the usual code of the status.</summary>
    public int? Code { get; init; }

    /// <summary>Names of the fields that <see cref="FaultKind.OmittedFields"/> and <see cref="FaultKind.StaleFields"/> affect.</summary>
    /// <value>Default: the lists of a profile.</value>
    public IReadOnlyList<string> Fields { get; init; } = ListsOfProfiles;

    /// <summary>
    /// Decompressed bytes of <see cref="FaultKind.GzipBomb"/>; characters before the secrets of <see cref="FaultKind.EchoedSecrets"/>.
    /// </summary>
    /// <value>Default: 1 GiB for the first, none for the second.</value>
    public long? Size { get; init; }

    /// <summary>A fault with the defaults of its kind.</summary>
    public static Fault Of(FaultKind kind) => new(kind);

    /// <summary>The request is not processed; the response is an error in the usual envelope.</summary>
    public static Fault Status(int status) => new(FaultKind.Status) { HttpStatus = status };

    /// <summary>The request is not processed: 429 with Retry-After.</summary>
    public static Fault Throttled(TimeSpan retryAfter) => Status(429) with { RetryAfter = retryAfter };

    /// <summary>The request is not processed; the response is a gateway's HTML page.</summary>
    public static Fault Html(int status = 502) => new(FaultKind.Html) { HttpStatus = status };

    /// <summary>The request is processed immediately; the response comes after <paramref name="delay"/>.</summary>
    public static Fault Slow(TimeSpan delay) => new(FaultKind.Slow) { Delay = delay };
}

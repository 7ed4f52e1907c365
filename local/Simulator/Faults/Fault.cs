namespace ZeroTrust.Simulator.Faults;

/// <summary>Something that goes wrong with one request.</summary>
public sealed record Fault
{
    private Fault(FaultKind kind) => Kind = kind;

    /// <summary>The request is not processed, and the client gets no answer until it gives up.</summary>
    public static Fault NoAnswer { get; } = new(FaultKind.NoAnswer);

    /// <summary>The connection breaks before the request is processed.</summary>
    public static Fault ConnectionReset { get; } = new(FaultKind.ConnectionReset);

    /// <summary>The request is processed, then the connection breaks before the answer.</summary>
    public static Fault LostAnswer { get; } = new(FaultKind.LostAnswer);

    /// <summary>The request is processed, but only the first half of the answer's JSON arrives.</summary>
    public static Fault MalformedJson { get; } = new(FaultKind.MalformedJson);

    /// <summary>The request is processed; a list in the answer comes in yet another order.</summary>
    public static Fault ReorderedList { get; } = new(FaultKind.ReorderedList);

    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; }

    /// <summary>HTTP status of <see cref="FaultKind.Status"/> and <see cref="FaultKind.Html"/>.</summary>
    public int HttpStatus { get; private init; }

    /// <summary>Delay of <see cref="FaultKind.Slow"/>.</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>Value of the Retry-After header, in whole seconds; null sends none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Cloudflare's code in the body of <see cref="FaultKind.Status"/>; null takes what usually goes with the status.</summary>
    public int? Code { get; init; }

    /// <summary>The request is not processed; the answer is an error in the usual envelope.</summary>
    public static Fault Status(int status) => new(FaultKind.Status) { HttpStatus = status };

    /// <summary>The request is not processed: 429 with Retry-After.</summary>
    public static Fault Throttled(TimeSpan retryAfter) => Status(429) with { RetryAfter = retryAfter };

    /// <summary>The request is not processed; the answer is a page of HTML, as a gateway sends it.</summary>
    public static Fault Html(int status = 502) => new(FaultKind.Html) { HttpStatus = status };

    /// <summary>The request is processed at once; the answer comes after <paramref name="delay"/>.</summary>
    public static Fault Slow(TimeSpan delay) => new(FaultKind.Slow) { Delay = delay };
}

/// <summary>Kinds of <see cref="Fault"/>.</summary>
public enum FaultKind
{
    /// <summary>See <see cref="Fault.Status(int)"/>.</summary>
    Status,

    /// <summary>See <see cref="Fault.Html(int)"/>.</summary>
    Html,

    /// <summary>See <see cref="Fault.MalformedJson"/>.</summary>
    MalformedJson,

    /// <summary>See <see cref="Fault.NoAnswer"/>.</summary>
    NoAnswer,

    /// <summary>See <see cref="Fault.Slow(TimeSpan)"/>.</summary>
    Slow,

    /// <summary>See <see cref="Fault.ConnectionReset"/>.</summary>
    ConnectionReset,

    /// <summary>See <see cref="Fault.LostAnswer"/>.</summary>
    LostAnswer,

    /// <summary>See <see cref="Fault.ReorderedList"/>.</summary>
    ReorderedList,
}

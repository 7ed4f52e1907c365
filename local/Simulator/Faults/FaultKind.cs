namespace ZeroTrust.Simulator.Faults;

/// <summary>Kinds of <see cref="Fault"/>: connection faults, errors, damaged bodies and wrong contents.</summary>
public enum FaultKind
{
    /// <summary>The connection breaks before the response. Not processed.</summary>
    ConnectionReset,

    /// <summary>The connection breaks before the response. Processed.</summary>
    LostResponse,

    /// <summary>No response is sent until the client gives up. Not processed.</summary>
    NoResponse,

    /// <summary>The response is late. Processed immediately.</summary>
    Slow,

    /// <summary>The connection breaks in the middle of the response. Processed.</summary>
    CutResponse,

    /// <summary>Half of the response arrives, then nothing more. Processed.</summary>
    Trickle,

    /// <summary>An error in the usual envelope. Not processed.</summary>
    Status,

    /// <summary>A gateway's HTML page. Not processed.</summary>
    Html,

    /// <summary>A redirect to <c>/redirected</c>. Not processed.</summary>
    Redirect,

    /// <summary>An error that repeats the credentials and every string of the body in several encodings. Not processed.</summary>
    EchoedSecrets,

    /// <summary><c>success: false</c> with an error, and status 200. Processed.</summary>
    SuccessFalse,

    /// <summary>An empty body. Processed.</summary>
    EmptyBody,

    /// <summary>204 without a body. Processed.</summary>
    NoContent,

    /// <summary>The first half of the JSON, as a complete body. Processed.</summary>
    MalformedJson,

    /// <summary><c>null</c> in place of the envelope. Processed.</summary>
    NullBody,

    /// <summary>An envelope whose result is null. Processed.</summary>
    NullResult,

    /// <summary>An envelope without a result. Processed.</summary>
    MissingResult,

    /// <summary>The result without an envelope. Processed.</summary>
    BareResult,

    /// <summary>A list in place of an object, or an object in place of a list. Processed.</summary>
    OtherShape,

    /// <summary>Numbers and booleans of the result as strings. Processed.</summary>
    WrongTypes,

    /// <summary><c>result</c> twice, the second one null. Processed.</summary>
    DuplicateKeys,

    /// <summary>JSON with a byte that is invalid in UTF-8. Processed.</summary>
    InvalidUtf8,

    /// <summary>JSON after a byte order mark. Processed.</summary>
    ByteOrderMark,

    /// <summary>A result of 10,000 nested lists. Processed.</summary>
    DeepNesting,

    /// <summary>A small compressed body that decompresses to a gigabyte. Processed.</summary>
    GzipBomb,

    /// <summary>Valid JSON sent as <c>text/plain</c>. Processed.</summary>
    WrongContentType,

    /// <summary>Unknown fields in every object of the result. Processed.</summary>
    UnknownFields,

    /// <summary>The objects of the result without their IDs. Processed.</summary>
    MissingIds,

    /// <summary>The objects of the result with the IDs of others. Processed.</summary>
    OtherObject,

    /// <summary>The objects of the result without the fields in <see cref="Fault.Fields"/>. Processed.</summary>
    OmittedFields,

    /// <summary>The fields in <see cref="Fault.Fields"/> with their values from when the fault was planned. Reads only.</summary>
    StaleFields,

    /// <summary>The whole response as of when the fault was planned. Reads only.</summary>
    StaleResponse,

    /// <summary>A list in another order. Processed.</summary>
    ReorderedList,

    /// <summary>A list without its last entry. Processed.</summary>
    MissingEntry,

    /// <summary>Endless pages: A, B, A, B, … of a million. Processed.</summary>
    EndlessPages,
}

namespace ZeroTrust.Simulator.Faults;

/// <summary>Kinds of <see cref="Fault"/>: of connections, refusals, bodies and contents.</summary>
public enum FaultKind
{
    /// <summary>The connection breaks before the answer. Not processed.</summary>
    ConnectionReset,

    /// <summary>The connection breaks before the answer. Processed.</summary>
    LostAnswer,

    /// <summary>Nothing is answered until the client gives up. Not processed.</summary>
    NoAnswer,

    /// <summary>The answer comes late. Processed at once.</summary>
    Slow,

    /// <summary>The connection breaks in the middle of the answer. Processed.</summary>
    CutAnswer,

    /// <summary>Half of the answer arrives, then nothing more. Processed.</summary>
    Trickle,

    /// <summary>An error in the usual envelope. Not processed.</summary>
    Status,

    /// <summary>A page of HTML, as a gateway sends it. Not processed.</summary>
    Html,

    /// <summary>A redirect to <c>/redirected</c>. Not processed.</summary>
    Redirect,

    /// <summary>A refusal that repeats the credentials and every string of the body, in several spellings. Not processed.</summary>
    EchoedSecrets,

    /// <summary><c>success: false</c> with an error, and status 200. Processed.</summary>
    SuccessFalse,

    /// <summary>A body of no bytes. Processed.</summary>
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

    /// <summary>A list where an object belongs, and the other way round. Processed.</summary>
    OtherShape,

    /// <summary>Numbers and booleans of the result as strings. Processed.</summary>
    WrongTypes,

    /// <summary><c>result</c> twice, the second time as null. Processed.</summary>
    DuplicateKeys,

    /// <summary>JSON with a byte that UTF-8 does not have. Processed.</summary>
    InvalidUtf8,

    /// <summary>JSON behind a byte order mark. Processed.</summary>
    ByteOrderMark,

    /// <summary>A result of 10,000 nested lists. Processed.</summary>
    DeepNesting,

    /// <summary>A small compressed body that unpacks to a gigabyte. Processed.</summary>
    GzipBomb,

    /// <summary>The right JSON as <c>text/plain</c>. Processed.</summary>
    WrongContentType,

    /// <summary>Fields that nobody knows, in every object of the result. Processed.</summary>
    UnknownFields,

    /// <summary>Objects of the result without their ids. Processed.</summary>
    MissingIds,

    /// <summary>Objects of the result with the ids of others. Processed.</summary>
    OtherObject,

    /// <summary>Objects of the result without the fields <see cref="Fault.Fields"/>. Processed.</summary>
    OmittedFields,

    /// <summary>The fields <see cref="Fault.Fields"/> as they were when the fault was planned. Reads only.</summary>
    StaleFields,

    /// <summary>The whole answer as it was when the fault was planned. Reads only.</summary>
    StaleAnswer,

    /// <summary>A list in another order. Processed.</summary>
    ReorderedList,

    /// <summary>A list without its last entry. Processed.</summary>
    MissingEntry,

    /// <summary>Pages that never end: A, B, A, B, of a million. Processed.</summary>
    EndlessPages,
}

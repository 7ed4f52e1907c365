namespace ZeroTrust.Protocol.Rpc;

/// <summary>Outcome of a call, with gRPC's numbers.</summary>
/// <remarks>
/// The engine takes <see cref="Unknown"/>, <see cref="Internal"/> and <see cref="DataLoss"/> for a sign of corrupt state.
/// </remarks>
public enum RpcStatusCode
{
    /// <summary>The call succeeded.</summary>
    Ok = 0,

    /// <summary>The caller gave up.</summary>
    Cancelled = 1,

    /// <summary>An error that nobody foresaw.</summary>
    Unknown = 2,

    /// <summary>The request itself is wrong.</summary>
    InvalidArgument = 3,

    /// <summary>Time ran out.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What should be created exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known, and may not.</summary>
    PermissionDenied = 7,

    /// <summary>A quota or size limit is reached.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs.</summary>
    FailedPrecondition = 9,

    /// <summary>Someone else's change got in between.</summary>
    Aborted = 10,

    /// <summary>Beyond the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The server has no such method.</summary>
    Unimplemented = 12,

    /// <summary>The protocol or the program is broken.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached; trying again may help.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupt.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}

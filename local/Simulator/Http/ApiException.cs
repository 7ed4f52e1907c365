namespace ZeroTrust.Simulator.Http;

/// <summary>An error response of the API.</summary>
internal sealed class ApiException(int status, int code, string message, string? pointer = null, string? hint = null) : Exception(message)
{
    public int Status { get; } = status;

    public int Code { get; } = code;

    /// <summary>JSON pointer to the offending field, if there is one.</summary>
    public string? Pointer { get; } = pointer;

    /// <summary>A hint for developers that Cloudflare does not send; added to the envelope's messages.</summary>
    public string? Hint { get; } = hint;
}

namespace ZeroTrust.Simulator.Http;

/// <summary>A refusal in Cloudflare's terms.</summary>
internal sealed class ApiException(int status, int code, string message, string? pointer = null, string? hint = null) : Exception(message)
{
    public int Status { get; } = status;

    public int Code { get; } = code;

    /// <summary>JSON pointer to the offending field, if there is one.</summary>
    public string? Pointer { get; } = pointer;

    /// <summary>What Cloudflare would not say, but a developer wants to know; goes to the envelope's messages.</summary>
    public string? Hint { get; } = hint;
}

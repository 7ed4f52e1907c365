namespace ZeroTrust.Simulator;

/// <summary>A request that was served, or deliberately was not.</summary>
/// <param name="Time">When it arrived.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path below <c>/client/v4</c>, with its query.</param>
/// <param name="Status">HTTP status; 0 when the client gets no answer.</param>
/// <param name="Body">What the client sent; empty without a body. Kept in memory only.</param>
public sealed record LoggedRequest(DateTimeOffset Time, string Method, string Path, int Status, string Body)
{
    /// <summary>Method, path and status, without the body.</summary>
    public override string ToString() => $"{Method} {Path} -> {Status}";
}

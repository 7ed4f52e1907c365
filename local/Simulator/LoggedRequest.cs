namespace ZeroTrust.Simulator;

/// <summary>A request that the simulator received.</summary>
/// <param name="Time">When it arrived.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path below <c>/client/v4</c>, with its query.</param>
/// <param name="Status">HTTP status; 0 if the client got no response.</param>
/// <param name="Body">The request body, or empty. Kept in memory only.</param>
public sealed record LoggedRequest(DateTimeOffset Time, string Method, string Path, int Status, string Body)
{
    /// <summary>Method, path and status, without the body.</summary>
    public override string ToString() => $"{Method} {Path} -> {Status}";
}

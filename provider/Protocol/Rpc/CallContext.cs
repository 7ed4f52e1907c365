namespace ZeroTrust.Protocol.Rpc;

/// <summary>What a service knows of the call it answers.</summary>
/// <param name="Method">Full name, such as <c>/pulumirpc.ResourceProvider/Check</c>.</param>
/// <param name="CancellationToken">Cancelled when the caller gives up or the deadline passes.</param>
public sealed record CallContext(string Method, CancellationToken CancellationToken);

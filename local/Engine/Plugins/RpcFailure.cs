using Grpc.Core;

namespace ZeroTrust.Engine.Plugins;

/// <summary>Failed calls, as users read them.</summary>
internal static class RpcFailure
{
    /// <summary>What went wrong, in the words of whoever failed.</summary>
    public static string Explain(this Exception exception) => exception is RpcException rpc ? rpc.Status.Detail : exception.Message;
}

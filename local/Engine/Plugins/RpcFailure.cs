using Grpc.Core;

namespace ZeroTrust.Engine.Plugins;

/// <summary>Formats failed calls for users.</summary>
internal static class RpcFailure
{
    /// <summary>The error message, without gRPC's prefix.</summary>
    public static string Explain(this Exception exception) => exception is RpcException rpc ? rpc.Status.Detail : exception.Message;
}
